using System.Globalization;
using System.Text.Json;

namespace Bookstore.AspNetCore;

/// <summary>Passes over members that the API does not know. They are ignored, but one that is given more than once is an error all the same.</summary>
/// <remarks>It keeps the names of the objects around the current place, at most <see cref="MaxMembers"/> of each, and no pointers: those are made for errors alone.</remarks>
internal static class UnknownMember
{
    private const int MaxMembers = 1_000;

    /// <summary>Passes over a member, from its name to the end of its value.</summary>
    /// <param name="json">The reader, at the member's name.</param>
    /// <param name="names">The unknown names of the same object so far.</param>
    /// <param name="parent">The object's pointer.</param>
    /// <param name="errors">What is wrong.</param>
    public static void Pass(ref Utf8JsonReader json, ref HashSet<string>? names, string parent, FieldErrors errors) =>
        Pass(ref json, ref names, new Place(parent, null), errors);

    private static void Pass(ref Utf8JsonReader json, ref HashSet<string>? names, Place parent, FieldErrors errors)
    {
        if (!TryGetName(ref json, out var name))
        {
            errors.Add(parent.Pointer, "has a member whose name is not valid Unicode");
            json.Read();
            json.Skip();
            return;
        }

        names ??= new HashSet<string>(StringComparer.Ordinal);
        if (names.Contains(name))
        {
            if (!errors.IsFull)
            {
                errors.Add(new Place("/" + MemberName.Shown(name), parent).Pointer, "is given more than once");
            }
        }
        else if (names.Count <= MaxMembers)
        {
            names.Add(name);
            if (names.Count > MaxMembers)
            {
                errors.Add(parent.Pointer, "has more than 1,000 members that are not known");
            }
        }

        json.Read();
        if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            PassContainer(ref json, new Place("/" + MemberName.Shown(name), parent), errors);
        }
    }

    private static void PassContainer(ref Utf8JsonReader json, Place place, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.StartObject)
        {
            HashSet<string>? names = null;
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                Pass(ref json, ref names, place, errors);
            }

            return;
        }

        for (var index = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; index++)
        {
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                PassContainer(ref json, new Place(string.Create(CultureInfo.InvariantCulture, $"/{index}"), place), errors);
            }
        }
    }

    private static bool TryGetName(ref Utf8JsonReader json, out string name)
    {
        try
        {
            name = json.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: no text.
            name = string.Empty;
            return false;
        }
    }

    private sealed class Place(string name, Place? parent)
    {
        public string Pointer => parent is null ? name : parent.Pointer + name;
    }
}
