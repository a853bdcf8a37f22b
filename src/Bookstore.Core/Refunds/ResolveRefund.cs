using Bookstore.Storage;

namespace Bookstore;

/// <summary>Carries out a person's decision about one refund.</summary>
/// <param name="refund">The refund as it was read.</param>
/// <param name="resolution">The decision.</param>
/// <param name="seen">The reason for attention that the person saw; <see langword="null"/> where any will do.</param>
/// <param name="expected">The version that the order must have.</param>
/// <param name="claim">The idempotency key to claim.</param>
internal sealed class ResolveRefund(Refund refund, RefundResolution resolution, AttentionReason? seen, ExpectedVersion? expected, KeyClaim? claim) : Operation<ResolveRefundResult>
{
    public override bool CanBeShed => true;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        keys.Orders.Add(refund.OrderId);
        keys.DocumentsOf.Add(refund.OrderId);
    }

    protected override ResolveRefundResult DecideOn(WorkingSet records)
    {
        var order = records.Orders.Find(refund.OrderId);
        if (order is null || Find(records) is not { } current)
        {
            return new ResolveRefundResult { Outcome = ResolveRefundOutcome.RefundNotFound };
        }

        if (claim?.Find(records) is { } claimed)
        {
            var isSame = claim.Matches(claimed);
            return new ResolveRefundResult { Outcome = isSame ? ResolveRefundOutcome.Resolved : ResolveRefundOutcome.IdempotencyKeyReused, Refund = current.Refund, Replayed = isSame };
        }

        if (expected?.IsMet(order.Version) == false)
        {
            return new ResolveRefundResult { Outcome = ResolveRefundOutcome.PreconditionFailed, Refund = current.Refund };
        }

        if (seen is not null && current.Refund.Attention is { } attention && attention.Reason != seen)
        {
            return new ResolveRefundResult { Outcome = ResolveRefundOutcome.AttentionChanged, Refund = current.Refund };
        }

        var before = order.Version;
        var outcome = resolution.Stage(records, ref order, current);
        if (order.Version != before)
        {
            claim?.Stage(records, refund.Id);
        }

        return new ResolveRefundResult { Outcome = outcome, Refund = Find(records)!.Refund };
    }

    private RefundRecord? Find(WorkingSet records) => RefundDocuments.Of(records, refund.OrderId).Find(known => known.Refund.Id == refund.Id);
}
