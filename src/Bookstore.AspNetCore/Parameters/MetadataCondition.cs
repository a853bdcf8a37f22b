using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>A handler's parameter: the pair of metadata that orders must have, from a query parameter whose name ends with the key. <see cref="QueryContract"/> has checked it.</summary>
internal sealed class MetadataCondition : IBindableFromHttpContext<MetadataCondition>
{
    /// <summary>How it is described: for the key <c>key</c>.</summary>
    public const string Name = Prefix + "key";

    private const string Prefix = "metadata.";

    private const string Text = "Orders with this pair of `metadata` only. Put the key in the place of `key`: `metadata.campaign=spring`. One pair at most.";

    private static readonly MetadataCondition None = new(null, null);

    private MetadataCondition([FromQuery(Name = Name), StringLength(Order.MaxMetadataValueLength), Description(Text)] string? value, string? key) =>
        Pair = key is null ? null : new KeyValuePair<string, string>(key, value ?? string.Empty);

    /// <summary>The pair; <see langword="null"/> when none was sent.</summary>
    public KeyValuePair<string, string>? Pair { get; }

    public static bool IsNamed(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    public static string KeyOf(string name) => name[Prefix.Length..];

    public static ValueTask<MetadataCondition?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var name = context.Request.Query.Keys.FirstOrDefault(IsNamed);
        return ValueTask.FromResult<MetadataCondition?>(name is null ? None : new MetadataCondition(context.Request.Query[name], KeyOf(name)));
    }
}
