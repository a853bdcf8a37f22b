using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records what a gateway said of a refund. A result under an older fence changes nothing.</summary>
/// <param name="called">The refund as it was acquired.</param>
/// <param name="answer">The result.</param>
/// <param name="dueAt">When it is asked for again, if the outcome is unknown.</param>
/// <param name="now">The time of the answer.</param>
internal sealed class RecordRefund(RefundRecord called, RefundAnswer answer, DateTimeOffset dueAt, Moment now) : Operation<RecordedRefund>
{
    private Guid OrderId => called.Refund.OrderId;

    public override bool CanBeShed => false;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Orders.Add(OrderId);
        keys.DocumentsOf.Add(OrderId);
    }

    protected override RecordedRefund DecideOn(WorkingSet records)
    {
        var order = records.Orders.Find(OrderId) ?? throw new InvalidOperationException($"Refund {called.Refund.Id} belongs to order {OrderId}, which is not there.");
        var current = RefundDocuments.Of(records, OrderId).Find(refund => refund.Refund.Id == called.Refund.Id);
        if (current is not { Refund.Status: RefundStatus.Pending } || current.Fence != called.Fence)
        {
            return new RecordedRefund(IsRecorded: false, current?.Refund);
        }

        switch (answer.Outcome)
        {
            case RefundOutcome.Refunded:
                RefundStaging.Replace(records, order, current, Ended(current, RefundStatus.Succeeded, null), EventTypes.RefundSucceeded, now);
                break;
            case RefundOutcome.Refused:
                RefundStaging.Replace(records, order, current, Ended(current, RefundStatus.Failed, answer.Code), EventTypes.RefundFailed, now);
                break;
            default:
                Postpone(records, order, current);
                break;
        }

        return new RecordedRefund(IsRecorded: true, current.Refund);
    }

    private RefundRecord Ended(RefundRecord current, RefundStatus status, string? code) => current with
    {
        LeaseHolder = null,
        DueAt = null,
        Attempts = 0,
        Refund = current.Refund with
        {
            Status = status,
            FailureCode = code,
            Attention = status == RefundStatus.Failed ? new OrderAttention(AttentionReason.RefundRefused, code, now.Shown) : null,
        },
    };

    private void Postpone(WorkingSet records, OrderRecord order, RefundRecord current)
    {
        var next = current with { LeaseHolder = null, DueAt = dueAt, Attempts = current.Attempts + 1 };
        var reason = answer.Outcome == RefundOutcome.NothingCaptured
            ? AttentionReason.Contradiction
            : next.Attempts >= PaymentAttention.AttemptsUntilTold ? AttentionReason.OutcomeUnknown : (AttentionReason?)null;
        if (reason is not { } needed || (current.Refund.Attention is { } known && (known.Reason == needed || needed == AttentionReason.OutcomeUnknown)))
        {
            records.Documents.Put(RefundDocuments.Kind.IdOf(next.Refund.Id), RefundDocuments.Write(next));
            return;
        }

        RefundStaging.Replace(records, order, current, next with { Refund = next.Refund with { Attention = new OrderAttention(needed, null, now.Shown) } }, EventTypes.OrderActionRequired, now);
    }
}

/// <summary>The outcome of recording a gateway's result.</summary>
/// <param name="IsRecorded">Whether it was recorded; not when it came under an older fence.</param>
/// <param name="Refund">The refund as it was before; <see langword="null"/> when it is not there.</param>
internal sealed record RecordedRefund(bool IsRecorded, Refund? Refund)
{
    /// <summary>Whether a person, or another answer, has ended the refund without the gateway having made it.</summary>
    public bool IsDecidedOtherwise => Refund is { Status: RefundStatus.Failed } or { Status: RefundStatus.Succeeded, Resolution.Kind: PaymentResolutionKind.MarkedDone };
}
