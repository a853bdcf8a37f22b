using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Why a person has to look at a call to a payment gateway or a courier.</summary>
public sealed record WorkAttentionResource
{
    /// <summary>What happened: one of <see cref="AttentionReasons"/> or <see cref="DeliveryAttentionReasons"/>.</summary>
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
