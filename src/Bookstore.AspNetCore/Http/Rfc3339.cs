using System.Globalization;

namespace Bookstore.AspNetCore;

/// <summary>Reads times as RFC 3339 writes them: <c>T</c> and <c>Z</c> in either case, and any number of digits behind the second, of which those below a tick are dropped.</summary>
internal static class Rfc3339
{
    /// <summary>What is wrong with a text that is no time.</summary>
    public const string Hint = "must be a time such as 2026-11-22T10:30:00Z";

    private const int MaxLength = 64;
    private const int TimeAt = 10;
    private const int FractionAt = 19;
    private const int MaxDigits = 7;

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads a time. One without an offset is none, since it is another in each time zone.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, in UTC.</param>
    /// <returns><see langword="false"/> when it is none.</returns>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return text.Length is > FractionAt - 1 and <= MaxLength
            && (text[^1] is 'Z' or 'z' || text[^6] is '+' or '-')
            && Normalize(text) is { } plain
            && DateTimeOffset.TryParseExact(plain, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    private static string? Normalize(string text)
    {
        var digits = 0;
        if (text.Length > FractionAt && text[FractionAt] == '.')
        {
            var rest = text.AsSpan(FractionAt + 1);
            digits = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : rest.Length;
            if (digits == 0)
            {
                return null;
            }
        }

        var isPlain = digits <= MaxDigits && text[TimeAt] != 't' && text[^1] != 'z';
        if (isPlain)
        {
            return text;
        }

        var kept = digits <= MaxDigits ? text : text.Remove(FractionAt + 1 + MaxDigits, digits - MaxDigits);
        return string.Create(kept.Length, kept, static (characters, from) =>
        {
            from.CopyTo(characters);
            characters[TimeAt] = characters[TimeAt] == 't' ? 'T' : characters[TimeAt];
            characters[^1] = characters[^1] == 'z' ? 'Z' : characters[^1];
        });
    }
}
