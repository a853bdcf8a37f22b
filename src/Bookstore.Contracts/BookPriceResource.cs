using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A price that the trade lists.</summary>
public sealed record BookPriceResource
{
    /// <summary>What it is, such as <c>rrp_including_tax</c>, <c>fixed_including_tax</c> or a code as it was given: 1 to 50 characters.</summary>
    [JsonPropertyName("type")]
    [StringLength(50, MinimumLength = 1)]
    public required string Type { get; init; }

    /// <summary>The price, with at most the currency's decimals; up to 100,000,000,000 minor units.</summary>
    [JsonPropertyName("amount")]
    [Range(0d, 100_000_000_000d)]
    [DataType(DataType.Currency)]
    public required decimal Amount { get; init; }

    /// <summary>Its currency, ISO 4217.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    [DataType("currency")]
    public required string Currency { get; init; }

    /// <summary>The tax in per cent: 0 to 100.</summary>
    [JsonPropertyName("tax_rate")]
    [Range(0, 100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? TaxRate { get; init; }

    /// <summary>The first day on which it holds.</summary>
    [JsonPropertyName("valid_from")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day on which it holds.</summary>
    [JsonPropertyName("valid_until")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? ValidUntil { get; init; }

    /// <summary>Where it holds, such as <c>DE AT CH</c>: up to 1,000 characters.</summary>
    [JsonPropertyName("territory")]
    [StringLength(1_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Territory { get; init; }
}
