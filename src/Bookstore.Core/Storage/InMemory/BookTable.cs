using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The catalogue, and the words by which its books are found.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class BookTable : MemoryTable<Isbn, Book>
{
    private readonly SortedKeys<Isbn> _all;

    public BookTable() => _all = Sort(static book => book.Isbn);

    public WordTable Words { get; } = new();

    public void Write(WorkingSet records)
    {
        Write(records.Books);
        var touched = records.Books.Touched;
        for (var i = 0; i < touched.Count; i++)
        {
            if (records.MustIndex(touched[i]))
            {
                var book = touched[i].Current!;
                Words.Set(book.Isbn, new IndexedBook(book.Isbn, SearchWords.Version, records.WordsOf(book)));
            }
        }
    }

    public KeysetPage<Book, Isbn> List(BookFilter filter, Isbn? after, int limit)
    {
        var isbns = filter.HasWords ? Words.Rarest(filter) : _all;
        return Page(after is { } isbn ? isbns.After(isbn) : isbns.Ascending(), limit, book => Words.HasAll(filter, book.Isbn) && filter.HasDate(book));
    }
}
