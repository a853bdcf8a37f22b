namespace Bookstore;

/// <summary>What a courier returned, checked.</summary>
/// <param name="Kind">The result.</param>
/// <param name="TrackingNumber">The tracking number, when booked.</param>
/// <param name="Code">Why the call was refused for good.</param>
internal readonly record struct CourierResult(CourierResultKind Kind, string? TrackingNumber = null, string? Code = null)
{
    /// <summary>The courier's own id of the booking.</summary>
    public string? Reference { get; init; }

    /// <summary>Where the label can be fetched.</summary>
    public Uri? LabelUrl { get; init; }

    /// <summary>When the courier expects to arrive.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>The delivery with what the courier said of its booking.</summary>
    public Delivery ApplyTo(Delivery delivery) => delivery with
    {
        TrackingNumber = TrackingNumber,
        CourierReference = Reference,
        LabelUrl = LabelUrl,
        ExpectedAt = ExpectedAt ?? delivery.ExpectedAt,
    };
}

/// <summary>The results of a call to a courier.</summary>
internal enum CourierResultKind
{
    /// <summary>Unknown: none, or one that makes no sense.</summary>
    Unknown,

    /// <summary>The call succeeded.</summary>
    Done,

    /// <summary>The call is refused for good.</summary>
    Refused,
}
