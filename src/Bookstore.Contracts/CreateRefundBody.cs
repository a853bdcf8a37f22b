using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A request to give money of an order back: an amount, or what copies and shipping are worth, or all that is left.</summary>
public sealed record CreateRefundBody
{
    /// <summary>The amount in the order's currency: above zero, with at most the currency's decimals. Not together with <see cref="Items"/> or <see cref="Shipping"/>. Without any of them, all that is left goes back.</summary>
    [JsonPropertyName("amount")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Amount { get; init; }

    /// <summary>The copies whose worth goes back: 1 to 200 items. The same book twice is one item with the sum.</summary>
    [JsonPropertyName("items")]
    [MinLength(1), MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ItemQuantity>? Items { get; init; }

    /// <summary>Whether the order's shipping goes back. Default <see langword="false"/>.</summary>
    [JsonPropertyName("shipping")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Shipping { get; init; }

    /// <summary>Why, in the shop's own words, such as <c>damaged</c>: 1 to 100 characters. The gateway gets it.</summary>
    [JsonPropertyName("reason")]
    [StringLength(100, MinimumLength = 1)]
    public required string Reason { get; init; }

    /// <summary>A note for the shop: up to 500 characters.</summary>
    [JsonPropertyName("note")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}
