using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Work towards the outside: a call to a payment gateway or a courier, the delivery of an event, a notification that came in.</summary>
public sealed record WorkResource
{
    /// <summary>The work's id: that of the order whose payment it is, of the refund, of the delivery, of the endpoint that is disabled, of the return, or one of its own.</summary>
    [JsonPropertyName("work_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string WorkId { get; init; }

    /// <summary>What it is: one of <see cref="WorkKinds"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>What becomes of it: one of <see cref="WorkStates"/>.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>The order. Omitted for an event, an endpoint and a notification.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(36, MinimumLength = 36)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OrderId { get; init; }

    /// <summary>The refund. Omitted for other kinds, and in the response to a retry, where it is the work's id.</summary>
    [JsonPropertyName("refund_id")]
    [StringLength(36, MinimumLength = 36)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RefundId { get; init; }

    /// <summary>The delivery. Omitted for other kinds.</summary>
    [JsonPropertyName("delivery_id")]
    [StringLength(36, MinimumLength = 36)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeliveryId { get; init; }

    /// <summary>The webhook endpoint. Omitted for other kinds, and in the response to a retry.</summary>
    [JsonPropertyName("webhook_id")]
    [StringLength(36, MinimumLength = 36)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? WebhookId { get; init; }

    /// <summary>The event that is not delivered. Omitted for other kinds and for an endpoint that is disabled, and in the response to a retry.</summary>
    [JsonPropertyName("event_id")]
    [StringLength(36, MinimumLength = 36)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EventId { get; init; }

    /// <summary>The name of the event handler, or the source of the notification. Omitted for other kinds, and in the response to a retry.</summary>
    [JsonPropertyName("source")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Source { get; init; }

    /// <summary>The name of the payment gateway. Omitted where no gateway is called, where any gateway may be asked, and in the response to a decision.</summary>
    [JsonPropertyName("gateway")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Gateway { get; init; }

    /// <summary>The name of the courier. Omitted for other kinds, and in the response to a decision.</summary>
    [JsonPropertyName("courier")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Courier { get; init; }

    /// <summary>When it is done at the latest, in UTC. Omitted when it is not done any more without a person, and in the response to a decision.</summary>
    [JsonPropertyName("due_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often it was tried without success. Omitted in the response to a decision.</summary>
    [JsonPropertyName("attempts")]
    [Range(0, int.MaxValue)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Attempts { get; init; }

    /// <summary>What the last try said: a code of the gateway or courier, or an error. Omitted where nothing is known of one, and in the response to a decision.</summary>
    [JsonPropertyName("last_error")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LastError { get; init; }

    /// <summary>What a person does about it. Omitted in the response to a decision.</summary>
    [JsonPropertyName("action")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }

    /// <summary>Why a person has to look at it. Omitted when there is no reason, and in the response to a decision.</summary>
    [JsonPropertyName("attention")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WorkAttentionResource? Attention { get; init; }
}

/// <summary>The values of <see cref="WorkResource.Kind"/>. A newer server may add some.</summary>
public static class WorkKinds
{
    /// <summary>A capture or a void, or a question about a pending order.</summary>
    public const string Payment = "payment";

    /// <summary>The booking of a courier, or its cancellation.</summary>
    public const string Courier = "courier";

    /// <summary>A call that gives money back.</summary>
    public const string Refund = "refund";

    /// <summary>An event that a webhook endpoint has not accepted, or an endpoint that was disabled because of failures.</summary>
    public const string Webhook = "webhook";

    /// <summary>A notification that came in, such as one of a payment gateway.</summary>
    public const string Inbox = "inbox";

    /// <summary>An event that an event handler of the server's application has failed to deal with.</summary>
    public const string EventHandler = "event_handler";

    /// <summary>A return that a person has to look at. It is moved by the requests for returns.</summary>
    public const string Return = "return";
}

/// <summary>The values of <see cref="WorkResource.State"/>. A newer server may add some.</summary>
public static class WorkStates
{
    /// <summary>The call is made again in the background.</summary>
    public const string Due = "due";

    /// <summary>A person has to look at it; it may be retried in the background meanwhile.</summary>
    public const string Attention = "attention";

    /// <summary>A person settled it: the call is not made again.</summary>
    public const string Settled = "settled";
}
