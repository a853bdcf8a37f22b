using Bookstore.Storage;

namespace Bookstore;

/// <summary>What a person decides about a refund that the library cannot finish.</summary>
/// <param name="Trigger">Retry, mark as done, or give up.</param>
/// <param name="Resolution">What is kept of it; <see langword="null"/> for a retry.</param>
/// <param name="Now">When.</param>
internal sealed record RefundResolution(OrderTrigger Trigger, PaymentResolution? Resolution, Moment Now)
{
    /// <summary>The failure code of a refund whose outcome was not known when it was given up.</summary>
    public const string GivenUp = "given_up";

    private static readonly TimeSpan UntilRetriedAgain = TimeSpan.FromSeconds(10);

    /// <summary>Stages the decision for one refund, if it needs a person.</summary>
    /// <param name="records">The batch, with the order and its documents loaded.</param>
    /// <param name="order">The order as the batch has it; as it is left.</param>
    /// <param name="refund">The refund as the batch has it.</param>
    public ResolveRefundOutcome Stage(WorkingSet records, ref OrderRecord order, RefundRecord refund)
    {
        if (IsDone(refund))
        {
            return ResolveRefundOutcome.Resolved;
        }

        if (refund.Refund.Attention is null)
        {
            return ResolveRefundOutcome.NothingToResolve;
        }

        if (refund.IsCalled(Now.Store))
        {
            return ResolveRefundOutcome.CallInFlight;
        }

        var isFailed = refund.Refund.Status == RefundStatus.Failed;
        if (isFailed && Trigger != OrderTrigger.GiveUpPayment && Exceeds(order.Order, refund.Refund, RefundRules.Counted(RefundDocuments.Of(records, order.Order.Id))))
        {
            return ResolveRefundOutcome.ExceedsCaptured;
        }

        order = RefundStaging.Replace(records, order, refund, Decide(refund, isFailed), EventOf(isFailed), Now);
        if (Resolution is not null)
        {
            order = order with { Order = order.Order with { Resolution = Resolution with { Action = PaymentAction.Refund } } };
            records.Orders.Put(order.Order.Id, order);
        }

        return ResolveRefundOutcome.Resolved;
    }

    // Another refund may have paid back the same copies, or the shipping, since this one had failed.
    private static bool Exceeds(Order order, Refund refund, List<Refund> counted) =>
        refund.Amount.MinorUnits > order.Refundable.MinorUnits
        || (refund.Shipping && counted.Exists(static known => known.Shipping))
        || refund.Items.Any(item => RefundRules.CopiesOf(counted, item.Isbn) + item.Quantity > order.Lines.Where(line => line.Isbn == item.Isbn).Sum(static line => (long)line.Quantity - line.Uncharged));

    private string EventOf(bool isFailed) => Trigger switch
    {
        OrderTrigger.MarkPaymentDone => EventTypes.RefundSucceeded,
        OrderTrigger.GiveUpPayment => isFailed ? EventTypes.OrderActionRequired : EventTypes.RefundFailed,
        _ => isFailed ? EventTypes.RefundCreated : EventTypes.OrderActionRequired,
    };

    // The same request again, or a retry of what is being tried.
    private bool IsDone(RefundRecord refund) => Resolution is null
        ? refund.Refund.Status == RefundStatus.Pending && (refund.Refund.Attention is null || IsRetried(refund))
        : refund.Refund is { Attention: null, Resolution: { } known } && known.Kind == Resolution.Kind && known.Note == Resolution.Note;

    private bool IsRetried(RefundRecord refund) =>
        refund is { Attempts: 0, LeaseHolder: null, DueAt: { } dueAt } && dueAt <= Now.Store && Now.Store - dueAt < UntilRetriedAgain;

    private RefundRecord Decide(RefundRecord refund, bool isFailed)
    {
        var next = refund with { Fence = refund.Fence + 1, LeaseHolder = null, Attempts = 0 };
        return Trigger switch
        {
            OrderTrigger.MarkPaymentDone => next with { DueAt = null, Refund = next.Refund with { Status = RefundStatus.Succeeded, FailureCode = null, Attention = null, Resolution = Resolution } },
            OrderTrigger.GiveUpPayment => next with
            {
                DueAt = null,
                Refund = next.Refund with { Status = RefundStatus.Failed, FailureCode = next.Refund.FailureCode ?? GivenUp, Attention = null, Resolution = Resolution },
            },

            // A call whose outcome is unknown may have taken effect: it keeps its key.
            _ => next with
            {
                DueAt = Now.Store,
                Retries = isFailed ? next.Retries + 1 : next.Retries,
                Refund = next.Refund with { Status = RefundStatus.Pending, FailureCode = null, Attention = isFailed ? null : next.Refund.Attention },
            },
        };
    }
}
