namespace Bookstore.Testing;

/// <summary>A courier as one host sees it: each call is two boundaries.</summary>
internal sealed class CrashableCourier(ICourier inner, HostLifetime life) : ICourier
{
    public string Name => inner.Name;

    public TimeSpan LateBookingWindow => inner.LateBookingWindow;

    public CourierNotificationReading ParseNotification(IncomingNotification request) => inner.ParseNotification(request);

    public async ValueTask<TrackingResult> TrackAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        await life.PassAsync("before track").ConfigureAwait(false);
        var result = await inner.TrackAsync(delivery, cancellationToken).ConfigureAwait(false);
        await life.PassAsync("after track").ConfigureAwait(false);
        return result;
    }

    public async ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        await life.PassAsync("before book").ConfigureAwait(false);
        var result = await inner.BookAsync(delivery, cancellationToken).ConfigureAwait(false);
        await life.PassAsync("after book").ConfigureAwait(false);
        return result;
    }

    public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) => CancelAsync(deliveryId, null, cancellationToken);

    public async ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, string? reference, CancellationToken cancellationToken)
    {
        await life.PassAsync("before call-off").ConfigureAwait(false);
        var result = await inner.CancelAsync(deliveryId, reference, cancellationToken).ConfigureAwait(false);
        await life.PassAsync("after call-off").ConfigureAwait(false);
        return result;
    }
}
