using Bookstore.Storage;

namespace Bookstore;

/// <summary>What a person decided about a payment that the library cannot finish.</summary>
/// <param name="order">The order as it was read; its lines never change.</param>
/// <param name="trigger">The decision.</param>
/// <param name="reason">The reason for attention that the person saw; <see langword="null"/> where any will do.</param>
/// <param name="resolution">What is kept of it; <see langword="null"/> for a retry.</param>
/// <param name="expected">The version that the order must have.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="now">The time of the decision.</param>
internal sealed class ResolvePayment(OrderRecord order, OrderTrigger trigger, AttentionReason? reason, PaymentResolution? resolution, ExpectedVersion? expected, KeyClaim? claim, Moment now)
    : Operation<ResolvePaymentDecision>
{
    private static readonly TimeSpan UntilRetriedAgain = TimeSpan.FromSeconds(10);

    public override bool CanBeShed => true;

    public override int Weight => OrderChange.WeightOf(order);

    public override Isbn? StockPartition => order.Order.Lines[0].Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        OrderChange.Needs(keys, order);
        keys.DocumentsOf.Add(order.Order.Id);
    }

    protected override ResolvePaymentDecision DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        if (claim?.Find(records) is { } claimed)
        {
            var isSame = claim.Matches(claimed);
            return new ResolvePaymentDecision(isSame ? ResolvePaymentOutcome.Resolved : ResolvePaymentOutcome.IdempotencyKeyReused, current) { Replayed = isSame };
        }

        if (expected?.IsMet(current.Version) == false)
        {
            return new ResolvePaymentDecision(ResolvePaymentOutcome.PreconditionFailed, current);
        }

        if (IsDone(current))
        {
            return new ResolvePaymentDecision(ResolvePaymentOutcome.Resolved, current);
        }

        if (current.Order.Attention is not { } attention || (reason is not null && reason != attention.Reason))
        {
            return new ResolvePaymentDecision(ResolvePaymentOutcome.NothingToResolve, current);
        }

        // While a call may be in progress, its effect and the person's could both be real.
        if (current.LeaseHolder is not null && current.DueAt > now.Store)
        {
            return new ResolvePaymentDecision(ResolvePaymentOutcome.CallInFlight, current);
        }

        if (attention.Reason is AttentionReason.Disputed or AttentionReason.AuthorizationExpiring)
        {
            return trigger == OrderTrigger.MarkPaymentDone
                ? new ResolvePaymentDecision(ResolvePaymentOutcome.Resolved, Acknowledge(records, current))
                : new ResolvePaymentDecision(ResolvePaymentOutcome.NothingToResolve, current);
        }

        if (current.PendingAction is null && RefundDocuments.Of(records, current.Order.Id).FindAll(static refund => refund.Refund.Attention is not null) is { Count: > 0 } refunds)
        {
            return ResolveRefunds(records, current, refunds);
        }

        return OrderChange.TryStage(records, current, trigger, now) is { } next
            ? new ResolvePaymentDecision(ResolvePaymentOutcome.Resolved, Stage(records, current, next))
            : new ResolvePaymentDecision(ResolvePaymentOutcome.NothingToResolve, current);
    }

    // Neither is a call of ours: a person has seen it, and what else needs one is told again.
    private OrderRecord Acknowledge(WorkingSet records, OrderRecord current)
    {
        var next = current with
        {
            Order = current.Order with
            {
                Version = current.Version + 1,
                Attention = RefundRules.AttentionOfRefunds(current.Order, RefundDocuments.Of(records, current.Order.Id)),
                Resolution = resolution,
                UpdatedAt = now.Shown,
            },
        };
        OrderChange.Put(records, current, next, EventTypes.OrderActionRequired, now.Shown);
        claim?.Stage(records, next.Order.Id);
        return next;
    }

    // An order names no refund: what a person decides about it is decided for each of its refunds that needs one.
    private ResolvePaymentDecision ResolveRefunds(WorkingSet records, OrderRecord current, List<RefundRecord> refunds)
    {
        if (refunds.Exists(refund => refund.IsCalled(now.Store)))
        {
            return new ResolvePaymentDecision(ResolvePaymentOutcome.CallInFlight, current);
        }

        var next = current;
        var isResolved = false;
        var resolving = new RefundResolution(trigger, resolution, now);
        foreach (var refund in refunds)
        {
            isResolved |= resolving.Stage(records, ref next, refund) == ResolveRefundOutcome.Resolved;
        }

        if (next.Version == current.Version)
        {
            return new ResolvePaymentDecision(isResolved ? ResolvePaymentOutcome.Resolved : ResolvePaymentOutcome.NothingToResolve, current);
        }

        claim?.Stage(records, next.Order.Id);
        return new ResolvePaymentDecision(ResolvePaymentOutcome.Resolved, next);
    }

    // The same request again, or a retry of what is being tried already: it leaves no key behind, however often it is sent.
    private bool IsDone(OrderRecord current) => resolution is null
        ? (current.Order.Attention is null && (current.PendingAction is not null || current.Order.RefundPending.MinorUnits > 0)) || IsRetried(current)
        : current.Order.Resolution is { } known && known.Kind == resolution.Kind && known.Note == resolution.Note && current.Order.Attention?.Reason != reason;

    // As the last retry left it: due, and not called since. One that is not called for long is retried again, which ends the pause of a host that failed.
    private bool IsRetried(OrderRecord current) =>
        current is { Order.Attention: not null, Attempts: 0, LeaseHolder: null, DueAt: { } dueAt } && dueAt <= now.Store && now.Store - dueAt < UntilRetriedAgain;

    private OrderRecord Stage(WorkingSet records, OrderRecord current, OrderRecord next)
    {
        var told = next.Order.Status == OrderStatus.Cancelled && current.Order.Status != OrderStatus.Cancelled ? CancelOrder.CallOffDeliveries(records, current, now) : current;

        // A call whose outcome is unknown may have taken effect: repeated under another key, it could take effect twice.
        var isNewIntent = resolution is null && current.PendingAction is null && next.PendingAction is not null;
        var isUnfinished = next.PendingAction is not null || next.Order.Status == OrderStatus.Pending;
        next = next with
        {
            Fence = current.Fence + 1,
            LeaseHolder = null,
            DueAt = isUnfinished ? now.Store : null,
            Attempts = 0,
            PaymentRetries = isNewIntent ? current.PaymentRetries + 1 : current.PaymentRetries,
            Order = next.Order with
            {
                Version = told.Version + 1,
                Attention = resolution is null && !isNewIntent ? current.Order.Attention : null,
                Resolution = resolution is null ? current.Order.Resolution : resolution with { Action = OrderTransitions.Unfinished(OrderChange.StateOf(current)) },
                PaymentFailureCode = FailureCode(current, next, isNewIntent),
            },
        };
        OrderChange.Put(records, told, next, trigger, now.Shown);
        claim?.Stage(records, next.Order.Id);
        return next;
    }

    private static string? FailureCode(OrderRecord current, OrderRecord next, bool isNewIntent)
    {
        if (current.Order.Status == OrderStatus.Pending && next.Order.Status == OrderStatus.Rejected)
        {
            return CancelOrder.FailureCode;
        }

        return isNewIntent && current.Order.Status != OrderStatus.Rejected ? null : current.Order.PaymentFailureCode;
    }
}

/// <summary>The result of a person's decision.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Order">The order as it is now.</param>
internal readonly record struct ResolvePaymentDecision(ResolvePaymentOutcome Outcome, OrderRecord Order)
{
    /// <summary>Whether the key was claimed before.</summary>
    public bool Replayed { get; init; }
}
