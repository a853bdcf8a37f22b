namespace Bookstore;

/// <summary>Why a person has to look at a delivery: the library cannot settle it with its courier alone.</summary>
/// <param name="Reason">What happened.</param>
/// <param name="Code">The courier's code; <see langword="null"/> when there is none. At most 100 characters.</param>
/// <param name="Since">When it was first noticed, in UTC.</param>
public sealed record DeliveryAttention(DeliveryAttentionReason Reason, string? Code, DateTimeOffset Since);

/// <summary>The reasons for which a person has to look at a delivery. The numbers are stored: they never change their meaning.</summary>
public enum DeliveryAttentionReason
{
    /// <summary>The courier refused the booking for good. A delivery that was not dispatched yet has failed, and its order needs another one.</summary>
    BookingRefused = 1,

    /// <summary>The courier refused the cancellation for good: it may come for the parcel all the same.</summary>
    CancellationRefused = 2,

    /// <summary>
    /// The outcome of a call has been unknown for long; the call is still being repeated. Or a parcel went on its way after a failed attempt while the cancellation of its booking was being sent: no call is
    /// repeated then, a person asks the courier whether it carries the parcel, and the code is <c>booking_cancelled</c> once it is known that it does not.
    /// </summary>
    OutcomeUnknown = 3,
}
