using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace Bookstore.Testing;

// <example>
public sealed class MyCourier(IHttpClientFactory clients, byte[] webhookSecret) : ICourier
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

    // What the courier sends to /webhooks/pigeon: the signature first, and only then the scan.
    public CourierNotificationReading ParseNotification(IncomingNotification request)
    {
        if (!IsSigned(request))
        {
            return CourierNotificationReading.Unauthorized;
        }

        using var json = JsonDocument.Parse(request.Body);
        return json.RootElement.GetProperty("version").GetInt32() == 1 && ScanOf(json.RootElement) is { } scan
            ? CourierNotificationReading.Of(CourierNotification.Of(json.RootElement.GetProperty("tracking_number").GetString()!, scan))
            : CourierNotificationReading.Irrelevant; // a version, or a status, that this program does not know
    }

    // A notification is a reason to ask. Leave this method out where the courier cannot be asked: its notifications count then.
    public async ValueTask<TrackingResult> TrackAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient("courier");
        using var answer = await http.GetAsync($"bookings/{delivery.Id}/scans", cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "application/json")
        {
            return (answer.StatusCode, text) is (HttpStatusCode.NotFound, "no_such_booking") ? TrackingResult.NotFound : TrackingResult.Unknown;
        }

        using var json = JsonDocument.Parse(text);
        return TrackingResult.Found([.. json.RootElement.EnumerateArray().Select(ScanOf).OfType<CourierScan>()]);
    }

    private bool IsSigned(IncomingNotification request)
    {
        var given = new byte[SHA256.HashSizeInBytes];
        return request.Headers.TryGetValue("X-Pigeon-Signature", out var signature)
            && Convert.TryFromBase64String(signature, given, out var length) && length == given.Length
            && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(webhookSecret, request.Body.Span), given);
    }

    private static CourierScan? ScanOf(JsonElement json) => json.GetProperty("event").GetString() switch
    {
        "collected" => new CourierScan(DeliveryStatus.Dispatched, TimeOf(json)),
        "on_its_way" => new CourierScan(DeliveryStatus.InTransit, TimeOf(json)),
        "not_at_home" => new CourierScan(DeliveryStatus.Failed, TimeOf(json)),
        "delivered" => new CourierScan(DeliveryStatus.Delivered, TimeOf(json)),
        "back_at_sender" => new CourierScan(DeliveryStatus.Returned, TimeOf(json)),
        "lost" => new CourierScan(DeliveryStatus.Lost, TimeOf(json)),
        _ => null,
    };

    // With its offset: a local time without one would change the order of two scans.
    private static DateTimeOffset TimeOf(JsonElement json) => DateTimeOffset.Parse(json.GetProperty("scanned_at").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
// </example>
