namespace Bookstore;

/// <summary>A call to a payment gateway or a courier that is due, or that needs a person.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record WorkItem
{
    /// <summary>The work's id: that of its order for a payment, that of its delivery for a courier.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whom it calls.</summary>
    public required WorkItemKind Kind { get; init; }

    /// <summary>Whether it is due, or needs a person.</summary>
    public required WorkItemState State { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The delivery; <see langword="null"/> for a payment.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>The <see cref="IPaymentGateway.Name"/> of the gateway; <see langword="null"/> for a courier, and for an order that any gateway may be asked about.</summary>
    public string? Gateway { get; init; }

    /// <summary>The <see cref="ICourier.Name"/> of the courier; <see langword="null"/> for a payment.</summary>
    public string? Courier { get; init; }

    /// <summary>When the call is made at the latest, in UTC; <see langword="null"/> when it is not made any more without a person.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often the call was tried without success.</summary>
    public required int Attempts { get; init; }

    /// <summary>Why a person has to look at the order's payment; <see langword="null"/> for a courier and for work that is due.</summary>
    public OrderAttention? OrderAttention { get; init; }

    /// <summary>Why a person has to look at the delivery; <see langword="null"/> for a payment and for work that is due.</summary>
    public DeliveryAttention? DeliveryAttention { get; init; }
}
