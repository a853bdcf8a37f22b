using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>What an order costs, until the quote expires. It holds no stock.</summary>
public sealed record QuoteResource
{
    /// <summary>The quote's id, for <see cref="PlaceOrderBody.QuoteId"/>.</summary>
    [JsonPropertyName("quote_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string QuoteId { get; init; }

    /// <summary>The customer that it is for; omitted when it is for any.</summary>
    [JsonPropertyName("customer_id")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CustomerId { get; init; }

    /// <summary>What would be bought, one item a book, by ascending ISBN.</summary>
    [JsonPropertyName("items")]
    [MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<QuoteItemResource> Items { get; init; }

    /// <summary>Shipping, tax and discounts beside the items.</summary>
    [JsonPropertyName("adjustments")]
    [MaxLength(20)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public IReadOnlyList<OrderAdjustmentResource> Adjustments { get; init; } = [];

    /// <summary>What an order that names the quote is charged.</summary>
    [JsonPropertyName("total")]
    public required decimal Total { get; init; }

    /// <summary>The quote's currency, ISO 4217.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    public required string Currency { get; init; }

    /// <summary>Until when an order can name it, in UTC: 15 minutes after it was made.</summary>
    [JsonPropertyName("expires_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>A text without the customer, which is personal data.</summary>
    /// <returns>The type's name and the id.</returns>
    public override string ToString() => $"{nameof(QuoteResource)} {QuoteId}";
}

/// <summary>One item of a quote, at the quoted price.</summary>
public sealed record QuoteItemResource
{
    /// <summary>The ISBN-13, without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    public required string Isbn { get; init; }

    /// <summary>The copies.</summary>
    [JsonPropertyName("quantity")]
    [Range(1, 10_000)]
    public required int Quantity { get; init; }

    /// <summary>The price of one copy.</summary>
    [JsonPropertyName("unit_price")]
    public required decimal UnitPrice { get; init; }

    /// <summary>The item's share of the adjustments, negative where discounts outweigh the rest.</summary>
    [JsonPropertyName("allocated")]
    public required decimal Allocated { get; init; }
}
