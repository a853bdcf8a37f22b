using System.Net;
using System.Text;

namespace Bookstore.Webhooks.Tests;

/// <summary>Events and senders for tests.</summary>
internal static class TestMessages
{
    public static byte[] Secret { get; } = [.. Enumerable.Range(0, 32).Select(static i => (byte)i)];

    public static SigningKeys Keys { get; } = new(Secret);

    public static BookstoreEvent Event(string data = """{"order_id":"o"}""") => new()
    {
        Id = Guid.Parse("0190a000-0000-7000-8000-0000000000aa"),
        Position = 7,
        Type = "order.created",
        Resource = "orders/0190a000-0000-7000-8000-000000000001",
        Sequence = 2,
        OccurredAt = new DateTimeOffset(2026, 11, 22, 10, 30, 0, 123, TimeSpan.Zero),
        Data = Encoding.UTF8.GetBytes(data),
    };

    public static WebhookOptions Options(bool allowPrivate = true) => new() { AllowHttp = true, AllowPrivateAddresses = allowPrivate, SecretKey = Convert.ToBase64String(Secret) };

    public static WebhookSender Sender(TimeProvider? time = null, WebhookOptions? options = null, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null) =>
        new(options ?? Options(), time ?? TimeProvider.System, resolve);

    public static Task<SendResult> SendAsync(this WebhookSender sender, Uri url, DateTimeOffset? now = null, CancellationToken cancellationToken = default) => sender.SendAsync(new WebhookMessage(Event()), url, Keys, now ?? DateTimeOffset.UtcNow, cancellationToken);
}
