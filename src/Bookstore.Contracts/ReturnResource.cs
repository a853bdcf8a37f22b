using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Copies of an order that its customer gives back.</summary>
public sealed record ReturnResource
{
    /// <summary>The return's entity tag. Not part of the body: <see langword="null"/> when the response has none, as in lists.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>The return's id.</summary>
    [JsonPropertyName("return_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string ReturnId { get; init; }

    /// <summary>The order.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string OrderId { get; init; }

    /// <summary>What it is: one of <see cref="ReturnKinds"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The copies, by ascending ISBN. Empty only for a withdrawal after which nothing was left to give back.</summary>
    [JsonPropertyName("items")]
    [MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<ReturnItemResource> Items { get; init; }

    /// <summary>The status: one of <see cref="ReturnStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary><see langword="true"/> when the order's shipping goes back as well. Omitted otherwise.</summary>
    [JsonPropertyName("shipping")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Shipping { get; init; }

    /// <summary>The note for the shop; omitted when there is none.</summary>
    [JsonPropertyName("note")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>Why it was rejected; omitted unless it was.</summary>
    [JsonPropertyName("rejection_reason")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RejectionReason { get; init; }

    /// <summary>The receipt of a withdrawal, to be given to the customer. Omitted for other returns.</summary>
    [JsonPropertyName("receipt")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WithdrawalReceiptResource? Receipt { get; init; }

    /// <summary>The refunds that were made when its copies were received.</summary>
    [JsonPropertyName("refund_ids")]
    [MaxLength(100)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<string> RefundIds { get; init; }

    /// <summary>Why a person has to look at it. Omitted when there is no reason.</summary>
    [JsonPropertyName("attention")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReturnAttentionResource? Attention { get; init; }

    /// <summary>When it was requested, in UTC.</summary>
    [JsonPropertyName("created_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about it last changed, in UTC.</summary>
    [JsonPropertyName("updated_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A text without what was written.</summary>
    /// <returns>The type's name, the id and the status.</returns>
    public override string ToString() => $"{nameof(ReturnResource)} {ReturnId} {Status}";
}

/// <summary>Copies of one book in a return.</summary>
public sealed record ReturnItemResource
{
    /// <summary>The book: the ISBN-13, without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    public required string Isbn { get; init; }

    /// <summary>The copies that were announced.</summary>
    [JsonPropertyName("quantity")]
    [Range(1, 10_000)]
    public required int Quantity { get; init; }

    /// <summary>Why; omitted when there is no reason.</summary>
    [JsonPropertyName("reason")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The copies that came; omitted until the return is received.</summary>
    [JsonPropertyName("received")]
    [Range(0, 10_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Received { get; init; }

    /// <summary>How many of those that came can be sold again; omitted until the return is received.</summary>
    [JsonPropertyName("sellable")]
    [Range(0, 10_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Sellable { get; init; }

    /// <summary>A text without the reason.</summary>
    /// <returns>The book and the copies.</returns>
    public override string ToString() => $"{nameof(ReturnItemResource)} {Quantity} x {Isbn}";
}

/// <summary>The receipt of a withdrawal: what was received, and when.</summary>
public sealed record WithdrawalReceiptResource
{
    /// <summary>When the withdrawal was received, in UTC.</summary>
    [JsonPropertyName("received_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What was received: the order, the copies, and the customer's statement.</summary>
    [JsonPropertyName("content")]
    [StringLength(10_000)]
    public required string Content { get; init; }

    /// <summary>Whether the period for withdrawals was over.</summary>
    [JsonPropertyName("late")]
    public required bool Late { get; init; }

    /// <summary>A text without the content, which is personal data.</summary>
    /// <returns>The type's name and the time.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{nameof(WithdrawalReceiptResource)} {ReceivedAt:O}");
}

/// <summary>Why a person has to look at a return.</summary>
public sealed record ReturnAttentionResource
{
    /// <summary>What happened: one of <see cref="ReturnAttentionReasons"/>.</summary>
    [JsonPropertyName("reason")]
    public required string Reason { get; init; }

    /// <summary>When it was noticed, in UTC.</summary>
    [JsonPropertyName("since")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset Since { get; init; }
}
