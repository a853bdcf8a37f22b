using System.Globalization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records that an order is to be authorized again: first that what is held is to be released, and once that is certain, the next attempt.</summary>
/// <param name="order">The order as it was read.</param>
/// <param name="expected">The version that the order must have.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="now">The time of the request.</param>
/// <param name="until">Until when this host has the order for itself, in the store's time.</param>
/// <param name="giveUpAt">From when on the attempt is given up unless its payment is found, in the store's time.</param>
internal sealed class AuthorizeAgain(OrderRecord order, ExpectedVersion? expected, KeyClaim? claim, Moment now, DateTimeOffset until, DateTimeOffset giveUpAt) : Operation<AuthorizeAgainDecision>
{
    public override bool CanBeShed => true;

    public override int Weight => OrderChange.RecordsOf(order);

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        keys.Orders.Add(order.Order.Id);
    }

    protected override AuthorizeAgainDecision DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        if (claim?.Find(records) is { } claimed)
        {
            var outcome = claim.OutcomeOf(claimed);
            return new AuthorizeAgainDecision(claim.Matches(claimed) ? AuthorizeAgainStep.Replay : AuthorizeAgainStep.KeyReused, current)
            {
                IsOver = outcome != OutcomeOf(current.Order.PaymentAttempt),
                WasDeclined = int.TryParse(outcome, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && (current.Order.DeclinedAttempts & (1 << attempt)) != 0,
            };
        }

        if (expected?.IsMet(current.Version) == false)
        {
            return new AuthorizeAgainDecision(AuthorizeAgainStep.PreconditionFailed, current);
        }

        if (current.PendingAction == PaymentAction.Authorize)
        {
            return new AuthorizeAgainDecision(AuthorizeAgainStep.InProgress, current);
        }

        if (current.Order.PaymentAttempt >= Order.MaxPaymentAttempts)
        {
            return new AuthorizeAgainDecision(AuthorizeAgainStep.NotRetryable, current);
        }

        if (OrderChange.TryStage(records, current, OrderTrigger.ReleaseHeld, now) is { } releasing)
        {
            return Put(records, current, releasing, OrderTrigger.ReleaseHeld, AuthorizeAgainStep.Releasing);
        }

        if (OrderChange.TryStage(records, current, OrderTrigger.AuthorizeAgain, now) is not { } next)
        {
            return new AuthorizeAgainDecision(current is { Order: { Status: OrderStatus.Created }, PendingAction: PaymentAction.Void } ? AuthorizeAgainStep.InProgress : AuthorizeAgainStep.NotRetryable, current);
        }

        claim?.Stage(records, current.Order.Id, OutcomeOf(current.Order.PaymentAttempt + 1));
        next = next with
        {
            GiveUpAt = giveUpAt,
            PaymentRetries = 0,
            Order = next.Order with { PaymentAttempt = current.Order.PaymentAttempt + 1, PaymentTransactionId = null, AuthorizedUntil = null, CaptureAmount = WithoutCancelled(current.Order) },
        };
        return Put(records, current, next, OrderTrigger.AuthorizeAgain, AuthorizeAgainStep.Begun);
    }

    // A part that was asked for was that of the payment before; what was cancelled is not charged by any.
    private static Money? WithoutCancelled(Order order) => order.Lines.Any(static line => line.Uncharged > 0) ? order.CaptureAmount : null;

    private static string OutcomeOf(int attempt) => attempt.ToString(CultureInfo.InvariantCulture);

    // The raised fence has the result of a call that is in progress rejected.
    private AuthorizeAgainDecision Put(WorkingSet records, OrderRecord current, OrderRecord next, OrderTrigger trigger, AuthorizeAgainStep step)
    {
        next = next with
        {
            Fence = current.Fence + 1,
            LeaseHolder = null,
            DueAt = until,
            Attempts = 0,
            PaymentRetries = step == AuthorizeAgainStep.Releasing ? current.PaymentRetries + 1 : next.PaymentRetries,
            Order = step == AuthorizeAgainStep.Begun
                ? next.Order with { Attention = null, PaymentFailureCode = null }
                : next.Order with { Attention = new OrderAttention(AttentionReason.CaptureRefused, current.Order.PaymentFailureCode, current.Order.Attention?.Since ?? now.Shown) },
        };
        OrderChange.Put(records, current, next, trigger, now.Shown);
        return new AuthorizeAgainDecision(step, next);
    }
}

/// <summary>How far authorizing an order again has come.</summary>
internal enum AuthorizeAgainStep
{
    NotRetryable,
    KeyReused,
    PreconditionFailed,
    Replay,
    InProgress,

    /// <summary>What is held has to be released first.</summary>
    Releasing,

    /// <summary>The attempt is on record.</summary>
    Begun,
}

/// <summary>The result of recording it.</summary>
/// <param name="Step">The step.</param>
/// <param name="Order">The order as it is now.</param>
internal readonly record struct AuthorizeAgainDecision(AuthorizeAgainStep Step, OrderRecord Order)
{
    /// <summary>Whether the attempt of a request that was sent again is over: a later one followed it.</summary>
    public bool IsOver { get; init; }

    /// <summary>Whether that attempt was declined, or given up.</summary>
    public bool WasDeclined { get; init; }
}
