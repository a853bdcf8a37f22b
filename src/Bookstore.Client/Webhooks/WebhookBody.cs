using System.Text.Json;
using Bookstore.Contracts;

namespace Bookstore.Client.Webhooks;

/// <summary>Reads the body of a webhook request.</summary>
internal static class WebhookBody
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>The event; <see langword="null"/> where the body is none, or has another id than the header.</summary>
    public static EventResource? Read(ReadOnlyMemory<byte> body, string id)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Options);
            return Read(json.RootElement) is { } happened && happened.Id == id ? happened : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static EventResource? Read(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("id"u8, out var id) && id.GetString() is { Length: > 0 } identity
        && body.TryGetProperty("type"u8, out var type) && type.GetString() is { Length: > 0 } name
        && body.TryGetProperty("timestamp"u8, out var timestamp) && timestamp.TryGetDateTimeOffset(out var time)
        && body.TryGetProperty("sequence"u8, out var number) && number.TryGetInt64(out var sequence)
        && body.TryGetProperty("data"u8, out var data) && data.ValueKind == JsonValueKind.Object
            ? new EventResource { Id = identity, Type = name, Sequence = sequence, Resource = ResourceOf(body), OccurredAt = time.ToUniversalTime(), Data = data.Clone() }
            : null;

    private static string ResourceOf(JsonElement body) => body.TryGetProperty("resource"u8, out var resource) ? resource.GetString() ?? string.Empty : string.Empty;
}
