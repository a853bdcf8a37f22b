using Bookstore.Storage;

namespace Bookstore;

/// <summary>Appends the event that names some of the orders which wait for a book whose date has moved, and notes how far it is. Two hosts that do the same append it once.</summary>
/// <param name="document">The date change as it was read.</param>
/// <param name="change">Its body.</param>
/// <param name="orders">The next orders.</param>
/// <param name="next">The body from which it continues; <see langword="null"/> when they are the last ones.</param>
/// <param name="now">When.</param>
internal sealed class TellDateChange(DocumentRecord document, DateChange change, IReadOnlyList<Guid> orders, DateChange? next, DateTimeOffset now) : Operation<bool>
{
    private readonly Isbn _isbn = Isbn.FromStored(change.Isbn);

    public override bool CanBeShed => false;

    public override Isbn? StockPartition => _isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(document.Id);
        keys.Stock.Add(_isbn);
    }

    protected override bool DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(document.Id) is not { } current || !string.Equals(current.Body, document.Body, StringComparison.Ordinal))
        {
            return false;
        }

        if (orders.Count > 0)
        {
            BookEvents.AppendDateChanged(records, _isbn, change, orders, now);
        }

        if (next is null)
        {
            records.Documents.Remove(document.Id);
        }
        else
        {
            records.Documents.Put(document.Id, DateChange.Documents.Write(document.Id.Id, next, current));
        }

        return orders.Count > 0;
    }
}
