namespace Bookstore;

/// <summary>What a book of the catalogue has to be.</summary>
internal static class BookRules
{
    private const long FirstIsbn = 9_780_000_000_000;
    private const long LastIsbn = 9_799_999_999_999;

    /// <summary>What is wrong with a book; <see langword="null"/> when nothing is.</summary>
    public static string? Problem(Book book)
    {
        if (book.Isbn.IsDefault)
        {
            return "The ISBN is missing.";
        }

        // Not more than that: a book that an earlier version accepted can still be changed.
        if (book.Isbn.ToInt64() is < FirstIsbn or > LastIsbn)
        {
            return "The ISBN is none: it has 13 digits and begins with 978 or 979. Isbn.FromStored checks nothing; use Isbn.TryFromInt64.";
        }

        if (book.Price.IsDefault || book.Price.MinorUnits is < 0 or > Book.MaxPriceInMinorUnits)
        {
            return $"The price has a currency and is 0 to {Book.MaxPriceInMinorUnits} minor units.";
        }

        if (!book.Price.IsCurrencyInUse)
        {
            return "The currency of the price is no longer in use, or not known to this version: give the price in one that is.";
        }

        return TextProblem("The title", book.Title, 1, Book.MaxTextLength)
            ?? TextProblem("The author", book.Author, 0, Book.MaxTextLength)
            ?? OptionalProblem("The publisher", book.Publisher)
            ?? OptionalProblem("The language", book.Language)
            ?? OptionalProblem("The format", book.Format)
            ?? (book.Details is { } details ? BookDetailsRules.Problem(details) : null);
    }

    private static string? OptionalProblem(string name, string? value) =>
        value is null ? null : TextProblem(name, value, 0, Book.MaxShortTextLength);

    private static string? TextProblem(string name, string value, int minLength, int maxLength) =>
        Require.TextProblem(value, minLength, maxLength) is { } problem ? $"{name} {problem}" : null;
}
