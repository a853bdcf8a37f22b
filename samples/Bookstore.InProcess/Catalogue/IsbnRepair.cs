namespace Bookstore.Samples;

/// <summary>Repairs ISBNs that went through a spreadsheet: an ISBN-10 lost its leading zeros, an ISBN-13 became 9.78043902348e+12.</summary>
internal static class IsbnRepair
{
    private const int IsbnLength = 10;

    /// <summary>No publisher has so short a prefix that more than four leading zeros can be lost.</summary>
    private const int MaxLostZeros = 4;

    /// <summary>Finds the ISBN of a row: the padded ISBN-10 if its check digit agrees, else an intact ISBN-13.</summary>
    /// <param name="isbn10">What the column isbn holds.</param>
    /// <param name="isbn13">What the column isbn13 holds.</param>
    /// <param name="isbn">The ISBN, when one was found.</param>
    /// <returns>Why there is none, or <see langword="null"/> when one was found.</returns>
    public static RefusalReason? Find(string isbn10, string isbn13, out Isbn isbn)
    {
        isbn10 = isbn10.Trim();
        isbn13 = isbn13.Trim();
        if (TryPad(isbn10, out isbn) || Isbn.TryParse(isbn13, out isbn))
        {
            return null;
        }

        return (isbn10.Length, isbn13.Length) switch
        {
            (0, 0) => RefusalReason.NoIsbn,
            (0, _) when isbn13.Contains("e+", StringComparison.OrdinalIgnoreCase) => RefusalReason.LostDigits,
            _ => RefusalReason.BadIsbn,
        };
    }

    private static bool TryPad(string text, out Isbn isbn)
    {
        isbn = default;
        var digits = text.Replace("-", string.Empty, StringComparison.Ordinal);
        // Nothing but zeros passes the check digit and is no book.
        var plausible = digits.Length >= IsbnLength - MaxLostZeros && digits.AsSpan().ContainsAnyExcept('0');
        return plausible && Isbn.TryParse(digits.PadLeft(IsbnLength, '0'), out isbn);
    }
}
