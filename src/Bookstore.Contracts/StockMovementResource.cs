using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>One change of a book's stock. Movements are never changed or removed: their sum is the level.</summary>
public sealed record StockMovementResource
{
    /// <summary>The ISBN-13, without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    public required string Isbn { get; init; }

    /// <summary>The movement's number within its book: 1, 2, 3, without gaps.</summary>
    [JsonPropertyName("number")]
    [Range(1d, 9_007_199_254_740_991d)]
    public required long Number { get; init; }

    /// <summary>What happened: one of <see cref="StockMovementKinds"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The change of the copies on hand.</summary>
    [JsonPropertyName("on_hand_change")]
    [Range(-1_000_000_000, 1_000_000_000)]
    public required int OnHandChange { get; init; }

    /// <summary>The change of the reserved copies.</summary>
    [JsonPropertyName("reserved_change")]
    [Range(-1_000_000_000, 1_000_000_000)]
    public required int ReservedChange { get; init; }

    /// <summary>The copies on hand after this movement.</summary>
    [JsonPropertyName("on_hand")]
    [Range(0, 1_000_000_000)]
    public required int OnHand { get; init; }

    /// <summary>The reserved copies after this movement.</summary>
    [JsonPropertyName("reserved")]
    [Range(0, 1_001_000_000)]
    public required int Reserved { get; init; }

    /// <summary>The order or the cart's reservation that caused it; not there for stock received or adjusted.</summary>
    [JsonPropertyName("cause_id")]
    [StringLength(36, MinimumLength = 36)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CauseId { get; init; }

    /// <summary>Why stock was received or adjusted, in the words of who did it.</summary>
    [JsonPropertyName("reason")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>The reference given with it, a delivery note for example.</summary>
    [JsonPropertyName("reference")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    [JsonPropertyName("at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset At { get; init; }

    /// <summary>Who made the write that moved it; omitted where none was named.</summary>
    [JsonPropertyName("actor")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ActorResource? Actor { get; init; }
}
