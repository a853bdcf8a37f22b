using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>A run of an audit as it is stored between two steps.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record AuditRunBody : DocumentBody
{
    public const int MaxFindings = 1_000;

    public AuditKind Kind { get; set; } = AuditKind.Verification;

    /// <summary>How many steps were stored. The next one is stored only on top of this one.</summary>
    public int Steps { get; set; }

    public string? Position { get; set; }

    public long Checked { get; set; }

    public DateTimeOffset? Since { get; set; }

    public long Foreign { get; set; }

    public IReadOnlyList<AuditFindingBody> Findings { get; set; } = [];

    public bool IsComplete { get; set; }

    /// <summary>When the run was stored first, by the clock of the host; <see langword="null"/> in runs of older versions.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When its last step was stored, by the clock of the host; <see langword="null"/> in runs of older versions.</summary>
    public DateTimeOffset? UpdatedAt { get; set; }

    /// <summary>Why the background work gave the run up. The next step removes it.</summary>
    public string? Failure { get; set; }

    [JsonIgnore]
    public bool HasEnded => IsComplete || Findings.Count >= MaxFindings;

    [JsonIgnore]
    public AuditRunStatus Status =>
        IsComplete ? AuditRunStatus.Completed
        : HasEnded ? AuditRunStatus.Stopped
        : Failure is not null ? AuditRunStatus.Failed
        : AuditRunStatus.Running;

    public AuditRunBody After(AuditReport report, DateTimeOffset at) => this with
    {
        StartedAt = StartedAt ?? at,
        UpdatedAt = at,
        Failure = null,
        Steps = Steps + 1,
        Position = report.Next,
        Checked = Checked + report.Checked,
        Foreign = Foreign + report.Foreign,
        Findings = [.. Findings, .. report.Findings.Select(AuditFindingBody.Of)],
        IsComplete = report.Next is null,
    };
}

/// <summary>A finding of a stored run.</summary>
internal sealed record AuditFindingBody : DocumentBody
{
    public string Code { get; set; } = string.Empty;

    public string Id { get; set; } = string.Empty;

    public string Detail { get; set; } = string.Empty;

    public static AuditFindingBody Of(AuditFinding finding) => new() { Code = finding.Code, Id = finding.Id, Detail = finding.Detail };

    public AuditFinding ToFinding() => new(Code, Id, Detail);
}

/// <summary>How the bodies of audits are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuditRunBody))]
internal sealed partial class AuditJsonContext : JsonSerializerContext;
