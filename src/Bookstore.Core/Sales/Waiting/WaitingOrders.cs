using Bookstore.Storage;

namespace Bookstore;

/// <summary>The first lines that wait for copies of a book, as they were read.</summary>
/// <param name="isbn">The book.</param>
/// <param name="lines">Their documents, in the order of the queue.</param>
internal sealed class WaitingOrders(Isbn isbn, IReadOnlyList<DocumentRecord> lines) : IWaitingOrders
{
    public int Weight => 2 * lines.Count;

    public void DeclareKeys(RecordKeys keys)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            keys.Documents.Add(lines[i].Id);
            keys.Orders.Add(lines[i].OwnerId!.Value);
        }
    }

    public int Allocate(WorkingSet records, DateTimeOffset now)
    {
        var allocated = 0;
        for (var i = 0; i < lines.Count && StockLedger.LevelOf(records, isbn) is { IsAllocationDue: true } level; i++)
        {
            if (records.Documents.Find(lines[i].Id) is not null)
            {
                Allocate(records, lines[i].OwnerId!.Value, level.Unallocated, now);
                allocated++;
            }
        }

        return allocated;
    }

    private void Allocate(WorkingSet records, Guid orderId, int unallocated, DateTimeOffset now)
    {
        var current = records.Orders.Find(orderId) ?? throw new InvalidOperationException($"A line of order {orderId} waits for copies, and the order is not there. Run VerifyAsync.");
        var order = current.Order;
        var after = new OrderLine[order.Lines.Count];
        var copies = 0;
        for (var i = 0; i < after.Length; i++)
        {
            after[i] = order.Lines[i];
            if (after[i].Isbn == isbn)
            {
                copies = Math.Min(unallocated, after[i].Waiting);
                after[i] = after[i] with { Waiting = after[i].Waiting - copies };
                WaitingLine.Put(records, order.Lines[i], after[i]);
            }
        }

        StockLedger.Allocate(records, isbn, copies);
        var next = current with { Order = order with { Lines = after, Version = order.Version + 1, UpdatedAt = now } };
        OrderChange.Put(records, current, next, EventTypes.OrderAllocated, now, new Consignment(null, [new LineCopies(isbn, copies)]));
    }
}
