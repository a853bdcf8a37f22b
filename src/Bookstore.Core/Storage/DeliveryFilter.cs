using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Which deliveries to list: those that meet every condition that is set.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record DeliveryFilter
{
    /// <summary>All deliveries.</summary>
    public static DeliveryFilter All { get; } = new();

    /// <summary>Of this order only, when set.</summary>
    public Guid? OrderId { get; init; }

    /// <summary>Of this status only, when set.</summary>
    public DeliveryStatus? Status { get; init; }

    /// <summary>Only deliveries that a person has to look at: <see cref="Delivery.Attention"/> is set.</summary>
    public bool NeedsAttention { get; init; }

    /// <summary>Whether a delivery meets every condition.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <returns><see langword="true"/> when it does.</returns>
    public bool Matches(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return (OrderId is null || OrderId == delivery.OrderId) && (Status is null || Status == delivery.Status) && (!NeedsAttention || delivery.Attention is not null);
    }
}
