using Bookstore.Storage;

namespace Bookstore;

/// <summary>Confirms a pending order whose payment is authorized, and owes its capture.</summary>
/// <remarks>
/// Where somebody else was faster, the order stays as they left it. An authorization that turns up after the order was rejected is not
/// dropped: its void is owed again, whatever the fence says, because the money is real.
/// </remarks>
internal sealed class ConfirmOrder(OrderRecord order, string transactionId, Moment now, DateTimeOffset settleAt) : Operation<OrderRecord>
{
    public override bool Begins => false;

    public override void Needs(RecordKeys keys) => keys.Orders.Add(order.Order.Id);

    protected override OrderRecord DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        var next = current.Order.Status == OrderStatus.Rejected ? VoidAgain(records, current) : Confirm(records, current);
        if (next is null)
        {
            return current;
        }

        next = next with { LeaseHolder = null, DueAt = settleAt, Attempts = 0, Order = next.Order with { PaymentTransactionId = transactionId, Attention = null } };
        records.Orders.Put(next.Order.Id, next);
        return next;
    }

    // A void that was answered before is another call than this one: under its key, a gateway would only replay the answer.
    private OrderRecord? VoidAgain(WorkingSet records, OrderRecord current) =>
        OrderChange.TryStage(records, current, OrderTrigger.AuthorizedTooLate, now) is { } next ? next with { PaymentRetries = next.PaymentRetries + 1 } : null;

    private OrderRecord? Confirm(WorkingSet records, OrderRecord current) =>
        current.Fence == order.Fence ? OrderChange.TryStage(records, current, OrderTrigger.Confirm, now) : null;
}
