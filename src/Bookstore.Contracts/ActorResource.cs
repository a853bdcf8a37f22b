using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>Who made a write.</summary>
public sealed record ActorResource
{
    /// <summary>The client that sent the request: the name of its API key's entry or of its token's client; <c>system</c> for what the shop does by itself.</summary>
    [JsonPropertyName("client")]
    [StringLength(100, MinimumLength = 1)]
    public required string Client { get; init; }

    /// <summary>The subject of the client's token: the person or the account that it acted for.</summary>
    [JsonPropertyName("sub")]
    [StringLength(100, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subject { get; init; }
}
