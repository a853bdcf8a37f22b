using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>Each host that takes a pending order gives it a new deadline, so that resends hold its copies without end.</summary>
internal sealed class DeadlineMovesWithEachTaking : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            if (entry is { Loaded.Order.Status: OrderStatus.Pending, Current: { Order.Status: OrderStatus.Pending, LeaseHolder: not null, DueAt: { } until } taken })
            {
                Overwrite(taken, nameof(OrderRecord.GiveUpAt), until + TimeSpan.FromSeconds(10));
            }
        }
    }
}
