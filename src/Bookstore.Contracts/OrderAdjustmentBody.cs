using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>An amount to add to the items of an order, or to take off: shipping, tax, a discount (negative).</summary>
public sealed record OrderAdjustmentBody
{
    /// <summary>What it is: one of <see cref="AdjustmentKinds"/>.</summary>
    [JsonPropertyName("kind")]
    [AllowedValues(AdjustmentKinds.Shipping, AdjustmentKinds.Tax, AdjustmentKinds.Discount, AdjustmentKinds.Fee, AdjustmentKinds.GiftWrap, AdjustmentKinds.Other)]
    public required string Kind { get; init; }

    /// <summary>What the customer is shown, such as <c>Express shipping</c>: 1 to 100 characters.</summary>
    [JsonPropertyName("label")]
    [StringLength(100, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>The amount in the currency of the books, with at most its decimals and 100,000,000,000 minor units. Zero or less for a discount, any for <c>other</c>, zero or more for the rest. Less than zero needs the role <c>orders.price</c>.</summary>
    [JsonPropertyName("amount")]
    [Range(-100_000_000_000d, 100_000_000_000d)]
    public required decimal Amount { get; init; }

    /// <summary>The book that it belongs to, one of the items. Default none: it belongs to the whole order and is divided among the items.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(32)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Isbn { get; init; }

    /// <summary>Whether it is tax that is part of the prices already: shown, not added. Default <see langword="false"/>.</summary>
    [JsonPropertyName("included")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Included { get; init; }
}
