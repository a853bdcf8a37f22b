using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Why a person has to look at work.</summary>
public sealed record WorkAttentionResource
{
    /// <summary>What happened: one of <see cref="AttentionReasons"/>, <see cref="DeliveryAttentionReasons"/>, <see cref="ReturnAttentionReasons"/> or <see cref="ParkedReasons"/>.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>The gateway's or the courier's code. Omitted when there is none.</summary>
    [JsonPropertyName("code")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>When it was first noticed, in UTC.</summary>
    [JsonPropertyName("since")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset Since { get; init; }
}

/// <summary>Why a person has to look at an event, an endpoint or a notification: values of <see cref="WorkAttentionResource.Reason"/>. A newer server may add some.</summary>
public static class ParkedReasons
{
    /// <summary>The event has failed for good: no further try is due.</summary>
    public const string NotDelivered = "not_delivered";

    /// <summary>The endpoint was disabled because of failures: it gets nothing.</summary>
    public const string EndpointDisabled = "endpoint_disabled";

    /// <summary>The notification could not be worked on: no further try is due.</summary>
    public const string NotificationFailed = "notification_failed";
}
