using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A webhook endpoint: an address that the shop sends its events to.</summary>
public sealed record WebhookResource
{
    /// <summary>The endpoint's entity tag, for <c>If-Match</c>. Not part of the body: <see langword="null"/> when the response has none, as in lists.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>The endpoint's id.</summary>
    [JsonPropertyName("webhook_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string WebhookId { get; init; }

    /// <summary>The address.</summary>
    [JsonPropertyName("url")]
    [StringLength(2_000)]
    public required string Url { get; init; }

    /// <summary>The types of events that it gets, such as <c>order.*</c>; empty for all.</summary>
    [JsonPropertyName("types")]
    [MaxLength(50)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Whether events are sent to it.</summary>
    [JsonPropertyName("enabled")]
    public required bool Enabled { get; init; }

    /// <summary>Why it is disabled: one of <see cref="WebhookDisableReasons"/>. Omitted while it is enabled.</summary>
    [JsonPropertyName("disable_reason")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? DisableReason { get; init; }

    /// <summary>When it was disabled, in UTC. Omitted while it is enabled.</summary>
    [JsonPropertyName("disabled_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>The secret that the receiver verifies requests with: <c>whsec_</c> and 32 bytes in base64. Only in the response to the creation and to a rotation.</summary>
    [JsonPropertyName("secret")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    /// <summary>When it was created, in UTC.</summary>
    [JsonPropertyName("created_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last, in UTC.</summary>
    [JsonPropertyName("updated_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A text without the secret and without the address, whose path may hold a token.</summary>
    /// <returns>The type's name and the id.</returns>
    public override string ToString() => $"{nameof(WebhookResource)} {WebhookId}";
}

/// <summary>The values of <see cref="WebhookResource.DisableReason"/>. A newer server may add some.</summary>
public static class WebhookDisableReasons
{
    /// <summary>By a request.</summary>
    public const string Requested = "requested";

    /// <summary>The receiver responded with 410 (Gone).</summary>
    public const string Gone = "gone";

    /// <summary>An event used its tries up.</summary>
    public const string TriesUsedUp = "tries_used_up";

    /// <summary>Every try of five days failed.</summary>
    public const string FailingForDays = "failing_for_days";
}
