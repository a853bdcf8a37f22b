using Bookstore.Storage;

namespace Bookstore;

/// <summary>Asks for the capture of an order's held amount, or of a part of it, for the shop.</summary>
/// <param name="order">The order as it was read.</param>
/// <param name="amount">The amount; <see langword="null"/> for all of it.</param>
/// <param name="expected">The version that the order must have.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="now">The time of the request.</param>
/// <param name="settleAt">When the capture is due for other hosts, in the store's time.</param>
internal sealed class CapturePayment(OrderRecord order, decimal? amount, ExpectedVersion? expected, KeyClaim? claim, Moment now, DateTimeOffset settleAt) : Operation<CapturePaymentDecision>
{
    public override bool CanBeShed => true;

    public override int Weight => OrderChange.RecordsOf(order);

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        keys.Orders.Add(order.Order.Id);
    }

    protected override CapturePaymentDecision DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        if (claim?.Find(records) is { } claimed)
        {
            var isSame = claim.Matches(claimed);
            return new CapturePaymentDecision(isSame ? CapturePaymentOutcome.Requested : CapturePaymentOutcome.IdempotencyKeyReused, current) { Replayed = isSame };
        }

        if (expected?.IsMet(current.Version) == false)
        {
            return new CapturePaymentDecision(CapturePaymentOutcome.PreconditionFailed, current);
        }

        if (amount > GuardedGateway.ToCapture(current.Order).Amount || HeldPayment.RequestCapture(records, current, amount, now, settleAt) is not { } next)
        {
            return new CapturePaymentDecision(CapturePaymentOutcome.NotCapturable, current);
        }

        claim?.Stage(records, next.Order.Id);
        return new CapturePaymentDecision(CapturePaymentOutcome.Requested, next) { IsChanged = true };
    }
}

/// <summary>The result of asking for a capture.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Order">The order as it is now.</param>
internal readonly record struct CapturePaymentDecision(CapturePaymentOutcome Outcome, OrderRecord Order)
{
    /// <summary>Whether the key was claimed before.</summary>
    public bool Replayed { get; init; }

    /// <summary>Whether it changed the order.</summary>
    public bool IsChanged { get; init; }
}
