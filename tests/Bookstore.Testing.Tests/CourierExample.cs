using System.Net;

namespace Bookstore.Testing;

// <example>
public sealed class MyCourier(IHttpClientFactory clients) : ICourier
{
    public string Name => "pigeon";

    // A booking that is under way for longer than this is dropped by the courier.
    public TimeSpan LateBookingWindow => TimeSpan.FromMinutes(10);

    public async ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient("courier");
        using var answer = await http.PutAsync($"bookings/{delivery.Id}", new StringContent(delivery.Address), cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.IsSuccessStatusCode && answer.Headers.ETag is { Tag: var id })
        {
            return BookingResult.Booked(text) with
            {
                Reference = id, // the courier's own id; here the tag of the booking
                LabelUrl = answer.Headers.Location,
            };
        }

        // The courier's own word decides, and never the status alone: a bare 422 or 404 may come from a proxy.
        return (answer.StatusCode, text) is (HttpStatusCode.UnprocessableEntity, "address_not_served" or "cancelled") ? BookingResult.Refused(text) : BookingResult.Unknown;
    }

    public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) => CancelAsync(deliveryId, null, cancellationToken);

    // This courier finds a booking by the delivery's id, so that it needs no reference.
    public async ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, string? reference, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient("courier");
        using var answer = await http.DeleteAsync($"bookings/{deliveryId}", cancellationToken);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken)) switch
        {
            (HttpStatusCode.OK, "cancelled") or (HttpStatusCode.NotFound, "no_such_booking") => CancelBookingResult.Cancelled,
            (HttpStatusCode.Conflict, "already_collected") => CancelBookingResult.Refused("already_collected"),
            _ => CancelBookingResult.Unknown,
        };
    }
}
// </example>
