using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>An audit of the shop, which runs in the background.</summary>
public sealed record AuditResource
{
    /// <summary>The audit's id.</summary>
    [JsonPropertyName("audit_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string AuditId { get; init; }

    /// <summary>What it checks: one of <see cref="AuditKinds"/>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The status: one of <see cref="AuditStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>How many records were checked.</summary>
    [JsonPropertyName("checked")]
    [Range(0, 9_007_199_254_740_991)]
    public required long Checked { get; init; }

    /// <summary>How many findings it has.</summary>
    [JsonPropertyName("findings")]
    [Range(0, 1_000)]
    public required int Findings { get; init; }

    /// <summary>How many parts of the audit are done, such as the stock or the orders.</summary>
    [JsonPropertyName("parts_done")]
    [Range(0, 100)]
    public required int PartsDone { get; init; }

    /// <summary>How many parts the audit has. Parts differ in size.</summary>
    [JsonPropertyName("parts")]
    [Range(1, 100)]
    public required int Parts { get; init; }

    /// <summary>How many charges the payment gateways listed that name no order: those of another program with the same account, or made by hand. No finding.</summary>
    [JsonPropertyName("foreign")]
    [Range(0, 9_007_199_254_740_991)]
    public required long Foreign { get; init; }

    /// <summary>Why it failed. Omitted unless it did.</summary>
    [JsonPropertyName("failure")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Failure { get; init; }

    /// <summary>When it was started, in UTC. Omitted for an audit that an older version started.</summary>
    [JsonPropertyName("started_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it last made progress, in UTC. Omitted for an audit that an older version started.</summary>
    [JsonPropertyName("updated_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? UpdatedAt { get; init; }
}

/// <summary>The values of <see cref="AuditResource.Kind"/>. A newer server may add some.</summary>
public static class AuditKinds
{
    /// <summary>The shop's own records: stock, orders, reservations, idempotency keys, returns and refunds.</summary>
    public const string Verify = "verify";

    /// <summary>The orders against the payment gateways.</summary>
    public const string Reconcile = "reconcile";
}

/// <summary>The values of <see cref="AuditResource.Status"/>. A newer server may add some.</summary>
public static class AuditStatuses
{
    /// <summary>Records are left to check.</summary>
    public const string Running = "running";

    /// <summary>Everything was checked.</summary>
    public const string Completed = "completed";

    /// <summary>It ended before everything was checked, because it has 1,000 findings.</summary>
    public const string Stopped = "stopped";

    /// <summary>It was given up after 20 failures in succession; <see cref="AuditResource.Failure"/> says why.</summary>
    public const string Failed = "failed";
}
