using System.Globalization;
using System.Reflection;
using Refit;

namespace Bookstore.Client.Http;

/// <summary>Writes the values of paths and queries.</summary>
internal sealed class UrlText : IUrlParameterFormatter
{
    /// <summary>A time as RFC 3339 has it, in UTC and to the tick.</summary>
    public static string? Of(DateTimeOffset? time) => time?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    public string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type) =>
        value is string text ? RequestArguments.Text(text, "request") : Convert.ToString(value, CultureInfo.InvariantCulture);
}
