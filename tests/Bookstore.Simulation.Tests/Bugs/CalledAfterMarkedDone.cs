using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>A refund that a person has made another way is still owed to the gateway.</summary>
internal sealed class CalledAfterMarkedDone : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            if (entry is { Loaded: { } before, Current: { Order: { PaymentStatus: PaymentStatus.Refunded, Resolution.Kind: PaymentResolutionKind.MarkedDone } } after }
                && before.Order.Resolution != after.Order.Resolution)
            {
                Overwrite(after, nameof(OrderRecord.PendingAction), PaymentAction.Refund);
                Overwrite(after, nameof(OrderRecord.DueAt), after.Order.UpdatedAt);
                Overwrite(after, nameof(OrderRecord.PaymentRetries), after.PaymentRetries + 1);
            }
        }
    }
}
