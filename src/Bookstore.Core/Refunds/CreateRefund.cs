using Bookstore.Storage;

namespace Bookstore;

/// <summary>Makes a refund of an order's money, if no more than what was captured is given back by it.</summary>
/// <param name="order">The order as it was read.</param>
/// <param name="request">The request.</param>
/// <param name="refundId">The id of the refund.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="now">The time of the request.</param>
internal sealed class CreateRefund(OrderRecord order, CreateRefundRequest request, Guid refundId, KeyClaim? claim, Moment now) : Operation<CreateRefundDecision>
{
    public override bool CanBeShed => true;

    public override int Weight => OrderChange.RecordsOf(order) + 2;

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        keys.Orders.Add(order.Order.Id);
        keys.DocumentsOf.Add(order.Order.Id);
    }

    public override void Touches(RecordKeys keys)
    {
        DeclareKeys(keys);
        keys.Documents.Add(RefundDocuments.Kind.IdOf(refundId));
    }

    protected override CreateRefundDecision DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        var refunds = RefundDocuments.Of(records, order.Order.Id);
        if (claim?.Find(records) is { } claimed)
        {
            return claim.Matches(claimed)
                ? new CreateRefundDecision(CreateRefundOutcome.Created, current, AsCreated(refunds.Find(refund => refund.Refund.Id == claimed.ResourceId)?.Refund)) { Replayed = true }
                : new CreateRefundDecision(CreateRefundOutcome.IdempotencyKeyReused, current, null);
        }

        if (request.ExpectedVersion?.IsMet(current.Version) == false)
        {
            return new CreateRefundDecision(CreateRefundOutcome.PreconditionFailed, current, null);
        }

        var price = RefundPrice.Of(current.Order, refunds, request);
        var outcome = price.IsInvalid ? price.Outcome
            : current.Gateway is null || !RefundRules.IsRefundable(current.Order, current.PendingAction, refunds) ? CreateRefundOutcome.NotRefundable
            : refunds.Count >= Order.MaxRefunds ? CreateRefundOutcome.TooManyRefunds
            : price.Outcome;
        if (outcome != CreateRefundOutcome.Created)
        {
            return new CreateRefundDecision(outcome, current, null) { Isbn = price.Isbn };
        }

        var refund = new Refund
        {
            Id = refundId,
            OrderId = current.Order.Id,
            Amount = price.Amount,
            Reason = request.Reason,
            Note = request.Note,
            Items = request.Items,
            ItemAmounts = price.ItemAmounts ?? [],
            Shipping = request.Shipping,
            Status = RefundStatus.Pending,
            CreatedAt = now.Shown,
            UpdatedAt = now.Shown,
        };
        var next = RefundStaging.Insert(records, current, refund, now.Store, now);
        claim?.Stage(records, refundId);
        return new CreateRefundDecision(CreateRefundOutcome.Created, next, refund);
    }

    // As the request was answered the first time.
    private static Refund? AsCreated(Refund? refund) => refund is null ? null : refund with { Status = RefundStatus.Pending, FailureCode = null, Attention = null, Resolution = null, UpdatedAt = refund.CreatedAt };
}

/// <summary>The result of making a refund.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Order">The order as it is now.</param>
/// <param name="Refund">The refund.</param>
internal readonly record struct CreateRefundDecision(CreateRefundOutcome Outcome, OrderRecord Order, Refund? Refund)
{
    /// <summary>Whether the key was claimed before.</summary>
    public bool Replayed { get; init; }

    /// <summary>The first book of the request that is wrong.</summary>
    public Isbn? Isbn { get; init; }
}
