using System.Globalization;

namespace Bookstore;

/// <summary>When an order can be erased, and what is left of it. Pure.</summary>
internal static class ErasureRules
{
    /// <summary>What takes the place of a text that must not be empty.</summary>
    public const string Erased = "erased";

    /// <summary>For how long a confirmed order without a delivery under way must have been left alone: a shop may deliver without the library.</summary>
    public static readonly TimeSpan UntilOver = TimeSpan.FromDays(30);

    /// <summary>Whether something is still to happen to the order for which its customer may be needed.</summary>
    public static bool IsUnderWay(OrderUnderErasure of, DateTimeOffset now)
    {
        var order = of.Record.Order;
        return order.Status == OrderStatus.Pending
            || of.Record.PendingAction is not null || of.Record.DueAt is not null
            || order.Attention is not null || order.Dispute is { Status: DisputeStatus.Open }
            || (order.Status == OrderStatus.Created && now - order.UpdatedAt < UntilOver)
            || of.Deliveries.Any(static delivery => delivery.PendingCall is not null || delivery.DueAt is not null || delivery.Delivery.Attention is not null || IsOnItsWay(delivery.Delivery))
            || of.Refunds.Any(static refund => refund.Refund.Status == RefundStatus.Pending || refund.Refund.Attention is not null)
            || of.Returns.Any(static returned => returned.Return.Attention is not null || returned.Return.Status is ReturnStatus.Requested or ReturnStatus.Approved or ReturnStatus.Received);
    }

    /// <summary>The order without its customer, and without texts that a person may have written. Books, amounts, times and the gateway's ids stay.</summary>
    /// <param name="order">The order.</param>
    /// <param name="pseudonym">A random id, which nothing leads from to the customer.</param>
    /// <param name="at">When.</param>
    public static Order Erase(Order order, Guid pseudonym, DateTimeOffset at) => order with
    {
        CustomerId = string.Create(CultureInfo.InvariantCulture, $"{Erased}-{pseudonym:N}"),
        PlacedBy = string.Equals(order.PlacedBy, order.CustomerId, StringComparison.Ordinal) ? Actor.Customer : order.PlacedBy,
        Metadata = System.Collections.ObjectModel.ReadOnlyDictionary<string, string>.Empty,
        Adjustments = order.Adjustments.Any(static adjustment => adjustment.Label is not null) ? [.. order.Adjustments.Select(static adjustment => adjustment with { Label = null })] : order.Adjustments,
        Resolution = order.Resolution is { } resolution ? resolution with { Note = Erased } : null,
        Version = order.Version + 1,
        UpdatedAt = at,
    };

    /// <summary>The delivery without its address and its label. The tracking number is the courier's and stays.</summary>
    public static Delivery Erase(Delivery delivery, DateTimeOffset at) => delivery with { Address = Erased, PostalAddress = null, LabelUrl = null, UpdatedAt = at };

    /// <summary>The refund without its texts.</summary>
    public static RefundRecord Erase(RefundRecord refund) => refund with
    {
        Refund = refund.Refund with { Reason = Erased, Note = null, Resolution = refund.Refund.Resolution is { } resolution ? resolution with { Note = Erased } : null },
    };

    /// <summary>The return without its texts.</summary>
    public static ReturnRecord Erase(ReturnRecord returned) => returned with
    {
        Return = returned.Return with
        {
            Lines = [.. returned.Return.Lines.Select(static line => line with { Reason = null })],
            Note = null,
            RejectionReason = returned.Return.RejectionReason is null ? null : Erased,
            Receipt = returned.Return.Receipt is { } receipt ? receipt with { Content = Erased } : null,
        },
    };

    private static bool IsOnItsWay(Delivery delivery) => delivery.Status is DeliveryStatus.Scheduled or DeliveryStatus.Dispatched or DeliveryStatus.InTransit;
}

/// <summary>An order with all that belongs to it.</summary>
internal sealed record OrderUnderErasure(Bookstore.Storage.OrderRecord Record, IReadOnlyList<Bookstore.Storage.DeliveryRecord> Deliveries, IReadOnlyList<RefundRecord> Refunds, IReadOnlyList<ReturnRecord> Returns);
