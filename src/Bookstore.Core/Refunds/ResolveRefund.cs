using Bookstore.Storage;

namespace Bookstore;

/// <summary>Carries out a person's decision about one refund.</summary>
/// <param name="refund">The refund as it was read.</param>
/// <param name="resolution">The decision.</param>
internal sealed class ResolveRefund(Refund refund, RefundResolution resolution) : Operation<ResolveRefundResult>
{
    public override bool CanBeShed => true;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys)
    {
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

        var outcome = resolution.Stage(records, ref order, current);
        return new ResolveRefundResult { Outcome = outcome, Refund = Find(records)!.Refund };
    }

    private RefundRecord? Find(WorkingSet records) => RefundDocuments.Of(records, refund.OrderId).Find(known => known.Refund.Id == refund.Id);
}
