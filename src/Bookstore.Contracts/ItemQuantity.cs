using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Copies of one book of an order.</summary>
public sealed record ItemQuantity
{
    /// <summary>The book: in a request an ISBN-13 or an ISBN-10, with or without hyphens; in a response the ISBN-13, without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(32)]
    public required string Isbn { get; init; }

    /// <summary>The copies: 1 to 10,000.</summary>
    [JsonPropertyName("quantity")]
    [Range(1, 10_000)]
    public required int Quantity { get; init; }
}
