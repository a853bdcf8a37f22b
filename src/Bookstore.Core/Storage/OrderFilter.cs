using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bookstore.Storage;

/// <summary>Which orders to list: those that meet every condition that is set.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record OrderFilter
{
    /// <summary>All orders.</summary>
    public static OrderFilter All { get; } = new();

    /// <summary>Of this customer only, when set.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Of this status only, when set.</summary>
    public OrderStatus? Status { get; init; }

    /// <summary>Of this payment status only, when set.</summary>
    public PaymentStatus? PaymentStatus { get; init; }

    /// <summary>Only those with a <see cref="Order.CreatedAt"/> at this time or later, when set.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Only those with a <see cref="Order.CreatedAt"/> before this time, when set.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only orders that a person has to look at: <see cref="Order.Attention"/> is set.</summary>
    public bool NeedsAttention { get; init; }

    /// <summary>Whether an order meets every condition.</summary>
    /// <param name="order">The order.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool Matches(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return (CustomerId is null || string.Equals(CustomerId, order.CustomerId, StringComparison.Ordinal))
            && (Status is null || Status == order.Status)
            && (PaymentStatus is null || PaymentStatus == order.PaymentStatus)
            && (CreatedAfter is null || order.CreatedAt >= CreatedAfter)
            && (CreatedBefore is null || order.CreatedAt < CreatedBefore)
            && (!NeedsAttention || order.Attention is not null);
    }

    /// <summary>A text without the customer.</summary>
    /// <returns>The other conditions.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"OrderFilter {{ Status = {Status}, PaymentStatus = {PaymentStatus}, CreatedAfter = {CreatedAfter:O}, CreatedBefore = {CreatedBefore:O}, NeedsAttention = {NeedsAttention} }}");
}
