using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>An order that is given up owes no void, although an authorization may exist or arrive.</summary>
internal sealed class NoVoidOwedOnReject : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            if (entry is { Loaded.Order.Status: OrderStatus.Pending, Current: { Order.Status: OrderStatus.Rejected } rejected })
            {
                Overwrite(rejected, nameof(OrderRecord.PendingAction), null);
                Overwrite(rejected, nameof(OrderRecord.DueAt), null);
            }
        }
    }
}
