namespace Bookstore;

/// <summary>What a book of the catalogue has to be.</summary>
internal static class BookRules
{
    /// <summary>Why a book with the number of another article is refused.</summary>
    public const string NoArticle = "The number is of an article that is no book, and this shop's catalogue takes books alone. Set BookstoreOptions.OtherArticles to sell other articles.";

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
        if (book.Isbn.ToInt64() is < FirstIsbn or > LastIsbn && !Isbn.IsArticle(book.Isbn.ToInt64()))
        {
            return "The ISBN is none, and no other EAN-13: it has 13 digits, of which the last one checks the others. Isbn.FromStored checks nothing; use Isbn.TryParse or Isbn.TryParseArticle.";
        }

        if (book.Price.IsDefault || book.Price.MinorUnits is < 0 or > Book.MaxPriceInMinorUnits)
        {
            return $"The price has a currency and is 0 to {Book.MaxPriceInMinorUnits} minor units.";
        }

        if (!book.Price.IsCurrencyInUse)
        {
            return "The currency of the price is no longer in use, or not known to this version: give the price in one that is.";
        }

        if (book.BackorderLimit is < 0 or > Book.MaxBackorderLimit)
        {
            return $"BackorderLimit is 0 to {Book.MaxBackorderLimit}.";
        }

        return TextProblem("The title", book.Title, 1, Book.MaxTextLength)
            ?? TextProblem("The author", book.Author, 0, Book.MaxTextLength)
            ?? OptionalProblem("The publisher", book.Publisher)
            ?? OptionalProblem("The language", book.Language)
            ?? OptionalProblem("The format", book.Format)
            ?? (book.Details is { } details ? BookDetailsRules.Problem(details) : null);
    }

    /// <summary>Whether a book is another article, which only some shops sell. A number that begins with 978 or 979 has always been taken as it is.</summary>
    public static bool IsOtherArticle(Book book) => book.Isbn.ToInt64() is < FirstIsbn or > LastIsbn || (book.Isbn.Kind != ArticleKind.Book && Isbn.IsArticle(book.Isbn.ToInt64()));

    private static string? OptionalProblem(string name, string? value) =>
        value is null ? null : TextProblem(name, value, 0, Book.MaxShortTextLength);

    private static string? TextProblem(string name, string value, int minLength, int maxLength) =>
        Require.TextProblem(value, minLength, maxLength) is { } problem ? $"{name} {problem}" : null;
}
