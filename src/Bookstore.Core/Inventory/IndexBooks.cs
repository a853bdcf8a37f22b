using Bookstore.Storage;

namespace Bookstore;

/// <summary>Writes the search words of a few books again, by the rules of this program: of the first of them, as far as <see cref="MaxRecords"/> allows.</summary>
/// <remarks>How many words a book has is known only once it is loaded. The result is how many of the books are done; the others are left as they are.</remarks>
internal sealed class IndexBooks(IReadOnlyList<Isbn> books) : Operation<int>
{
    /// <summary>The most books.</summary>
    public const int MaxBooks = 16;

    /// <summary>The most books and search words that are written, unless the first book alone has more.</summary>
    public const int MaxRecords = 256;

    // What sells comes first: under load it is refused, and tried again later.
    public override bool CanBeShed => true;

    public override bool IsBulk => true;

    public override Isbn? StockPartition => books[0];

    public override int Weight => MaxRecords;

    public override void DeclareKeys(RecordKeys keys)
    {
        for (var i = 0; i < books.Count; i++)
        {
            keys.Books.Add(books[i]);
            keys.BooksToWrite.Add(books[i]);
        }
    }

    protected override int DecideOn(WorkingSet records)
    {
        var written = 0;
        for (var i = 0; i < books.Count; i++)
        {
            if (records.Books.Find(books[i]) is not { } book)
            {
                continue;
            }

            var words = SearchWords.Of(book);
            var weight = 1 + words.Count;
            if (written > 0 && written + weight > MaxRecords)
            {
                return i;
            }

            written += weight;
            records.IndexBook(books[i], words);
        }

        return books.Count;
    }
}
