using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Reads the catalogue.</summary>
/// <remarks>What holds for all reads of a store: see <see cref="IBookstoreStore"/>.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IBookReads
{
    /// <summary>Finds a book with its stock.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The book, or <see langword="null"/>.</returns>
    ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken);

    /// <summary>Lists books by ascending ISBN.</summary>
    /// <remarks>It MUST look at no more than <see cref="KeysetPage.MaxLookedAt"/> records and then return what it has found, with the position to continue from.</remarks>
    /// <param name="filter">Which books.</param>
    /// <param name="after">Books after this one; <see langword="null"/> from the start. Any ISBN is a position, also one that is not in the list.</param>
    /// <param name="limit">The most books to return.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The books and the position to continue from.</returns>
    ValueTask<KeysetPage<BookListing, Isbn>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken);

    /// <summary>Says how far the words by which books are found are those of this program.</summary>
    /// <param name="version">The program's <see cref="SearchWords.Version"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>How many books have words of an older version, and the newest version of any book.</returns>
    ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken);

    /// <summary>Lists books whose words are of an older version, by the version of their words and then by ascending ISBN.</summary>
    /// <param name="version">The program's <see cref="SearchWords.Version"/>.</param>
    /// <param name="after">The position to continue from; <see langword="null"/> for the beginning.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The books; none when no outdated book follows.</returns>
    ValueTask<IReadOnlyList<OutdatedBook>> ListOutdatedBooksAsync(int version, OutdatedBook? after, int limit, CancellationToken cancellationToken);
}
