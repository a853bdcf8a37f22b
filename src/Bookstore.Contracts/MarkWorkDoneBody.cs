using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to record that a call which the server could not finish was made another way.</summary>
public sealed record MarkWorkDoneBody
{
    /// <summary>The reason for attention that the person saw: one of <see cref="AttentionReasons"/> or <see cref="DeliveryAttentionReasons"/>.</summary>
    [JsonPropertyName("attention")]
    [StringLength(50, MinimumLength = 1)]
    public required string Attention { get; init; }

    /// <summary>
    /// What proves it. For a payment the bank's or the gateway's reference, up to 500 characters. For a booking its tracking number, up to 100 characters.
    /// Required, except with <see cref="DeliveryAttentionReasons.CancellationRefused"/>.
    /// </summary>
    [JsonPropertyName("reference")]
    [StringLength(500, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }
}

/// <summary>A request to give up a call that the server could not finish.</summary>
public sealed record GiveUpWorkBody
{
    /// <summary>The reason for attention that the person saw: one of <see cref="AttentionReasons"/> or <see cref="DeliveryAttentionReasons"/>.</summary>
    [JsonPropertyName("attention")]
    [StringLength(50, MinimumLength = 1)]
    public required string Attention { get; init; }

    /// <summary>The reason, up to 500 characters. Required for a payment.</summary>
    [JsonPropertyName("reason")]
    [StringLength(500, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
