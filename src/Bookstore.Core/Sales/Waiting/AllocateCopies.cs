using Bookstore.Storage;

namespace Bookstore;

/// <summary>Allocates copies on hand to orders that wait for them, and removes what wrote it down when all are allocated.</summary>
/// <param name="isbn">The book.</param>
/// <param name="due">The document that wrote it down.</param>
/// <param name="waiting">The first orders of the queue.</param>
/// <param name="now">When.</param>
internal sealed class AllocateCopies(Isbn isbn, DocumentRecord due, IWaitingOrders waiting, DateTimeOffset now) : Operation<AllocateCopiesResult>
{
    public override bool CanBeShed => false;

    public override int Weight => 2 + waiting.Weight;

    public override Isbn? StockPartition => isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Documents.Add(due.Id);
        keys.Stock.Add(isbn);
        waiting.DeclareKeys(keys);
    }

    protected override AllocateCopiesResult DecideOn(WorkingSet records)
    {
        if (records.Documents.Find(due.Id) is null)
        {
            return new AllocateCopiesResult(0, IsDone: true);
        }

        var orders = waiting.Allocate(records, now);
        var isDone = !StockLedger.LevelOf(records, isbn).IsAllocationDue;
        if (isDone)
        {
            records.Documents.Remove(due.Id);
        }

        return new AllocateCopiesResult(orders, isDone);
    }
}

/// <summary>What an allocation did.</summary>
/// <param name="Orders">To how many orders copies were allocated.</param>
/// <param name="IsDone">Whether nothing is left to allocate.</param>
internal readonly record struct AllocateCopiesResult(int Orders, bool IsDone);
