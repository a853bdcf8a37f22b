using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>What a book is about, by the code of a classification.</summary>
public sealed record BookSubjectResource
{
    /// <summary>The classification, such as <c>thema</c>, <c>bisac</c> or <c>bic</c>: 1 to 50 characters without a colon.</summary>
    [JsonPropertyName("scheme")]
    [StringLength(50, MinimumLength = 1)]
    public required string Scheme { get; init; }

    /// <summary>The code within it, such as <c>FBA</c>: 1 to 100 characters.</summary>
    [JsonPropertyName("code")]
    [StringLength(100, MinimumLength = 1)]
    public required string Code { get; init; }

    /// <summary>The heading for people: up to 500 characters.</summary>
    [JsonPropertyName("heading")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Heading { get; init; }
}
