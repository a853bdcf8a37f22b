using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records what became of a debt to the gateway.</summary>
/// <param name="order">The order with the debt, as it was taken.</param>
/// <param name="orderEvent">What the gateway answered.</param>
/// <param name="now">The time of the answer.</param>
/// <param name="askAgainAt">For a void at a gateway where an authorization can still arrive: when to void again.</param>
internal sealed class RecordSettlement(OrderRecord order, OrderEvent orderEvent, DateTimeOffset now, DateTimeOffset? askAgainAt) : Operation<OrderRecord>
{
    public override bool Begins => false;

    public override void Needs(RecordKeys keys) => keys.Orders.Add(order.Order.Id);

    protected override OrderRecord DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        if (current.Fence != order.Fence || OrderChange.TryStage(records, current, orderEvent, now) is not { } next)
        {
            return current;
        }

        next = askAgainAt is null
            ? next with { DueAt = next.Owed is null ? null : now, Attempts = 0 }
            : next with { Owed = OwedPayment.Void, DueAt = askAgainAt, Attempts = 0 };
        records.Orders.Put(next.Order.Id, next);
        return next;
    }
}
