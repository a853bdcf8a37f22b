using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Copies that come in, or are written off.</summary>
public sealed record ChangeStockBody
{
    /// <summary>The copies: positive when they come in, negative when they are written off; never zero.</summary>
    [JsonPropertyName("quantity")]
    [Range(-10_000_000, 10_000_000)]
    [DeniedValues(0)]
    public required int Quantity { get; init; }

    /// <summary>The reason: 1 to 200 characters.</summary>
    [JsonPropertyName("reason")]
    [StringLength(200, MinimumLength = 1)]
    public required string Reason { get; init; }

    /// <summary>The number of a delivery note or another reference, up to 100 characters.</summary>
    [JsonPropertyName("reference")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }
}
