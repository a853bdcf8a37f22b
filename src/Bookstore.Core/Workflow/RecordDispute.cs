using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records a dispute that a gateway reported. One that is on record already, as it is, changes nothing.</summary>
/// <param name="order">The order as it was read.</param>
/// <param name="told">The dispute.</param>
/// <param name="now">When it was told.</param>
internal sealed class RecordDispute(OrderRecord order, GatewayDispute told, Moment now) : Operation<OrderUpdate>
{
    public override bool CanBeShed => false;

    public override int Weight => OrderChange.RecordsOf(order);

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Orders.Add(order.Order.Id);
        keys.DocumentsOf.Add(order.Order.Id);
    }

    /// <summary>The dispute as it can be kept.</summary>
    public static OrderDispute DisputeOf(Order order, GatewayDispute told, DateTimeOffset now)
    {
        var id = GuardedGateway.TransactionIdOf(told.Id);
        var amount = told.Amount is { } disputed && string.Equals(disputed.Currency, order.Total.Currency, StringComparison.Ordinal) ? disputed : order.Captured;
        var reason = GuardedGateway.CodeOf(told.Reason);
        var since = order.Dispute is { } known && string.Equals(known.Id, id, StringComparison.Ordinal) ? known.Since : now;
        return new OrderDispute(id, Enum.IsDefined(told.Status) ? told.Status : DisputeStatus.Open, amount, reason.Length == 0 ? null : reason, since);
    }

    protected override OrderUpdate DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        var dispute = DisputeOf(current.Order, told, now.Shown);
        if (dispute == current.Order.Dispute || OrderChange.TryStage(records, current, OrderTrigger.Disputed, now) is not { } next)
        {
            return new OrderUpdate(current, IsChanged: false);
        }

        next = next with { Order = next.Order with { Dispute = dispute, Attention = AttentionOf(records, current.Order, dispute) } };
        OrderChange.Put(records, current, next, OrderTrigger.Disputed, now.Shown);
        return new OrderUpdate(next, IsChanged: true);
    }

    // What a refund needs of a person stays with the refund, and is the order's again once the dispute is dealt with. What is disputed was taken, so its authorization does not end any more.
    private static OrderAttention? AttentionOf(WorkingSet records, Order order, OrderDispute dispute)
    {
        var refunds = RefundDocuments.Of(records, order.Id);
        var isOther = order.Attention is { Reason: not (AttentionReason.Disputed or AttentionReason.AuthorizationExpiring) } && !refunds.Exists(static refund => refund.Refund.Attention is not null);
        return isOther ? order.Attention
            : dispute.Status == DisputeStatus.Won ? RefundRules.AttentionOfRefunds(order, refunds)
            : new OrderAttention(AttentionReason.Disputed, dispute.Reason, dispute.Since);
    }
}
