using System.Globalization;

namespace Bookstore;

/// <summary>What a cancellation was answered the first time, kept with its idempotency key: of a cancelled order nothing but its payment changes later.</summary>
internal static class FirstCancellation
{
    /// <summary>The outcome to keep; <see langword="null"/> where the order continues, and is answered as it is when the request is sent again.</summary>
    public static string? Of(Order order) => order.Status is not (OrderStatus.Cancelled or OrderStatus.Rejected) ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{order.Version},{(int)order.PaymentStatus},{order.UpdatedAt.UtcTicks},{order.Refunded.MinorUnits},{order.RefundPending.MinorUnits}");

    /// <summary>The order as it was answered.</summary>
    /// <param name="now">The order as it is.</param>
    /// <param name="outcome">What was kept; <see langword="null"/> where nothing was.</param>
    public static Order Apply(Order now, string? outcome)
    {
        if (outcome is null)
        {
            return now;
        }

        var parts = Array.ConvertAll(outcome.Split(','), static part => long.Parse(part, CultureInfo.InvariantCulture));
        var at = new DateTimeOffset(parts[2], TimeSpan.Zero);
        return now with
        {
            Version = (int)parts[0],
            PaymentStatus = (PaymentStatus)parts[1],
            UpdatedAt = at,
            Refunded = Money.FromStored(parts[3], now.Total.Currency),
            RefundPending = Money.FromStored(parts[4], now.Total.Currency),
            Attention = now.Attention?.Since > at ? null : now.Attention,
            Resolution = now.Resolution?.At > at ? null : now.Resolution,
            Dispute = now.Dispute?.Since > at ? null : now.Dispute,
        };
    }
}
