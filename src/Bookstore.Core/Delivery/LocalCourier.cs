using System.Globalization;

namespace Bookstore;

/// <summary>The shop's own bicycle: books at once, and its tracking number follows from the delivery's id.</summary>
internal sealed class LocalCourier : ICourier
{
    public string Name => "local";

    public TimeSpan LateBookingWindow => TimeSpan.Zero;

    public ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken) =>
        ValueTask.FromResult(BookingResult.Booked(string.Create(CultureInfo.InvariantCulture, $"LOCAL-{delivery.Id:N}")));

    public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) => ValueTask.FromResult(CancelBookingResult.Cancelled);
}
