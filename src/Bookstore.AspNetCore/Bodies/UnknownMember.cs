using System.Globalization;
using System.Text.Json;

namespace Bookstore.AspNetCore;

/// <summary>Passes over members that the API does not know. They are ignored, but one that stands twice is an error all the same.</summary>
internal static class UnknownMember
{
    /// <summary>Passes over a member, from its name to the end of its value.</summary>
    public static void Pass(ref Utf8JsonReader json, ref HashSet<string>? names, string parent, FieldErrors errors)
    {
        string name;
        try
        {
            name = json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            errors.Add(parent, "has a member whose name is not valid Unicode");
            json.Read();
            json.Skip();
            return;
        }

        names ??= new HashSet<string>(StringComparer.Ordinal);
        var pointer = $"{parent}/{Escape(name)}";
        // The names of several objects share a set, told apart by what no pointer has in it.
        if (!names.Add($"{parent}\0{name}"))
        {
            errors.Add(pointer, "stands twice");
        }

        json.Read();
        PassValue(ref json, pointer, errors);
    }

    private static void PassValue(ref Utf8JsonReader json, string pointer, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.StartObject)
        {
            HashSet<string>? names = null;
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                Pass(ref json, ref names, pointer, errors);
            }
        }
        else if (json.TokenType == JsonTokenType.StartArray)
        {
            for (var index = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; index++)
            {
                if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    PassValue(ref json, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}"), errors);
                }
            }
        }
    }

    // RFC 6901: a tilde and a slash are escaped. A name is told at a bounded length.
    private static string Escape(string name)
    {
        const int MaxLength = 100;
        var shown = name.Length <= MaxLength ? name : name[..(char.IsHighSurrogate(name[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
        return shown.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }
}
