using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>One thing that an audit found to be wrong.</summary>
public sealed record AuditFindingResource
{
    /// <summary>What kind of thing, such as <c>stock_level_mismatch</c>. A newer server may add some.</summary>
    [JsonPropertyName("code")]
    [StringLength(50)]
    public required string Code { get; init; }

    /// <summary>The id of the record concerned: of an order, a refund, a return, a reservation or a document, or an ISBN.</summary>
    [JsonPropertyName("id")]
    [StringLength(200)]
    public required string Id { get; init; }

    /// <summary>What was expected and what is there.</summary>
    [JsonPropertyName("detail")]
    [StringLength(4_000)]
    public required string Detail { get; init; }

    /// <summary>What findings of this kind mean. Omitted where the server does not know the kind.</summary>
    [JsonPropertyName("meaning")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Meaning { get; init; }

    /// <summary>What a person does about it. Omitted where the server does not know the kind.</summary>
    [JsonPropertyName("action")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Action { get; init; }
}
