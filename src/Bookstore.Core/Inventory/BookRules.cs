namespace Bookstore;

/// <summary>What a book of the catalogue has to be.</summary>
internal static class BookRules
{
    /// <summary>What is wrong with a book; <see langword="null"/> when nothing is.</summary>
    public static string? Problem(Book book)
    {
        if (book.Isbn.IsDefault)
        {
            return "The ISBN is missing.";
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
            ?? OptionalProblem("The format", book.Format);
    }

    private static string? OptionalProblem(string name, string? value) =>
        value is null ? null : TextProblem(name, value, 0, Book.MaxShortTextLength);

    private static string? TextProblem(string name, string value, int minLength, int maxLength) =>
        Require.TextProblem(value, minLength, maxLength) is { } problem ? $"{name} {problem}" : null;
}
