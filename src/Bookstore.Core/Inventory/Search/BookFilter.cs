using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Which books to list: those that have all the words, each as <see cref="SearchWords.Sought"/> gives it.</summary>
/// <param name="Words">Each of them is one of the book's <see cref="BookWords.All"/>.</param>
/// <param name="AuthorWords">Each of them is one of the book's <see cref="BookWords.OfAuthor"/>.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record BookFilter(IReadOnlyList<string> Words, IReadOnlyList<string> AuthorWords)
{
    /// <summary>All books.</summary>
    public static BookFilter All { get; } = new([], []);

    /// <summary>Each of them is one of the book's <see cref="BookWords.Facets"/>.</summary>
    public IReadOnlyList<string> Facets { get; init; } = [];

    /// <summary>The <see cref="PublicationDate.FirstDay"/> of the book's publication is this day or later; <see langword="null"/> for any.</summary>
    public DateOnly? PublishedFrom { get; init; }

    /// <summary>The <see cref="PublicationDate.FirstDay"/> of the book's publication is this day or earlier; <see langword="null"/> for any.</summary>
    public DateOnly? PublishedUntil { get; init; }

    /// <summary>Whether there is a word or a facet, by which an index finds the books.</summary>
    public bool HasWords => Words.Count + AuthorWords.Count + Facets.Count > 0;

    /// <summary>Whether a date of publication is asked for. A book without one is not listed then.</summary>
    public bool HasDates => PublishedFrom is not null || PublishedUntil is not null;

    /// <summary>Whether a book was published when it is asked for.</summary>
    /// <param name="book">The book.</param>
    /// <returns><see langword="true"/> for every book when no date is asked for.</returns>
    public bool HasDate(Book book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return !HasDates || (book.PublishedOn is { FirstDay: var day } && !(day < PublishedFrom) && !(day > PublishedUntil));
    }
}
