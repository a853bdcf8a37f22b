using System.Globalization;

namespace Bookstore.Onix.Reading;

/// <summary>Reads the values of elements. What is no such value is none: a record is not refused for it.</summary>
internal static class OnixValues
{
    private static readonly string[] TimeFormats = ["yyyyMMdd'T'HHmmsszzz", "yyyyMMdd'T'HHmmss", "yyyyMMdd'T'HHmmzzz", "yyyyMMdd'T'HHmm", "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMdd"];

    /// <summary>Reads a time of list 55 or of ISO 8601, in UTC where it has no offset.</summary>
    public static DateTimeOffset? Time(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var upper = text.ToUpperInvariant();
        if (upper.EndsWith('Z'))
        {
            upper = upper[..^1] + "+00:00";
        }

        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(upper, TimeFormats, CultureInfo.InvariantCulture, Style, out var time)
            || (upper.Length >= 10 && upper[4] == '-' && DateTimeOffset.TryParse(upper, CultureInfo.InvariantCulture, Style, out time))
            ? time
            : null;
    }

    public static decimal? Number(string? text) =>
        text is not null && decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static int? Count(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>Splits a list of codes, which are separated by white space.</summary>
    public static IReadOnlyList<string> Codes(string? text) => text is null ? [] : text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns a date with a role; <see langword="null"/> where either is missing.</summary>
    public static OnixRoleDate? RoleDate(string? role, string? date) =>
        role is not null && OnixDate.TryParse(date) is { } parsed ? new OnixRoleDate(role, parsed) : null;

    /// <summary>Returns the entries of two lists, of which one is nearly always empty.</summary>
    public static IReadOnlyList<T> Both<T>(IReadOnlyList<T> first, IReadOnlyList<T> second) => second.Count == 0 ? first : first.Count == 0 ? second : [.. first, .. second];

    /// <summary>Returns the entries of a list and those of older elements.</summary>
    public static IReadOnlyList<T> With<T>(IReadOnlyList<T> entries, params ReadOnlySpan<T?> older)
        where T : class
    {
        List<T>? all = null;
        foreach (var entry in older)
        {
            if (entry is not null)
            {
                (all ??= [.. entries]).Add(entry);
            }
        }

        return all ?? entries;
    }
}
