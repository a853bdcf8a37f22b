using System.Reflection;

namespace Bookstore.Architecture.Tests;

/// <summary>An option of a package. Lists and named entries have placeholders in their path: <c>Clients:&lt;name&gt;:Roles:&lt;n&gt;</c>.</summary>
internal sealed record ShopOption(string Path, PropertyInfo Property, OptionRange? Range, object? Default)
{
    /// <summary>Whether it can be written in a configuration; a delegate is set in code.</summary>
    public bool IsText => !typeof(Delegate).IsAssignableFrom(Property.PropertyType);

    public string Meaning => XmlDocs.Summary(Property);

    /// <summary>The options of a type, with those of the types in it.</summary>
    public static IReadOnlyList<ShopOption> Of(Type type, Action<object>? prepare = null)
    {
        object Make()
        {
            var options = Activator.CreateInstance(type)!;
            prepare?.Invoke(options);
            return options;
        }

        return [.. Below(type, string.Empty, options => options, new OptionCheck(type, Make), Make)];
    }

    private static IEnumerable<ShopOption> Below(Type type, string prefix, Func<object, object> reach, OptionCheck check, Func<object> make)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var kind = property.PropertyType;
            if (kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            {
                yield return new ShopOption($"{prefix}{property.Name}:<name>", property, Range: null, Default: null);
                foreach (var option in Below(kind.GetGenericArguments()[1], $"{prefix}{property.Name}:<name>:", _ => Activator.CreateInstance(kind.GetGenericArguments()[1])!, check, make))
                {
                    yield return option with { Range = null };
                }
            }
            else if (kind.IsGenericType && kind.IsAssignableTo(typeof(System.Collections.IEnumerable)))
            {
                yield return new ShopOption($"{prefix}{property.Name}:<n>", property, Range: null, Default: null);
            }
            else if (property.CanWrite)
            {
                var range = check.RangeOf(property, reach);
                yield return new ShopOption(prefix + property.Name, property, range, property.GetValue(reach(Activator.CreateInstance(make().GetType())!)));
            }
            else if (kind.Namespace!.StartsWith("Bookstore", StringComparison.Ordinal))
            {
                foreach (var option in Below(kind, $"{prefix}{property.Name}:", options => property.GetValue(reach(options))!, check, make))
                {
                    yield return option;
                }
            }
        }
    }
}
