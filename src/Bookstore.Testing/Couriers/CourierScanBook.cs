using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Bookstore.Testing;

/// <summary>The scans that a <see cref="ScriptedCourier"/> has made, and how it sends them: JSON, signed with an HMAC of the body. Thread-safe.</summary>
internal sealed class CourierScanBook(string secret)
{
    private const string SignatureHeader = "X-Courier-Signature";

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);
    private readonly Lock _lock = new();
    private readonly List<(Guid DeliveryId, CourierScan Scan, IncomingNotification Sent)> _made = [];

    public IReadOnlyList<IncomingNotification> Sent
    {
        get
        {
            lock (_lock)
            {
                return [.. _made.Select(static made => made.Sent)];
            }
        }
    }

    public IncomingNotification Add(Guid deliveryId, string? trackingNumber, CourierScan scan)
    {
        var sent = Sign(BodyOf(deliveryId, trackingNumber, scan));
        lock (_lock)
        {
            _made.Add((deliveryId, scan, sent));
        }

        return sent;
    }

    public IReadOnlyList<CourierScan> ScansOf(Guid deliveryId)
    {
        lock (_lock)
        {
            return [.. _made.Where(made => made.DeliveryId == deliveryId).Select(static made => made.Scan)];
        }
    }

    public CourierNotificationReading Read(IncomingNotification request)
    {
        var given = new byte[SHA256.HashSizeInBytes];
        var isSigned = request.Headers.TryGetValue(SignatureHeader, out var signature)
            && Convert.FromHexString(signature, given, out _, out var length) == OperationStatus.Done && length == given.Length
            && CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_secret, request.Body.Span), given);
        return isSigned ? ReadAuthentic(request.Body) : CourierNotificationReading.Unauthorized;
    }

    private static CourierNotificationReading ReadAuthentic(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var scan = new CourierScan(
            Enum.Parse<DeliveryStatus>(json.RootElement.GetProperty("status").GetString()!),
            DateTimeOffset.Parse(json.RootElement.GetProperty("scanned_at").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind));
        return CourierNotificationReading.Of(json.RootElement.TryGetProperty("tracking_number", out var number)
            ? CourierNotification.Of(number.GetString()!, scan)
            : CourierNotification.Of(json.RootElement.GetProperty("delivery_id").GetGuid(), scan));
    }

    private IncomingNotification Sign(byte[] body) => new()
    {
        Body = body,
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [SignatureHeader] = Convert.ToHexString(HMACSHA256.HashData(_secret, body)) },
    };

    private static byte[] BodyOf(Guid deliveryId, string? trackingNumber, CourierScan scan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (trackingNumber is null)
            {
                json.WriteString("delivery_id", deliveryId);
            }
            else
            {
                json.WriteString("tracking_number", trackingNumber);
            }

            json.WriteString("status", scan.Status.ToString());
            json.WriteString("scanned_at", scan.At.ToString("O", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
