namespace Bookstore;

/// <summary>What a courier returned, checked.</summary>
/// <param name="Kind">The result.</param>
/// <param name="TrackingNumber">The tracking number, when booked.</param>
/// <param name="Code">Why the call was refused for good.</param>
internal readonly record struct CourierResult(CourierResultKind Kind, string? TrackingNumber = null, string? Code = null);

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
