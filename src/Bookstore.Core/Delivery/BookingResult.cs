namespace Bookstore;

/// <summary>A courier's result of a booking.</summary>
/// <remarks>Immutable; two results are equal when all members are.</remarks>
public sealed record BookingResult
{
    private BookingResult(BookingOutcome outcome) => Outcome = outcome;

    /// <summary>The outcome is not known; the call is repeated later.</summary>
    public static BookingResult Unknown { get; } = new(BookingOutcome.Unknown);

    /// <summary>What happened.</summary>
    public BookingOutcome Outcome { get; }

    /// <summary>The courier's tracking number, when booked.</summary>
    public string? TrackingNumber { get; private init; }

    /// <summary>The courier's own id of the booking, when booked: 1 to 200 characters. It is stored, and handed back to <see cref="ICourier.CancelAsync(Guid, string?, CancellationToken)"/>. Default none. Anything else counts as unknown.</summary>
    public string? Reference { get; init; }

    /// <summary>Where the parcel's label can be fetched, when booked: an absolute URL of up to 2,000 characters, else none. Default none.</summary>
    public Uri? LabelUrl { get; init; }

    /// <summary>When the courier expects to arrive, when booked. Default not known.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>Why the booking was refused, a short code; <see langword="null"/> unless refused.</summary>
    public string? Code { get; private init; }

    /// <summary>The transport is booked. What else the courier says is set on the result: <c>BookingResult.Booked("1Z999") with { Reference = "b-17" }</c>.</summary>
    /// <param name="trackingNumber">The tracking number: 1 to 100 characters. Anything else counts as unknown.</param>
    /// <returns>The result.</returns>
    public static BookingResult Booked(string trackingNumber) => new(BookingOutcome.Booked) { TrackingNumber = trackingNumber };

    /// <summary>Refused for good: nothing is booked and nothing will be under this delivery id, and repeating the call cannot change that.</summary>
    /// <param name="code">Why, a short code such as <c>address_not_served</c>; the shop stores its first 100 characters.</param>
    /// <returns>The result.</returns>
    public static BookingResult Refused(string code) => new(BookingOutcome.Refused) { Code = code };
}

/// <summary>The outcomes of a booking.</summary>
public enum BookingOutcome
{
    /// <summary>It is not known whether the transport is booked.</summary>
    Unknown,

    /// <summary>The transport is booked.</summary>
    Booked,

    /// <summary>Nothing is booked and nothing will be under this delivery id.</summary>
    Refused,
}
