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
            Order = next.Order with { CaptureAmount = amount is { } part && part != total.Amount ? new Money(part, total.Currency) : null },
        };
        OrderChange.Put(records, current, next, OrderTrigger.RequestCapture, now.Shown);
        return next;
    }
}
