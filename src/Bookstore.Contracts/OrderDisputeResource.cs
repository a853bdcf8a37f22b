using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A dispute (chargeback) about an order's payment.</summary>
public sealed record OrderDisputeResource
{
    /// <summary>The gateway's id of the dispute.</summary>
    [JsonPropertyName("dispute_id")]
    [StringLength(200)]
    public required string DisputeId { get; init; }

    /// <summary>Its status: one of <see cref="DisputeStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>The disputed amount, in the order's currency.</summary>
    [JsonPropertyName("amount")]
    public required decimal Amount { get; init; }

    /// <summary>Why, the gateway's code. Omitted when it gives none.</summary>
    [JsonPropertyName("reason")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>When the server learned of it, in UTC.</summary>
    [JsonPropertyName("since")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset Since { get; init; }
}

/// <summary>The values of <see cref="OrderDisputeResource.Status"/>. A newer server may add some.</summary>
public static class DisputeStatuses
{
    /// <summary>The bank has not decided. The gateway has taken the amount back meanwhile.</summary>
    public const string Open = "open";

    /// <summary>The bank has decided for the shop, which has the money.</summary>
    public const string Won = "won";

    /// <summary>The bank has decided for the customer, who has the money.</summary>
    public const string Lost = "lost";
}
