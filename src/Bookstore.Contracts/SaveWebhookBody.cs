using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>The address and the types of a webhook endpoint.</summary>
public sealed record SaveWebhookBody
{
    /// <summary>The address: absolute, <c>https</c>, with the default port, of a public host, without credentials and fragment. 1 to 2,000 characters.</summary>
    [JsonPropertyName("url")]
    [StringLength(2_000, MinimumLength = 1)]
    public required string Url { get; init; }

    /// <summary>The types of events, such as <c>order.created</c> or <c>refund.*</c>: up to 50. Left out, or empty: all, also where an endpoint is replaced that had some.</summary>
    [JsonPropertyName("types")]
    [MaxLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>A text without the address, whose path may hold a token.</summary>
    /// <returns>The type's name and the types.</returns>
    public override string ToString() => $"{nameof(SaveWebhookBody)} {string.Join(',', Types ?? [])}";
}

/// <summary>Where a webhook endpoint continues in the feed: exactly one of the two.</summary>
public sealed record ReplayWebhookBody
{
    /// <summary>The cursor of the feed behind which it continues: of a page, or of an event.</summary>
    [JsonPropertyName("after")]
    [StringLength(19, MinimumLength = 1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? After { get; init; }

    /// <summary>The time since when it gets events again, RFC 3339, such as <c>2026-11-22T10:30:00Z</c>.</summary>
    [JsonPropertyName("since")]
    [StringLength(35, MinimumLength = 20)]
    [DataType("instant")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Since { get; init; }
}
