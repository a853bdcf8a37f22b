using System.Buffers;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

/// <summary>The shops that were added to an application's services.</summary>
internal sealed class ShopNames
{
    private const int MaxLength = 50;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    // Names that differ in case alone would share a section of the configuration.
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private bool _hasUnnamed;

    /// <summary>Whether the application has more than one shop.</summary>
    public bool AreSeveral => _names.Count + (_hasUnnamed ? 1 : 0) > 1;

    /// <summary>The names of the application's services.</summary>
    public static ShopNames Of(IServiceCollection services)
    {
        foreach (var service in services)
        {
            if (service.ServiceType == typeof(ShopNames) && !service.IsKeyedService && service.ImplementationInstance is ShopNames names)
            {
                return names;
            }
        }

        var first = new ShopNames();
        services.AddSingleton(first);
        return first;
    }

    /// <summary>Whether a shop was added under this name, in upper or lower case.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Notes the shop without a name. Adding it again changes nothing.</summary>
    public void AddUnnamed() => _hasUnnamed = true;

    /// <summary>Notes a shop.</summary>
    /// <exception cref="ArgumentException">The name cannot be a key, a part of the configuration's path and the value of a tag.</exception>
    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    public void Add(string name)
    {
        if (name.Length is 0 or > MaxLength || name.AsSpan().ContainsAnyExcept(Allowed) || !char.IsAsciiLetterOrDigit(name[0]))
        {
            throw new ArgumentException(
                $"'{(name.Length > MaxLength ? name[..MaxLength] + "..." : name)}' cannot be the name of a shop. Give it 1 to {MaxLength} ASCII letters, digits, '-', '_' and '.', with a letter or a digit first. "
                + "The one shop of a process needs no name: call AddBookstore().",
                nameof(name));
        }

        if (!_names.Add(name))
        {
            throw new InvalidOperationException($"The shop '{name}' was added already; upper and lower case make no difference. Add it once, and change its options with Configure<BookstoreOptions>(\"{name}\", ...).");
        }
    }
}
