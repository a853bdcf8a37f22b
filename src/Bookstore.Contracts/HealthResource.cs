using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>The answer of a health check that went well.</summary>
public sealed record HealthResource
{
    /// <summary><c>live</c> or <c>ready</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }
}
