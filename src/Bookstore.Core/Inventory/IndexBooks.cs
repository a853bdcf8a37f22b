using Bookstore.Storage;

namespace Bookstore;

/// <summary>Writes the search words of a few books again, by the rules of this program.</summary>
internal sealed class IndexBooks(IReadOnlyList<Isbn> books) : Operation<int>
{
    // The words are known only once the books are loaded.
    private const int UsualWords = 12;

    // What sells comes first: under load it is refused, and tried again later.
    public override bool CanBeShed => true;

    public override bool IsBulk => true;

    public override Isbn? StockPartition => books[0];

    public override int Weight => books.Count * UsualWords;

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
        for (var i = 0; i < books.Count; i++)
        {
            records.IndexBook(books[i]);
        }

        return books.Count;
    }
}
