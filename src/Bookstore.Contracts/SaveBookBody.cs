using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>The catalogue's data of a book. It never changes stock.</summary>
public sealed record SaveBookBody
{
    /// <summary>The ISBN; if sent, it names the same book as the path.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(32)]
    [DataType("isbn")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Isbn { get; init; }

    /// <summary>The title: 1 to 500 characters.</summary>
    [JsonPropertyName("title")]
    [StringLength(500, MinimumLength = 1)]
    public required string Title { get; init; }

    /// <summary>The author or authors, as printed: up to 500 characters.</summary>
    [JsonPropertyName("author")]
    [StringLength(500)]
    public required string Author { get; init; }

    /// <summary>The price of one copy, with at most the currency's decimals; up to 100,000,000,000 minor units.</summary>
    [JsonPropertyName("price")]
    [Range(0d, 100_000_000_000d)]
    [DataType(DataType.Currency)]
    public required decimal Price { get; init; }

    /// <summary>The price's currency, ISO 4217. Default: that of the book as it is; for a new one the shop's own, <c>USD</c> unless configured otherwise.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    [DataType("currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>The publisher, where known: up to 200 characters.</summary>
    [JsonPropertyName("publisher")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Publisher { get; init; }

    /// <summary>The day of publication, where known.</summary>
    [JsonPropertyName("published_on")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? PublishedOn { get; init; }

    /// <summary>The language, where known, as a BCP 47 tag or as the source wrote it: up to 200 characters.</summary>
    [JsonPropertyName("language")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    /// <summary>The format, where known: up to 200 characters.</summary>
    [JsonPropertyName("format")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Format { get; init; }
}
