using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to place an order.</summary>
public sealed record PlaceOrderBody
{
    /// <summary>The shop's own name for the customer: 1 to 100 characters.</summary>
    [JsonPropertyName("customer_id")]
    [StringLength(100, MinimumLength = 1)]
    public required string CustomerId { get; init; }

    /// <summary>What to buy: 1 to 200 items. The same book twice is one line with the sum.</summary>
    [JsonPropertyName("items")]
    [MinLength(1), MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<PlaceOrderItem> Items { get; init; }

    /// <summary>What it is paid with; an order without is declined.</summary>
    [JsonPropertyName("payment")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentBody? Payment { get; init; }

    /// <summary>The total that the customer was shown. If sent, it must equal the order's total, else the order is refused and nothing changes.</summary>
    [JsonPropertyName("expected_total")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? ExpectedTotal { get; init; }

    /// <summary>A cart's reservation whose copies go over to the order. If sent, it must still be held, else the order is refused and nothing changes.</summary>
    [JsonPropertyName("reservation_id")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ReservationId { get; init; }

    /// <summary>A quote. If sent, the order is charged exactly what was quoted; it must order what was quoted before the quote expires, else it is refused and nothing changes.</summary>
    [JsonPropertyName("quote_id")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? QuoteId { get; init; }

    /// <summary>Shipping, tax and discounts beside the items: up to 20. Those below zero need the role <c>orders.price</c>.</summary>
    [JsonPropertyName("adjustments")]
    [MaxLength(20)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public IReadOnlyList<OrderAdjustmentBody>? Adjustments { get; init; }

    /// <summary>The shop's own notes on the order: up to 20 pairs of a key of 1 to 40 characters and a value of up to 500. No event has them.</summary>
    [JsonPropertyName("metadata")]
    [MaxLength(20), StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>A text without the customer, which is personal data.</summary>
    /// <returns>The type's name and the number of items.</returns>
    public override string ToString() => $"{nameof(PlaceOrderBody)} of {Items?.Count ?? 0} items";
}

/// <summary>A number of copies of one book to buy.</summary>
public sealed record PlaceOrderItem
{
    /// <summary>The book: an ISBN-13 or an ISBN-10, with or without hyphens. A text that is no ISBN is a book that the catalogue does not have.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(32)]
    public required string Isbn { get; init; }

    /// <summary>The copies: 1 to 10,000.</summary>
    [JsonPropertyName("quantity")]
    [Range(1, 10_000)]
    public required int Quantity { get; init; }
}

/// <summary>What an order is paid with. Handed to the payment gateway; never stored, logged or echoed.</summary>
public sealed record PaymentBody
{
    /// <summary>The card number or the gateway's token for it; up to 500 characters. Missing or empty: declined.</summary>
    [JsonPropertyName("card_number")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CardNumber { get; init; }

    /// <summary>The gateway's token, in place of <see cref="CardNumber"/>: 1 to 500 characters.</summary>
    [JsonPropertyName("token")]
    [StringLength(500, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>The means of payment that the token is for, in the gateway's own words, such as <c>card</c>: 1 to 50 characters.</summary>
    [JsonPropertyName("method")]
    [StringLength(50, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Method { get; init; }

    /// <summary>The card's expiry, such as <c>12/30</c>; up to 20 characters.</summary>
    [JsonPropertyName("expiry")]
    [StringLength(20)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expiry { get; init; }

    /// <summary>A text without any card data in it.</summary>
    /// <returns>The type's name.</returns>
    public override string ToString() => nameof(PaymentBody);
}
