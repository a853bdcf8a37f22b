using Bookstore.Storage;

namespace Bookstore;

/// <summary>Makes the calls of an order due now whose last answer was lost: its gateway has told that something happened to the payment.</summary>
/// <remarks>A call that is in progress is left alone, and so is one that was not made yet, or waits for its time.</remarks>
/// <param name="order">The order as it was read.</param>
/// <param name="now">The store's time.</param>
internal sealed class HastenPayment(OrderRecord order, DateTimeOffset now) : Operation<bool>
{
    public override bool CanBeShed => false;

    public override int Weight => OrderChange.RecordsOf(order);

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Orders.Add(order.Order.Id);
        keys.DocumentsOf.Add(order.Order.Id);
    }

    protected override bool DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        var isHastened = false;
        if (current is { PendingAction: not null, LeaseHolder: null, Attempts: > 0 } && current.DueAt > now)
        {
            records.Orders.Put(current.Order.Id, current with { DueAt = now });
            isHastened = true;
        }

        foreach (var document in records.DocumentsOf(current.Order.Id, RefundDocuments.Kind.Name))
        {
            if (document.DueAt > now && RefundDocuments.TryRead(document) is { LeaseHolder: null, Attempts: > 0, Refund.Status: RefundStatus.Pending } refund)
            {
                records.Documents.Put(document.Id, RefundDocuments.Write(refund with { DueAt = now }));
                isHastened = true;
            }
        }

        return isHastened;
    }
}
