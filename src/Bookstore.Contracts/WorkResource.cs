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

    /// <summary>A person settled it: the call is not made again.</summary>
    public const string Settled = "settled";
}
