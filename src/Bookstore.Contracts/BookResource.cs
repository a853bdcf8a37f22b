using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A book of the catalogue with its price and what can be sold now.</summary>
public sealed record BookResource
{
    /// <summary>The book's entity tag, for <c>If-Match</c>. Not part of the body: <see langword="null"/> when the response has none, as in lists.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>The ISBN-13, without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    public required string Isbn { get; init; }

    /// <summary>The title.</summary>
    [JsonPropertyName("title")]
    [StringLength(500)]
    public required string Title { get; init; }

    /// <summary>The author or authors, as printed.</summary>
    [JsonPropertyName("author")]
    [StringLength(500)]
    public required string Author { get; init; }

    /// <summary>The price of one copy, with at most the currency's decimals.</summary>
    [JsonPropertyName("price")]
    [Range(0d, 100_000_000_000d)]
    public required decimal Price { get; init; }

    /// <summary>The price's currency, ISO 4217.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    public required string Currency { get; init; }

    /// <summary>Copies that can be sold now: on hand less reserved.</summary>
    [JsonPropertyName("stock")]
    [Range(0, 1_000_000_000)]
    public required int Stock { get; init; }

    /// <summary>The publisher, where known.</summary>
    [JsonPropertyName("publisher")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Publisher { get; init; }

    /// <summary>The day of publication, where known.</summary>
    [JsonPropertyName("published_on")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? PublishedOn { get; init; }

    /// <summary>The language, where known, as a BCP 47 tag or as the source wrote it.</summary>
    [JsonPropertyName("language")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    /// <summary>The format, where known: hardcover, paperback.</summary>
    [JsonPropertyName("format")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Format { get; init; }
}
