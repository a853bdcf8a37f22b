using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>How many copies of a book there are, and how many of them are reserved.</summary>
public sealed record StockLevelResource
{
    /// <summary>The ISBN-13, without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    public required string Isbn { get; init; }

    /// <summary>Copies in the warehouse.</summary>
    [JsonPropertyName("on_hand")]
    [Range(0, 1_000_000_000)]
    public required int OnHand { get; init; }

    /// <summary>Copies held for open orders and carts, those that are still to come included.</summary>
    [JsonPropertyName("reserved")]
    [Range(0, 1_001_000_000)]
    public required int Reserved { get; init; }

    /// <summary>Copies that can be sold now: on hand less reserved.</summary>
    [JsonPropertyName("available")]
    [Range(0, 1_000_000_000)]
    public required int Available { get; init; }

    /// <summary>The part of <c>reserved</c> that orders wait for. Omitted for none.</summary>
    [JsonPropertyName("waiting")]
    [Range(1, 1_001_000_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Waiting { get; init; }

    /// <summary>How many copies can be reserved beyond those on hand. Omitted for none.</summary>
    [JsonPropertyName("backorder_limit")]
    [Range(1, 1_000_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BackorderLimit { get; init; }
}
