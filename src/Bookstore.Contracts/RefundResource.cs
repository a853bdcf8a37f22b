using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Money of an order that goes back to its customer.</summary>
public sealed record RefundResource
{
    /// <summary>The refund's entity tag. Not part of the body: <see langword="null"/> when the response has none, as in lists.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>The refund's id.</summary>
    [JsonPropertyName("refund_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string RefundId { get; init; }

    /// <summary>The order.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string OrderId { get; init; }

    /// <summary>The amount.</summary>
    [JsonPropertyName("amount")]
    public required decimal Amount { get; init; }

    /// <summary>The order's currency, ISO 4217.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    public required string Currency { get; init; }

    /// <summary>The copies that it pays back, by ascending ISBN. Omitted for an amount.</summary>
    [JsonPropertyName("items")]
    [MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ItemQuantity>? Items { get; init; }

    /// <summary><see langword="true"/> when it pays the order's shipping back. Omitted otherwise.</summary>
    [JsonPropertyName("shipping")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Shipping { get; init; }

    /// <summary>Why: the shop's own words, or <c>order_cancelled</c>, <c>delivery_returned</c> or <c>delivery_lost</c> for a refund that the server made by itself.</summary>
    [JsonPropertyName("reason")]
    [StringLength(100)]
    public required string Reason { get; init; }

    /// <summary>The shop's note; omitted when there is none.</summary>
    [JsonPropertyName("note")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>The status: one of <see cref="RefundStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>Why it failed, the gateway's code. Omitted unless it failed.</summary>
    [JsonPropertyName("failure_code")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FailureCode { get; init; }

    /// <summary>Why a person has to look at it. Omitted when there is no reason.</summary>
    [JsonPropertyName("attention")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderAttentionResource? Attention { get; init; }

    /// <summary>How a person resolved it. Omitted when no person had to.</summary>
    [JsonPropertyName("resolution")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentResolutionResource? Resolution { get; init; }

    /// <summary>When it was made, in UTC.</summary>
    [JsonPropertyName("created_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about it last changed, in UTC.</summary>
    [JsonPropertyName("updated_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A text without the note.</summary>
    /// <returns>The type's name, the id and the status.</returns>
    public override string ToString() => $"{nameof(RefundResource)} {RefundId} {Status}";
}

/// <summary>The values of <see cref="RefundResource.Status"/>. A newer server may add some.</summary>
public static class RefundStatuses
{
    /// <summary>It is to be made, or its outcome is not known yet: the gateway is asked until it is.</summary>
    public const string Pending = "pending";

    /// <summary>The amount went back.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>It was refused for good or given up: the shop still has the amount.</summary>
    public const string Failed = "failed";
}
