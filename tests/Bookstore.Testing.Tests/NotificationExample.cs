using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bookstore.Testing;

// <example>
public sealed class MyNotifications(IHttpClientFactory clients, byte[] secret, TimeProvider time) : INotificationSource
{
    // The last segment of the address, /webhooks/my-provider. It is stored with each notification: choose it once.
    public string Source => "my-provider";

    public NotificationReading Read(IncomingNotification request)
    {
        if (!IsSigned(request))
        {
            return NotificationReading.Unauthorized;
        }

        // Only ids and the type are read: what has happened is asked for.
        using var json = JsonDocument.Parse(request.Body);
        return json.RootElement.GetProperty("type").GetString() is { } type && type.StartsWith("payment.", StringComparison.Ordinal)
            ? NotificationReading.Of(new Notification(json.RootElement.GetProperty("id").GetString()!, type, json.RootElement.GetProperty("payment").GetString()!))
            : NotificationReading.Irrelevant;
    }

    // The order that a payment is of; null for a payment that is not the shop's. An exception has it asked for again.
    public async ValueTask<Guid?> FindOrderAsync(Notification notification, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient("payments");
        using var answer = await http.GetAsync($"payments/{Uri.EscapeDataString(notification.Reference)}", cancellationToken);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        if (answer.StatusCode == HttpStatusCode.NotFound && json.RootElement.GetProperty("error").GetProperty("code").GetString() == "no_such_payment")
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        return Guid.TryParse(json.RootElement.GetProperty("id").GetString()![..36], out var orderId) ? orderId : null;
    }

    // Over the time and the body, so that what was recorded is of no use later.
    private bool IsSigned(IncomingNotification request)
    {
        var given = new byte[SHA256.HashSizeInBytes];
        if (!request.Headers.TryGetValue("X-Timestamp", out var timestamp) || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || !request.Headers.TryGetValue("X-Signature", out var signature) || !Convert.TryFromBase64String(signature, given, out var length) || length != given.Length
            || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) > 300)
        {
            return false;
        }

        var signed = (byte[])[.. Encoding.UTF8.GetBytes($"{seconds}."), .. request.Body.Span];
        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(secret, signed), given);
    }
}
// </example>
