using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Bookstore.Webhooks;

/// <summary>What is sent: an event as the body of a request.</summary>
internal sealed class WebhookMessage
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // What was written here is valid, and the data is what Core wrote.
    private static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    private readonly byte[] _body;

    public WebhookMessage(BookstoreEvent happened)
    {
        Event = happened;
        _body = Write(happened);
    }

    public BookstoreEvent Event { get; }

    public ReadOnlyMemory<byte> Body => _body;

    /// <summary>Makes the signed request of one try.</summary>
    public HttpRequestMessage ToRequest(Uri url, SigningKeys keys, DateTimeOffset now)
    {
        var id = Event.Id.ToString();
        var content = new ByteArrayContent(_body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content, Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("User-Agent", "Bookstore-Webhooks");
        request.Headers.TryAddWithoutValidation("webhook-id", id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", keys.Sign(id, now, _body));
        return request;
    }

    private static byte[] Write(BookstoreEvent happened)
    {
        var buffer = new ArrayBufferWriter<byte>(256 + happened.Data.Length);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, happened.Type);
            json.WriteString("timestamp"u8, happened.OccurredAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WritePropertyName("data"u8);
            json.WriteRawValue(happened.Data.Span, skipInputValidation: true);
            json.WriteString("id"u8, happened.Id);
            json.WriteNumber("sequence"u8, happened.Sequence);
            json.WriteString("resource"u8, happened.Resource);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
