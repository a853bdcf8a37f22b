namespace Bookstore;

/// <summary>The shop's side of a courier service. Register one for each courier that orders can be delivered with.</summary>
/// <remarks>
/// <para>Every call is keyed by the delivery's id and idempotent: a repeated call has no second effect and returns the same result. The intent is stored
/// before the call and the result after it. One delivery has one call at a time, over all hosts; a call that throws, times out or returns unknown is
/// repeated with growing pauses.</para>
/// <para>A call MUST return refused only when the courier itself says that it refuses for good: the call is then never repeated, and a person has to
/// look at the delivery (<see cref="Delivery.Attention"/>).</para>
/// <para>A host calls a courier only for deliveries that name it, so hosts on one database may have different couriers.</para>
/// <para>Implementations MUST be safe for use from any number of threads, and SHOULD NOT block the calling thread: a call that does is abandoned
/// after 30 seconds as one that hangs. A courier that is slow delays its own deliveries alone.</para>
/// </remarks>
public interface ICourier
{
    /// <summary>The name that deliveries choose it by: 1 to 50 characters. It is stored with each delivery, so it MUST NOT change while such deliveries are open.</summary>
    string Name { get; }

    /// <summary>How long after it was sent a booking can still take effect although it was cancelled; zero where a cancellation forbids it. Default 15 minutes.</summary>
    /// <remarks>
    /// A delivery whose booking has an unknown outcome is cancelled once more after this time. Zero to 30 days: a longer time counts as 30 days, and so does one
    /// that cannot be read; a negative time counts as zero.
    /// </remarks>
    TimeSpan LateBookingWindow => TimeSpan.FromMinutes(15);

    /// <summary>Books the transport of a delivery.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="cancellationToken">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>Booked, refused for good, which fails a delivery that is not dispatched yet, or unknown.</returns>
    ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Cancels a booking. Cancelling what was never booked succeeds.</summary>
    /// <remarks>No booking of the delivery is in progress at that time, as far as the shop knows; see <see cref="LateBookingWindow"/>.</remarks>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="cancellationToken">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>Cancelled, refused for good, or unknown.</returns>
    ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken);

    /// <summary>Cancels a booking, as the shop calls it. The default calls <see cref="CancelAsync(Guid, CancellationToken)"/>: implement this one where the courier has ids of its own.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="reference">The <see cref="BookingResult.Reference"/> of the booking; <see langword="null"/> when it gave none, or its result never arrived.</param>
    /// <param name="cancellationToken">Gives up waiting; the outcome is then unknown.</param>
    /// <returns>Cancelled, refused for good, or unknown.</returns>
    ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, string? reference, CancellationToken cancellationToken) => CancelAsync(deliveryId, cancellationToken);

    /// <summary>Checks the signature of what the courier sends to <c>/webhooks/{name}</c> first, and reads the scan then. The default is for a courier that sends nothing.</summary>
    /// <remarks>
    /// It MUST NOT call out and MUST NOT block. A request without a valid signature is <see cref="CourierNotificationReading.Unauthorized"/>; a type or version that it does not know is
    /// <see cref="CourierNotificationReading.Irrelevant"/>. It is asked once with an empty request whether the courier sends any.
    /// </remarks>
    /// <param name="request">The request, as it was sent.</param>
    /// <returns>What it says.</returns>
    CourierNotificationReading ParseNotification(IncomingNotification request) => CourierNotificationReading.NotSupported;

    /// <summary>Asks the courier where a parcel is. Called after a notification, which is then not believed itself. The default is for a courier that cannot be asked: the notification's own scan counts.</summary>
    /// <param name="delivery">The delivery, with its tracking number and reference as far as they are known.</param>
    /// <param name="cancellationToken">Gives up waiting; the courier is asked again later.</param>
    /// <returns>Its scans, not found, unknown, or not supported.</returns>
    ValueTask<TrackingResult> TrackAsync(Delivery delivery, CancellationToken cancellationToken) => ValueTask.FromResult(TrackingResult.NotSupported);
}
