using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>What most books do not have, as one text that stores keep beside a book and never read: <see cref="Book.Details"/>.</summary>
/// <remarks>A book that has none of it has no text. A text is JSON, and is read only when the details are asked for.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public static class BookDetailsText
{
    /// <summary>The text to keep for a book.</summary>
    /// <param name="book">The book.</param>
    /// <returns>The text; <see langword="null"/> when the book has none.</returns>
    public static string? Format(Book book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.StoredDetails?.Text;
    }

    /// <summary>Gives a book its text.</summary>
    /// <param name="book">The book without it.</param>
    /// <param name="text">The text; <see langword="null"/> when the book has none.</param>
    /// <returns>The book with it.</returns>
    public static Book Apply(Book book, string? text)
    {
        ArgumentNullException.ThrowIfNull(book);
        return text is null ? book : book with { StoredDetails = StoredDetails.Of(text) };
    }
}
