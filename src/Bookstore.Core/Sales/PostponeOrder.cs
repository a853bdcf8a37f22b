using Bookstore.Storage;

namespace Bookstore;

/// <summary>Postpones a pending order, or a payment action: no host works on it until it is due again.</summary>
/// <param name="order">The order as it was taken.</param>
/// <param name="dueAt">When it is due again.</param>
/// <param name="now">The time to show.</param>
/// <param name="isContradiction">Whether the gateway contradicted the record.</param>
/// <param name="countsAttempt">Whether it makes the next pause longer.</param>
internal sealed class PostponeOrder(OrderRecord order, DateTimeOffset dueAt, DateTimeOffset now = default, bool isContradiction = false, bool countsAttempt = true) : Operation<OrderRecord>
{
    public override bool CanBeShed => false;

    public override int Weight => OrderChange.RecordsOf(order);

    public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(order.Order.Id);

    protected override OrderRecord DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        if (current.Fence != order.Fence || current.DueAt is null)
        {
            return current;
        }

        var next = current with { LeaseHolder = null, DueAt = dueAt, Attempts = countsAttempt ? current.Attempts + 1 : current.Attempts };
        next = PaymentAttention.AfterUnknown(next, isContradiction, now);
        OrderChange.Put(records, current, next, EventTypes.OrderActionRequired, now);
        return next;
    }
}
