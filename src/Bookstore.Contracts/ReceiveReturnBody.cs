using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>What came of a return. It decides the refund, and not what was announced.</summary>
public sealed record ReceiveReturnBody
{
    /// <summary>What came: up to 200 items. The same book twice is one item with the sums. Of a book of the return that is not among them, nothing came.</summary>
    [JsonPropertyName("items")]
    [MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<ReceivedItemBody> Items { get; init; }
}

/// <summary>What came of one book.</summary>
public sealed record ReceivedItemBody
{
    /// <summary>The book: an ISBN-13 or an ISBN-10, with or without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(32)]
    public required string Isbn { get; init; }

    /// <summary>The copies that came: 0 to 10,000.</summary>
    [JsonPropertyName("received")]
    [Range(0, 10_000)]
    public required int Received { get; init; }

    /// <summary>How many of them can be sold again: 0 to <see cref="Received"/>. The others are written off.</summary>
    [JsonPropertyName("sellable")]
    [Range(0, 10_000)]
    public required int Sellable { get; init; }
}
