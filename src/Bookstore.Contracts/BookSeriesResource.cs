using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A series that a book is part of.</summary>
public sealed record BookSeriesResource
{
    /// <summary>The title of the series: 1 to 500 characters.</summary>
    [JsonPropertyName("title")]
    [StringLength(500, MinimumLength = 1)]
    public required string Title { get; init; }

    /// <summary>The book's number within it, as printed: up to 50 characters.</summary>
    [JsonPropertyName("number")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Number { get; init; }
}
