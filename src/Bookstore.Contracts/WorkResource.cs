using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A call to the outside that an order or a delivery needs: of its payment gateway, or of its courier.</summary>
public sealed record WorkResource
{
    /// <summary>The work's id: that of the order whose payment it is, or of the delivery.</summary>
    [JsonPropertyName("work_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string WorkId { get; init; }

    /// <summary>Whom it calls: one of <see cref="WorkKinds"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>What becomes of it: one of <see cref="WorkStates"/>.</summary>
    [JsonPropertyName("state")]
    public required string State { get; init; }

    /// <summary>The order.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string OrderId { get; init; }

    /// <summary>The delivery. Omitted for a payment.</summary>
    [JsonPropertyName("delivery_id")]
    [StringLength(36, MinimumLength = 36)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DeliveryId { get; init; }

    /// <summary>The name of the payment gateway. Omitted for a courier, where any gateway may be asked, and in the response to a decision.</summary>
    [JsonPropertyName("gateway")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Gateway { get; init; }

    /// <summary>The name of the courier. Omitted for a payment, and in the response to a decision.</summary>
    [JsonPropertyName("courier")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Courier { get; init; }

    /// <summary>When the call is made at the latest, in UTC. Omitted when it is not made any more without a person, and in the response to a decision.</summary>
    [JsonPropertyName("due_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often the call was tried without success. Omitted in the response to a decision.</summary>
    [JsonPropertyName("attempts")]
    [Range(0, int.MaxValue)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Attempts { get; init; }

    /// <summary>Why a person has to look at it. Omitted when there is no reason, and in the response to a decision.</summary>
    [JsonPropertyName("attention")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WorkAttentionResource? Attention { get; init; }
}

/// <summary>The values of <see cref="WorkResource.Kind"/>. A newer server may add some.</summary>
public static class WorkKinds
{
    /// <summary>A capture, a void or a refund, or a question about a pending order.</summary>
    public const string Payment = "payment";

    /// <summary>The booking of a courier, or its cancellation.</summary>
    public const string Courier = "courier";
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
