using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>The response of a health check that passed.</summary>
public sealed record HealthResource
{
    /// <summary><c>live</c> or <c>ready</c>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }
}
