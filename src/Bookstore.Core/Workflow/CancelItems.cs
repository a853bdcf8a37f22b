using Bookstore.Storage;

namespace Bookstore;

/// <summary>Cancels copies of an order that are in no delivery: their stock is released and what they are worth is refunded. With the last copies, the order is cancelled as a whole.</summary>
/// <param name="order">The order as it was read; its lines never change.</param>
/// <param name="copies">The copies, by ascending ISBN.</param>
/// <param name="expected">The version that the order must have.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="now">The time of the cancellation.</param>
/// <param name="settleAt">When a void is due, in the store's time.</param>
/// <param name="refundId">The id of the refund.</param>
/// <param name="reason">The reason of the refund; <see langword="null"/> for that of cancelled items.</param>
internal sealed class CancelItems(
    OrderRecord order, IReadOnlyList<LineCopies> copies, ExpectedVersion? expected, KeyClaim? claim, Moment now, DateTimeOffset settleAt, Guid refundId, string? reason)
    : Operation<CancelOrderDecision>
{
    public override bool CanBeShed => true;

    public override int Weight => OrderChange.WeightOf(order);

    public override Isbn? StockPartition => order.Order.Lines[0].Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        OrderChange.Needs(keys, order);
        keys.DocumentsOf.Add(order.Order.Id);
    }

    public override void Touches(RecordKeys keys)
    {
        DeclareKeys(keys);
        keys.Documents.Add(RefundDocuments.Kind.IdOf(refundId));
    }

    protected override CancelOrderDecision DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        if (claim?.Find(records) is { } claimed)
        {
            return CancelOrderDecision.Replay(claim, claimed, current);
        }

        if (expected?.IsMet(current.Version) == false)
        {
            return Decide(CancelOrderOutcome.PreconditionFailed, current);
        }

        var decision = FindRefusal(records, current) ?? Stage(records, current);
        if (decision.IsChanged)
        {
            claim?.Stage(records, order.Order.Id, FirstCancellation.Of(decision.Order.Order));
        }

        return decision;
    }

    private static CancelOrderDecision Decide(CancelOrderOutcome outcome, OrderRecord current) => new(outcome, current, Replayed: false);

    private CancelOrderDecision? FindRefusal(WorkingSet records, OrderRecord current)
    {
        if (current.Order.Status is not (OrderStatus.Created or OrderStatus.Pending))
        {
            return Decide(CancelOrderOutcome.NotCancellable, current);
        }

        var left = OrderDeliveries.Left(records, current.Order);
        CancelOrderDecision? refusal = null;
        foreach (var asked in copies)
        {
            var index = IndexOf(current.Order, asked.Isbn);
            if (index < 0 || asked.Quantity > current.Order.Lines[index].Quantity)
            {
                return Decide(CancelOrderOutcome.NotOrdered, current) with { Isbn = asked.Isbn };
            }

            if (asked.Quantity > OrderGoods.Held(current.Order.Lines[index]))
            {
                refusal ??= Decide(CancelOrderOutcome.NotLeft, current) with { Isbn = asked.Isbn };
            }
            else if (asked.Quantity > left[index])
            {
                refusal ??= Decide(CancelOrderOutcome.InDelivery, current) with { Isbn = asked.Isbn, DeliveryId = OrderDeliveries.FindScheduled(records, current.Order, asked.Isbn) };
            }
        }

        return refusal;
    }

    private CancelOrderDecision Stage(WorkingSet records, OrderRecord current)
    {
        if (OrderGoods.After(current.Order.Lines, StockEffect.Release, copies) is { } after && OrderGoods.Of(after) == Goods.Gone)
        {
            return CancelOrder.TryStage(records, current, now, settleAt, refundId, reason);
        }

        if (RefundDocuments.Of(records, current.Order.Id).Count >= Order.MaxRefunds)
        {
            return Decide(CancelOrderOutcome.TooManyRefunds, current);
        }

        var consignment = new Consignment(null, copies);
        if (IsAllThatIsCharged(current) || OrderChange.TryStage(records, current, OrderTrigger.CancelItems, now, consignment) is not { } next)
        {
            return Decide(current.Order.Status == OrderStatus.Pending ? CancelOrderOutcome.NotCancellable : CancelOrderOutcome.PaymentNotCaptured, current);
        }

        next = IsHeld(current) ? HeldPayment.WithoutCancelled(current.Order.Lines, next)! : next;
        OrderChange.Put(records, current, next, OrderTrigger.CancelItems, now.Shown, consignment);
        next = RefundStaging.InsertFor(records, current, next, OrderTrigger.CancelItems, consignment, refundId, reason ?? Refund.ItemsCancelled, now);
        return Decide(CancelOrderOutcome.Cancelled, next) with { IsChanged = true };
    }

    private static bool IsHeld(OrderRecord current) => current is { Order.PaymentStatus: PaymentStatus.Authorized, PendingAction: null };

    // What is left of the order costs nothing: there would be nothing to capture. The whole order can be cancelled.
    private bool IsAllThatIsCharged(OrderRecord current) => IsHeld(current)
        && OrderGoods.After(current.Order.Lines, StockEffect.Release, copies) is { } after
        && HeldPayment.WithoutCancelled(current.Order.Lines, current with { Order = current.Order with { Lines = after } }) is null;

    private static int IndexOf(Order order, Isbn isbn)
    {
        var index = order.Lines.Count - 1;
        while (index >= 0 && order.Lines[index].Isbn != isbn)
        {
            index--;
        }

        return index;
    }
}
