using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>How large a book is, in millimetres.</summary>
public sealed record BookDimensionsResource
{
    /// <summary>The height: 0 to 100,000.</summary>
    [JsonPropertyName("height")]
    [Range(0, 100_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Height { get; init; }

    /// <summary>The width: 0 to 100,000.</summary>
    [JsonPropertyName("width")]
    [Range(0, 100_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Width { get; init; }

    /// <summary>The thickness: 0 to 100,000.</summary>
    [JsonPropertyName("thickness")]
    [Range(0, 100_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Thickness { get; init; }
}
