using System.Text.Json;

namespace Bookstore.Payments.Simulated;

/// <summary>What the simulated gateway sends, taken in: the source <c>simulated</c>.</summary>
/// <param name="secret">The secret of the signatures; <see langword="null"/>: every notification is refused.</param>
/// <param name="time">The clock of the signatures.</param>
internal sealed class SimulatedNotifications(string? secret, TimeProvider time) : INotificationSource
{
    public string Source => "simulated";

    public NotificationReading Read(IncomingNotification request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (secret is null || !SimulatedSignature.IsValid(request.Headers, request.Body.Span, secret, time.GetUtcNow()))
        {
            return NotificationReading.Unauthorized;
        }

        try
        {
            using var json = JsonDocument.Parse(request.Body);
            var root = json.RootElement;
            return TextOf(root, "id") is { Length: <= Notification.MaxIdLength } id && TextOf(root, "type") is { Length: <= Notification.MaxTypeLength } type && TextOf(root, "order_id") is { } order && Guid.TryParseExact(order, "D", out _)
                ? NotificationReading.Of(new Notification(id, type, order))
                : NotificationReading.Irrelevant;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it is none.
            return NotificationReading.Irrelevant;
        }
    }

    public ValueTask<Guid?> FindOrderAsync(Notification notification, CancellationToken cancellationToken) => new(Guid.ParseExact(notification.Reference, "D"));

    private static string? TextOf(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text ? text : null;
}
