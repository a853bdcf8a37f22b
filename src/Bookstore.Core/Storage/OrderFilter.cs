using System.Diagnostics.CodeAnalysis;

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
            && (!NeedsAttention || order.Attention is not null);
    }

    /// <summary>A text without the customer.</summary>
    /// <returns>The other conditions.</returns>
    public override string ToString() => $"OrderFilter {{ Status = {Status}, NeedsAttention = {NeedsAttention} }}";
}
