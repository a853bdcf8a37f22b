namespace Bookstore;

/// <summary>How a person settles a delivery that needs attention.</summary>
public sealed record ResolveDeliveryRequest
{
    /// <summary>The delivery.</summary>
    public required Guid DeliveryId { get; init; }

    /// <summary>What is to be done.</summary>
    public required DeliveryResolution Resolution { get; init; }

    /// <summary>The tracking number of a transport that was booked by hand: 1 to 100 characters. Required for <see cref="DeliveryResolution.Done"/> of a booking, otherwise not used.</summary>
    public string? Reference { get; init; }

    /// <summary>The <see cref="DeliveryAttention.Reason"/> that the person saw. Nothing changes when the delivery needs attention for another reason by now. Default: any reason.</summary>
    public DeliveryAttentionReason? Attention { get; init; }

    /// <summary>The <see cref="Delivery.Version"/> that the delivery must have; else <see cref="ResolveDeliveryOutcome.PreconditionFailed"/>. A repeated request with the same key ignores it. Default any.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }

    /// <summary>Makes a repeated request return what the first one did. A request that changes nothing does not use the key.</summary>
    public IdempotencyKey? IdempotencyKey { get; init; }
}

/// <summary>What a person decides about a delivery that needs attention.</summary>
public enum DeliveryResolution
{
    /// <summary>Make the call again, with the same delivery id. A delivery that failed because its booking was refused is scheduled again.</summary>
    Retry,

    /// <summary>The transport was booked, or cancelled, by hand. A delivery that failed because its booking was refused is scheduled again.</summary>
    Done,

    /// <summary>Make no more calls. A delivery that is scheduled fails, and its booking is cancelled.</summary>
    GiveUp,
}
