using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>What has to hold of orders that wait for copies, and of books under embargo, at every commit.</summary>
internal sealed class Queue(Simulation simulation)
{
    /// <summary>Looks at what has just become durable.</summary>
    public void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            // What ends without a sale waits no more, and has got nothing.
            if (entry is { Loaded.Order: { } before, Current.Order: { Status: OrderStatus.Pending or OrderStatus.Created } after })
            {
                CheckAllocation(before, after);
                CheckEmbargo(records, before, after);
            }
        }
    }

    // First come, first served: whoever came before has all copies.
    private void CheckAllocation(Order before, Order after)
    {
        for (var i = 0; i < after.Lines.Count; i++)
        {
            var (old, line) = (before.Lines[i], after.Lines[i]);
            var allocated = old.Waiting - line.Waiting - (line.Cancelled - old.Cancelled);
            if (allocated > 0 && simulation.Records.Orders().FirstOrDefault(other => other.Lines.Any(waiting => waiting.Isbn == line.Isbn && waiting.Waiting > 0 && waiting.WaitingNumber < line.WaitingNumber)) is { } first)
            {
                simulation.Violate($"order {after.Id} has got {allocated} copies, for which order {first.Id} has waited longer");
            }
        }
    }

    // The book as the decision saw it: another host may have moved the date since.
    private void CheckEmbargo(WorkingSet records, Order before, Order after)
    {
        for (var i = 0; i < after.Lines.Count; i++)
        {
            var isbn = after.Lines[i].Isbn;
            if (after.Lines[i].Dispatched > before.Lines[i].Dispatched && records.Books.IsKnown(isbn) && records.Books.Find(isbn)?.EmbargoUntil > simulation.Clock.Now)
            {
                simulation.Violate($"{isbn} has left the house before the end of its embargo");
            }
        }
    }
}
