using System.Collections;
using System.Text.Json.Serialization.Metadata;

namespace Bookstore.Client.Http;

/// <summary>Checks the members of a body while it is written: a null that must not be, or a text that cannot be sent, is a wrong argument and no request.</summary>
internal static class BodyMembers
{
    public static void Check(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.Get is { } get)
            {
                var name = $"{type.Type.Name}.{property.Name}";
                var isNullable = property.IsGetNullable;
                property.Get = body => Checked(get(body), name, isNullable);
            }
        }
    }

    private static object? Checked(object? value, string name, bool isNullable)
    {
        switch (value)
        {
            case null when !isNullable:
                throw new ArgumentException($"{name} is null. Set it.", name);
            case string text:
                return RequestArguments.Text(text, name);
            case IEnumerable items:
                CheckItems(items, name);
                break;
        }

        return value;
    }

    private static void CheckItems(IEnumerable items, string name)
    {
        var at = 0;
        foreach (var item in items)
        {
            if (item is null)
            {
                throw new ArgumentException($"{name}[{at}] is null. Leave it out or set it.", name);
            }

            at++;
        }
    }
}
