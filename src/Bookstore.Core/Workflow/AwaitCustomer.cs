using Bookstore.Storage;

namespace Bookstore;

/// <summary>Leaves a pending order to its customer, who has to act at the bank. The deadline counts from the order's creation, however often the request is sent again.</summary>
/// <param name="order">The order as it was taken.</param>
/// <param name="now">The time of the gateway's answer.</param>
/// <param name="dueAt">When the gateway is asked next.</param>
/// <param name="deadline">Until when its customer may act.</param>
/// <param name="transactionId">The gateway's transaction id; empty when it has none yet.</param>
internal sealed class AwaitCustomer(OrderRecord order, Moment now, DateTimeOffset dueAt, DateTimeOffset deadline, string transactionId = "") : Operation<OrderRecord>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(order.Order.Id);

    protected override OrderRecord DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        if (current.Fence != order.Fence || current.Order.Status != OrderStatus.Pending)
        {
            return current;
        }

        var giveUpAt = current.Order.PaymentStatus != PaymentStatus.ActionRequired && deadline > current.GiveUpAt ? deadline : current.GiveUpAt;
        var waiting = OrderChange.TryStage(records, current, OrderTrigger.RequireAction, now) ?? current;
        var next = waiting with { LeaseHolder = null, DueAt = dueAt < giveUpAt ? dueAt : giveUpAt, GiveUpAt = giveUpAt, Attempts = 0 };

        // Part of the change that a client sees: a later question changes nothing.
        if (transactionId.Length > 0 && next.Version != current.Version)
        {
            next = next with { Order = next.Order with { PaymentTransactionId = transactionId } };
        }

        // The gateway has answered as it should: what it contradicted before needs no person any more.
        if (next.Order.Attention is not null)
        {
            next = next with { Order = next.Order with { Version = current.Version + 1, Attention = null } };
        }

        OrderChange.Put(records, current, next, EventTypes.OrderActionRequired, now.Shown);
        return next;
    }
}
