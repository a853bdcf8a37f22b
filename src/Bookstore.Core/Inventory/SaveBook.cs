using Bookstore.Storage;

namespace Bookstore;

/// <summary>Adds a book to the catalogue, or replaces its data.</summary>
/// <remarks>A book is written with a row for each of its search words, so imports are bulk work, and a book weighs as much as its words.</remarks>
internal sealed class SaveBook(Book book) : Operation<SaveBookResult>
{
    private readonly BookWords _words = SearchWords.Of(book);

    public Book Book => book;

    public override bool CanBeShed => true;

    public override bool IsBulk => true;

    public override int Weight => 1 + _words.All.Count;

    public override Isbn? StockPartition => book.Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Books.Add(book.Isbn);
        keys.BooksToWrite.Add(book.Isbn);
        keys.Stock.Add(book.Isbn);
    }

    protected override SaveBookResult DecideOn(WorkingSet records)
    {
        var known = records.Books.Find(book.Isbn);
        if (!book.Equals(known))
        {
            records.Books.Put(book.Isbn, book);
            records.KeepWords(book, _words);
        }

        return new SaveBookResult
        {
            Outcome = known is null ? SaveBookOutcome.Added : SaveBookOutcome.Replaced,
            Listing = new BookListing(book, StockLedger.LevelOf(records, book.Isbn)),
        };
    }
}
