using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>An event that is not delivered to a webhook endpoint yet, or one of the last tries.</summary>
public sealed record WebhookDeliveryResource
{
    /// <summary>The event's id: the <c>webhook-id</c> of the request.</summary>
    [JsonPropertyName("event_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string EventId { get; init; }

    /// <summary>The event's type: one of <see cref="FeedEventTypes"/>, or <c>webhook.ping</c>.</summary>
    [JsonPropertyName("type")]
    [StringLength(50)]
    public required string Type { get; init; }

    /// <summary>The event's resource.</summary>
    [JsonPropertyName("resource")]
    [StringLength(50)]
    public required string Resource { get; init; }

    /// <summary>The event's sequence; 0 of a ping.</summary>
    [JsonPropertyName("sequence")]
    [Range(0, 9_007_199_254_740_991)]
    public required long Sequence { get; init; }

    /// <summary>The state: one of <see cref="WebhookDeliveryStates"/>.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>How many tries were made: of a try, which it is. 0 of a ping, and of a try that a request asked for.</summary>
    [JsonPropertyName("attempts")]
    [Range(0, int.MaxValue)]
    public required int Attempts { get; init; }

    /// <summary>When the next try is due, in UTC. Omitted where none is.</summary>
    [JsonPropertyName("due_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When the try began; of what is not delivered, since when it waits. In UTC.</summary>
    [JsonPropertyName("at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? At { get; init; }

    /// <summary>How long the try took, in milliseconds. Omitted of what is not delivered.</summary>
    [JsonPropertyName("duration_ms")]
    [Range(0, 9_007_199_254_740_991)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? DurationMilliseconds { get; init; }

    /// <summary>The HTTP status of the receiver's response. Omitted where there was none.</summary>
    [JsonPropertyName("status")]
    [Range(100, 999)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Status { get; init; }

    /// <summary>The first KiB of the receiver's response, as text. Omitted where it was empty.</summary>
    [JsonPropertyName("response")]
    [StringLength(1_024)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Response { get; init; }

    /// <summary>Why the last try failed. Omitted for a success.</summary>
    [JsonPropertyName("error")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }
}

/// <summary>The values of <see cref="WebhookDeliveryResource.State"/>. A newer server may add some.</summary>
public static class WebhookDeliveryStates
{
    /// <summary>A try that the receiver accepted.</summary>
    public const string Delivered = "delivered";

    /// <summary>A try that failed.</summary>
    public const string Failed = "failed";

    /// <summary>Not delivered: the last try failed, and another one is due.</summary>
    public const string Retrying = "retrying";

    /// <summary>Not delivered: it waits for an earlier event of its resource.</summary>
    public const string Waiting = "waiting";

    /// <summary>Not delivered, and no further try is due.</summary>
    public const string Parked = "parked";
}
