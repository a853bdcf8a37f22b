namespace Bookstore.Samples;

/// <summary>Finds the ISBN of a row by its check digit, for a program that has the shop's client alone.</summary>
internal static class IsbnText
{
    private const int ShortLength = 10;
    private const int LongLength = 13;

    /// <summary>No publisher has so short a prefix that more than four leading zeros can be lost.</summary>
    private const int MaxLostZeros = 4;

    /// <summary>The 13 digits of a row's book: from the ISBN-10 with its lost zeros if its check digit agrees, else from an intact ISBN-13.</summary>
    /// <param name="isbn10">What the column isbn holds.</param>
    /// <param name="isbn13">What the column isbn13 holds.</param>
    /// <returns>The digits, or <see langword="null"/> when neither is an ISBN.</returns>
    public static string? Find(string isbn10, string isbn13)
    {
        var text = Digits(isbn10);
        var padded = text.Length is >= ShortLength - MaxLostZeros and < ShortLength ? text.PadLeft(ShortLength, '0') : text;
        return Normalize(padded) ?? Normalize(Digits(isbn13));
    }

    private static string? Normalize(string text)
    {
        if (text.Length == ShortLength && IsIsbn10(text))
        {
            var body = $"978{text.AsSpan(0, ShortLength - 1)}";
            return body + Check13(body);
        }

        var isIsbn13 = text.Length == LongLength && text.All(char.IsAsciiDigit) && (text.StartsWith("978", StringComparison.Ordinal) || text.StartsWith("979", StringComparison.Ordinal));
        return isIsbn13 && !text.StartsWith("9790", StringComparison.Ordinal) && text[^1] == Check13(text[..^1]) && text.AsSpan(3, 9).ContainsAnyExcept('0') ? text : null;
    }

    private static bool IsIsbn10(string text)
    {
        var sum = 0;
        for (var place = 0; place < ShortLength; place++)
        {
            var isX = place == ShortLength - 1 && text[place] is 'X' or 'x';
            if (!isX && !char.IsAsciiDigit(text[place]))
            {
                return false;
            }

            sum += (ShortLength - place) * (isX ? 10 : text[place] - '0');
        }

        return sum % 11 == 0 && text.AsSpan(0, ShortLength - 1).ContainsAnyExcept('0');
    }

    private static char Check13(string twelve)
    {
        var sum = 0;
        for (var place = 0; place < twelve.Length; place++)
        {
            sum += (place % 2 == 0 ? 1 : 3) * (twelve[place] - '0');
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }

    private static string Digits(string text) => text.Trim().Replace("-", string.Empty, StringComparison.Ordinal);
}
