using Bookstore.Storage;

namespace Bookstore;

/// <summary>Adds a book to the catalogue, or replaces its data.</summary>
/// <param name="book">The book.</param>
/// <param name="now">The time to show.</param>
/// <param name="expected">The version that it must have.</param>
/// <param name="canBeAdded">Whether the catalogue takes a book of its number. One that it has already can be changed all the same.</param>
/// <param name="isOfImport">Whether it is a book of a stream: terms of sale that it does not have stay as they are, and so does a limit that cannot be lowered as far.</param>
/// <remarks>A book is written with a row for each of its search words, so imports are bulk work, and a book weighs as much as its words.</remarks>
internal sealed class SaveBook(Book book, DateTimeOffset now, ExpectedVersion? expected = null, bool canBeAdded = true, bool isOfImport = false) : Operation<SaveBookResult>
{
    private readonly BookWords _words = SearchWords.Of(book);

    public Book Book => book;

    public override bool CanBeShed => true;

    public override bool IsBulk => true;

    public override int Weight => 1 + _words.Count;

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
        if (known is null && !canBeAdded)
        {
            return new SaveBookResult { Outcome = SaveBookOutcome.ArticleNotAllowed, Listing = null };
        }

        var stock = StockLedger.LevelOf(records, book.Isbn);
        if (expected is not null)
        {
            var current = known is null ? null : new BookListing(known, stock);
            if (!expected.IsMet(current?.Version))
            {
                return new SaveBookResult { Outcome = SaveBookOutcome.PreconditionFailed, Listing = current };
            }
        }

        var saved = (isOfImport ? book.KeepTerms(known) : book).KeepUnknown(known);
        if (!StockLedger.TryLimit(records, book.Isbn, saved.BackorderLimit))
        {
            if (!isOfImport)
            {
                return new SaveBookResult { Outcome = SaveBookOutcome.BackorderLimitInUse, Listing = new BookListing(known!, stock) };
            }

            saved = saved with { BackorderLimit = known!.BackorderLimit };
        }

        if (saved.Equals(known))
        {
            saved = known;
        }
        else
        {
            records.Books.Put(saved.Isbn, saved);
            records.KeepWords(saved, _words);
            BookEvents.AppendSaved(records, known, saved, now);
            DateChange.NoteIfMoved(records, known, saved);
        }

        return new SaveBookResult
        {
            Outcome = known is null ? SaveBookOutcome.Added : SaveBookOutcome.Replaced,
            Listing = new BookListing(saved, StockLedger.LevelOf(records, book.Isbn)),
        };
    }
}
