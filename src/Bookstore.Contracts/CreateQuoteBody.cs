using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request for a quote.</summary>
public sealed record CreateQuoteBody
{
    /// <summary>The customer that it is for: 1 to 100 characters. An order of another customer cannot name it then. Default any.</summary>
    [JsonPropertyName("customer_id")]
    [StringLength(100, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CustomerId { get; init; }

    /// <summary>What would be bought: 1 to 200 items. The same book twice is one item with the sum.</summary>
    [JsonPropertyName("items")]
    [MinLength(1), MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<PlaceOrderItem> Items { get; init; }

    /// <summary>Shipping, tax and discounts beside the items: up to 20. Those below zero need the role <c>orders.price</c>.</summary>
    [JsonPropertyName("adjustments")]
    [MaxLength(20)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public IReadOnlyList<OrderAdjustmentBody>? Adjustments { get; init; }

    /// <summary>A text without the customer, which is personal data.</summary>
    /// <returns>The type's name and the number of items.</returns>
    public override string ToString() => $"{nameof(CreateQuoteBody)} of {Items?.Count ?? 0} items";
}
