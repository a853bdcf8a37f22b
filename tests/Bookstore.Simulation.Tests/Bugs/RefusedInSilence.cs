using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>A call that is refused for good ends, and nobody is told.</summary>
internal sealed class RefusedInSilence : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            if (entry.Current is { PendingAction: null, Order.Attention: not null } refused)
            {
                Overwrite(refused, nameof(OrderRecord.Order), refused.Order with { Attention = null });
            }
        }
    }
}
