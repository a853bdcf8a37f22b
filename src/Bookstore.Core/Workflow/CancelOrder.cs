using Bookstore.Storage;

namespace Bookstore;

/// <summary>Cancels an order of which nothing was dispatched: its stock is released, its scheduled deliveries cancelled, its void or refund recorded. A pending one is given up.</summary>
/// <param name="order">The order as it was read; its lines never change.</param>
/// <param name="expected">The version that the order must have.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="now">The time of the cancellation.</param>
/// <param name="settleAt">When the void is due, in the store's time.</param>
/// <param name="refundId">The id of the refund of captured money.</param>
/// <param name="reason">The reason of the refund; <see langword="null"/> for that of a cancelled order.</param>
internal sealed class CancelOrder(OrderRecord order, ExpectedVersion? expected, KeyClaim? claim, Moment now, DateTimeOffset settleAt, Guid refundId, string? reason = null) : Operation<CancelOrderDecision>
{
    /// <summary>The failure code of a pending order that was given up because it was cancelled.</summary>
    public const string FailureCode = "cancelled";

    public override bool CanBeShed => true;

    public override int Weight => OrderChange.WeightOf(order);

    public override Isbn? StockPartition => order.Order.Lines[0].Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        OrderChange.Needs(keys, order);
    }

    public override void Touches(RecordKeys keys)
    {
        DeclareKeys(keys);
        keys.Documents.Add(RefundDocuments.Kind.IdOf(refundId));
    }

    protected override CancelOrderDecision DecideOn(WorkingSet records)
    {
        var current = records.Orders.Find(order.Order.Id) ?? throw new InvalidOperationException($"Order {order.Order.Id} was read and is not there any more.");
        if (claim?.Find(records) is { } claimed)
        {
            return CancelOrderDecision.Replay(claim, claimed, current);
        }

        if (expected?.IsMet(current.Version) == false)
        {
            return new CancelOrderDecision(CancelOrderOutcome.PreconditionFailed, current, Replayed: false);
        }

        if (current.Order.Status == OrderStatus.Cancelled || WasPending(current.Order))
        {
            // Nothing changes and nothing can any more: without a claim the same request is answered the same, and leaves nothing behind.
            return new CancelOrderDecision(CancelOrderOutcome.Cancelled, current, Replayed: false);
        }

        var decision = TryStage(records, current, now, settleAt, refundId, reason);
        if (decision.IsChanged)
        {
            claim?.Stage(records, order.Order.Id, FirstCancellation.Of(decision.Order.Order));
        }

        return decision;
    }

    /// <summary>Cancels all that is left of an order, if nothing of it is on its way or has arrived.</summary>
    public static CancelOrderDecision TryStage(WorkingSet records, OrderRecord current, Moment now, DateTimeOffset settleAt, Guid refundId, string? reason)
    {
        if (OrderChange.TryStage(records, current, OrderTrigger.Cancel, now) is not { } next)
        {
            return new CancelOrderDecision(CancelOrderOutcome.NotCancellable, current, Replayed: false);
        }

        var givesBack = OrderChange.GivesBack(current, OrderTrigger.Cancel);
        var told = CallOffDeliveries(records, current, now);

        // The raised fence has the result of an authorization or a capture that is in progress rejected; the void finds out about it.
        next = next with
        {
            Fence = current.Fence + 1,
            LeaseHolder = null,
            DueAt = next.PendingAction is null ? null : settleAt,
            Attempts = 0,

            // A refund that was refused needs a person still.
            Order = next.Order with { Version = told.Version + 1, Attention = givesBack ? next.Order.Attention : null },
        };
        if (next.Order.Status == OrderStatus.Rejected)
        {
            next = next with { Order = next.Order with { PaymentFailureCode = FailureCode } };
        }

        OrderChange.Put(records, told, next, OrderTrigger.Cancel, now.Shown);
        if (givesBack)
        {
            next = RefundStaging.InsertRest(records, next, refundId, reason ?? Refund.OrderCancelled, now.Store, now);
        }

        return new CancelOrderDecision(CancelOrderOutcome.Cancelled, next, Replayed: false) { IsChanged = true };
    }

    private static bool WasPending(Order order) =>
        order is { Status: OrderStatus.Rejected, PaymentStatus: not PaymentStatus.Declined, PaymentFailureCode: FailureCode };

    /// <summary>Calls the scheduled deliveries of an order off, each with its event.</summary>
    /// <returns>The order, which has counted them.</returns>
    public static OrderRecord CallOffDeliveries(WorkingSet records, OrderRecord order, Moment now)
    {
        if (order.Order.DeliveryId is null)
        {
            return order;
        }

        foreach (var delivery in records.DeliveriesOf(order.Order.Id))
        {
            if (delivery.Delivery.Status == DeliveryStatus.Scheduled)
            {
                records.Deliveries.Put(delivery.Delivery.Id, DeliveryRules.CallOff(delivery, DeliveryStatus.Cancelled, now));
                order = OrderDeliveries.Tell(records, order, delivery.Delivery, DeliveryStatus.Cancelled, now.Shown);
            }
        }

        return order;
    }
}

/// <summary>The result of a cancellation.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Order">The order as it is now.</param>
/// <param name="Replayed">Whether the key was claimed before.</param>
internal readonly record struct CancelOrderDecision(CancelOrderOutcome Outcome, OrderRecord Order, bool Replayed)
{
    /// <summary>The result of a request whose key was claimed before.</summary>
    public static CancelOrderDecision Replay(KeyClaim claim, IdempotencyRecord claimed, OrderRecord current) => claim.Matches(claimed)
        ? new(CancelOrderOutcome.Cancelled, current with { Order = FirstCancellation.Apply(current.Order, claim.OutcomeOf(claimed)) }, Replayed: true)
        : new(CancelOrderOutcome.IdempotencyKeyReused, current, Replayed: false);

    /// <summary>Whether it changed the order.</summary>
    public bool IsChanged { get; init; }

    /// <summary>The book of the items that cannot be cancelled.</summary>
    public Isbn? Isbn { get; init; }

    /// <summary>The delivery that carries them.</summary>
    public Guid? DeliveryId { get; init; }
}
