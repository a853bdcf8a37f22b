using Bookstore.Storage;

namespace Bookstore;

/// <summary>What happens to an amount that is held until its capture is asked for.</summary>
internal static class HeldPayment
{
    /// <summary>Records that the capture of a held amount is pending, or returns <see langword="null"/> when nothing is held.</summary>
    public static OrderRecord? RequestCapture(WorkingSet records, OrderRecord current, decimal? amount, Moment now, DateTimeOffset settleAt)
    {
        if (OrderChange.TryStage(records, current, OrderTrigger.RequestCapture, now) is not { } next)
        {
            return null;
        }

        var total = current.Order.Total;
        next = next with
        {
            Fence = current.Fence + 1,
            LeaseHolder = null,
            DueAt = settleAt,
            Attempts = 0,
            Order = next.Order with
            {
                // What it was about is being done.
                Attention = next.Order.Attention is { Reason: AttentionReason.AuthorizationExpiring } ? null : next.Order.Attention,
                CaptureAmount = amount is not { } part ? current.Order.CaptureAmount : part == total.Amount ? null : new Money(part, total.Currency),
            },
        };
        OrderChange.Put(records, current, next, OrderTrigger.RequestCapture, now.Shown);
        return next;
    }

    /// <summary>Takes what cancelled copies are worth out of a held amount: it is not captured. Returns <see langword="null"/> when nothing would be left to capture.</summary>
    /// <param name="before">The lines before the copies were cancelled.</param>
    /// <param name="order">The order after that, with its amount held.</param>
    public static OrderRecord? WithoutCancelled(IReadOnlyList<OrderLine> before, OrderRecord order)
    {
        var lines = order.Order.Lines.ToArray();
        var worth = order.Order.Total * 0;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Cancelled - before[i].Cancelled is var cancelled and > 0)
            {
                worth += lines[i].WorthOf(cancelled, before[i].Cancelled);
                lines[i] = lines[i] with { Uncharged = lines[i].Uncharged + cancelled };
            }
        }

        var left = GuardedGateway.ToCapture(order.Order).MinorUnits - Math.Max(0, worth.MinorUnits);
        return left <= 0 ? null : order with { Order = order.Order with { Lines = lines, CaptureAmount = Money.FromStored(left, order.Order.Total.Currency) } };
    }
}
