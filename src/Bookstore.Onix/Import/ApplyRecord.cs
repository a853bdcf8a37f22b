using Bookstore.Storage;

namespace Bookstore.Onix.Import;

/// <summary>Applies one record of a message to its book, unless the catalogue has something newer.</summary>
/// <param name="change">The record.</param>
/// <param name="now">The time to show.</param>
internal sealed class ApplyRecord(RecordChange change, DateTimeOffset now) : Operation<RecordResult>
{
    private readonly DocumentId _id = SourceStamp.IdOf(change.Isbn);

    public RecordChange Change => change;

    public override bool CanBeShed => true;

    public override bool IsBulk => true;

    public override int Weight => change.Weight;

    public override Isbn? StockPartition => change.Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(_id);
        keys.Books.Add(change.Isbn);
        keys.BooksToWrite.Add(change.Isbn);
        keys.Stock.Add(change.Isbn);
    }

    protected override RecordResult DecideOn(WorkingSet records)
    {
        var stored = records.Documents.Find(_id);
        var known = records.Books.Find(change.Isbn);
        var result = change.Decide(known, stored is null ? null : SourceStamp.Documents.Read(stored));
        if (result.Outcome is ImportOutcome.Refused or ImportOutcome.Older || result.IsRepeated)
        {
            return result;
        }

        if (result.Book is { } book)
        {
            records.Books.Put(book.Isbn, book);
            records.KeepWords(book, SearchWords.Of(book));
            BookEvents.AppendSaved(records, known, book, now);
            DateChange.NoteIfMoved(records, known, book);
        }

        records.Documents.Put(_id, SourceStamp.Documents.Write(_id.Id, change.Stamp with { Outcome = result.Outcome, SellableFrom = result.SellableFrom }, stored));
        return result;
    }
}
