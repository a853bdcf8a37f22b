using System.Collections.Immutable;

namespace Bookstore.Storage;

internal sealed partial record MemoryState
{
    public BookListing? FindBook(Isbn isbn) => Books.TryGetValue(isbn, out var book) ? Listing(book) : null;

    public KeysetPage<BookListing, Isbn> ListBooks(BookFilter filter, Isbn? after, int limit) => filter.Words.Count + filter.AuthorWords.Count == 0
        ? KeysetPage.Of(ListAllBooks(after, limit), limit, static listing => listing.Book.Isbn)
        : SearchBooks(filter, after, limit);

    public SearchIndexState ReadSearchIndex(int version) => new(
        SearchIndex.Values.LongCount(index => index.Version < version),
        SearchIndex.Values.Select(static index => index.Version).DefaultIfEmpty().Max());

    public IReadOnlyList<Isbn> ListOutdatedBooks(int version, int limit)
    {
        var oldest = SearchIndex.Values.Select(static index => index.Version).DefaultIfEmpty(version).Min();
        return oldest >= version ? [] : [.. BooksByIsbn.Where(isbn => SearchIndex[isbn].Version == oldest).Take(limit)];
    }

    public MovementPage ListMovements(Isbn isbn, long? after, int limit)
    {
        var first = MovementsByBook.SeekFrom((isbn, long.MinValue));
        var last = after is { } position
            ? MovementsByBook.IndexOf((isbn, position)) - 1
            : MovementsByBook.SeekAfter((isbn, long.MaxValue)) - 1;
        var items = new List<StockMovement>();
        for (; last >= first && items.Count < limit; last--)
        {
            items.Add(Movements[(int)MovementsByBook[last].Position]);
        }

        return new MovementPage(items, items.Count > 0 && last >= first ? MovementsByBook[last + 1].Position : null);
    }

    private List<BookListing> ListAllBooks(Isbn? after, int limit)
    {
        var found = new List<BookListing>();
        for (var i = after is { } isbn ? BooksByIsbn.SeekAfter(isbn) : 0; i < BooksByIsbn.Count && found.Count < limit; i++)
        {
            found.Add(Listing(Books[BooksByIsbn[i]]));
        }

        return found;
    }

    private KeysetPage<BookListing, Isbn> SearchBooks(BookFilter filter, Isbn? after, int limit)
    {
        var (index, word) = RarestWord(filter);
        var found = new List<BookListing>();
        var first = index.SeekAfter((word, after ?? default));
        for (var i = first; i < index.Count && index[i].Word == word; i++)
        {
            var isbn = index[i].Isbn;
            if (HasAll(Words, filter.Words, isbn) && HasAll(AuthorWords, filter.AuthorWords, isbn))
            {
                found.Add(Listing(Books[isbn]));
            }

            if (found.Count == limit || i - first + 1 == KeysetPage.MaxLookedAt(limit))
            {
                return new KeysetPage<BookListing, Isbn>(found, isbn);
            }
        }

        return new KeysetPage<BookListing, Isbn>(found, null);
    }

    private (ImmutableSortedSet<(string Word, Isbn Isbn)> Index, string Word) RarestWord(BookFilter filter)
    {
        var rarest = (Index: Words, Word: string.Empty);
        var fewest = int.MaxValue;
        foreach (var (index, words) in ((ImmutableSortedSet<(string, Isbn)>, IReadOnlyList<string>)[])[(Words, filter.Words), (AuthorWords, filter.AuthorWords)])
        {
            foreach (var word in words)
            {
                // No word has a NUL in it: the next text after a word is the word with one.
                var count = index.SeekFrom((word + '\0', default)) - index.SeekFrom((word, default));
                if (count < fewest)
                {
                    rarest = (index, word);
                    fewest = count;
                }
            }
        }

        return rarest;
    }

    private static bool HasAll(ImmutableSortedSet<(string Word, Isbn Isbn)> index, IReadOnlyList<string> words, Isbn isbn)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (!index.Contains((words[i], isbn)))
            {
                return false;
            }
        }

        return true;
    }

    private BookListing Listing(Book book) => new(book, Stock.GetValueOrDefault(book.Isbn) ?? StockLevel.Empty(book.Isbn));
}
