namespace Bookstore;

/// <summary>A courier's result of the cancellation of a booking.</summary>
/// <remarks>Immutable; two results are equal when outcome and code are.</remarks>
public sealed record CancelBookingResult
{
    private CancelBookingResult(CancelBookingOutcome outcome) => Outcome = outcome;

    /// <summary>The outcome is not known; the call is repeated later.</summary>
    public static CancelBookingResult Unknown { get; } = new(CancelBookingOutcome.Unknown);

    /// <summary>Nothing is booked any more.</summary>
    public static CancelBookingResult Cancelled { get; } = new(CancelBookingOutcome.Cancelled);

    /// <summary>What happened.</summary>
    public CancelBookingOutcome Outcome { get; }

    /// <summary>Why the cancellation was refused, a short code; <see langword="null"/> unless refused.</summary>
    public string? Code { get; private init; }

    /// <summary>Refused for good: the courier may come all the same, and repeating the call cannot change that.</summary>
    /// <param name="code">Why, a short code such as <c>already_collected</c>; the shop stores its first 100 characters.</param>
    /// <returns>The result.</returns>
    public static CancelBookingResult Refused(string code) => new(CancelBookingOutcome.Refused) { Code = code };
}

/// <summary>The outcomes of the cancellation of a booking.</summary>
public enum CancelBookingOutcome
{
    /// <summary>It is not known whether the transport is still booked.</summary>
    Unknown,

    /// <summary>Nothing is booked.</summary>
    Cancelled,

    /// <summary>The transport may still be booked, and repeating the call cannot change that.</summary>
    Refused,
}
