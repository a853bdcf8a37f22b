using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>Taking an order does not raise its fence, so nobody is ever overtaken.</summary>
internal sealed class NoFence : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            if (entry.Current is { } order)
            {
                Overwrite(order, nameof(OrderRecord.Fence), 1);
            }
        }
    }
}
