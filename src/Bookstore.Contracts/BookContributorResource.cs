using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A person or a body that had a part in a book.</summary>
public sealed record BookContributorResource
{
    /// <summary>The name as it is shown: 1 to 200 characters.</summary>
    [JsonPropertyName("name")]
    [StringLength(200, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>The part, such as <c>author</c>, <c>translator</c> or a code as it was given: 1 to 50 characters.</summary>
    [JsonPropertyName("role")]
    [StringLength(50, MinimumLength = 1)]
    public required string Role { get; init; }
}
