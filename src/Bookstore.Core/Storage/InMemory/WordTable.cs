using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The words of each book, and the books of each word.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class WordTable : MemoryTable<Isbn, IndexedBook>
{
    private readonly Dictionary<string, SortedKeys<Isbn>> _books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedKeys<Isbn>> _booksOfAuthors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedKeys<Isbn>> _booksOfFacets = new(StringComparer.Ordinal);
    private readonly GroupedIndex<IndexedBook, int, Isbn> _byVersion;

    public WordTable()
    {
        _byVersion = Group(static book => book.Version, static book => book.Isbn);
        Follow(new WordIndex(_books, static words => words.All));
        Follow(new WordIndex(_booksOfAuthors, static words => words.OfAuthor));
        Follow(new WordIndex(_booksOfFacets, static words => words.Facets));
    }

    public SearchIndexState State(int version) => new(
        _byVersion.Groups.Where(group => group.Key < version).Sum(static group => group.Value.Count),
        _byVersion.Groups.Keys.DefaultIfEmpty().Max());

    public IReadOnlyList<OutdatedBook> ListOutdated(int version, OutdatedBook? after, int limit)
    {
        var found = new List<OutdatedBook>();
        foreach (var older in _byVersion.Groups.Keys.Where(key => key < version && !(key < after?.Version)).Order())
        {
            foreach (var isbn in older == after?.Version ? _byVersion[older].After(after.Value.Isbn) : _byVersion[older].Ascending())
            {
                if (found.Count == limit)
                {
                    return found;
                }

                found.Add(new OutdatedBook(older, isbn));
            }
        }

        return found;
    }

    /// <summary>The books of the word or facet that fewest books have, of those that a filter asks for.</summary>
    public SortedKeys<Isbn> Rarest(BookFilter filter) => filter.Words.Select(word => BooksOf(_books, word))
        .Concat(filter.AuthorWords.Select(word => BooksOf(_booksOfAuthors, word)))
        .Concat(filter.Facets.Select(facet => BooksOf(_booksOfFacets, facet)))
        .MinBy(static books => books.Count)!;

    public bool HasAll(BookFilter filter, Isbn isbn) =>
        filter.Words.All(word => BooksOf(_books, word).Contains(isbn)) && filter.AuthorWords.All(word => BooksOf(_booksOfAuthors, word).Contains(isbn))
        && filter.Facets.All(facet => BooksOf(_booksOfFacets, facet).Contains(isbn));

    private static SortedKeys<Isbn> BooksOf(Dictionary<string, SortedKeys<Isbn>> books, string word) => books.GetValueOrDefault(word) ?? SortedKeys<Isbn>.Empty;

    private sealed class WordIndex(Dictionary<string, SortedKeys<Isbn>> books, Func<BookWords, IReadOnlyList<string>> words) : IMemoryIndex<IndexedBook>
    {
        public void Move(IndexedBook? before, IndexedBook? after)
        {
            foreach (var word in before is null ? [] : words(before.Words))
            {
                books.Remove(word, before!.Isbn);
            }

            foreach (var word in after is null ? [] : words(after.Words))
            {
                books.Add(word, after!.Isbn);
            }
        }
    }
}
