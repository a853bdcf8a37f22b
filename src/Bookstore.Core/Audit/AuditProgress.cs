namespace Bookstore;

/// <summary>The progress of a stored audit run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Kind">What it checks.</param>
/// <param name="Checked">How many records were checked, over all steps.</param>
/// <param name="Findings">What is wrong: at most 1,000.</param>
/// <param name="IsComplete">Whether everything was checked. A run ends before that when it has 1,000 findings.</param>
public sealed record AuditProgress(Guid RunId, AuditKind Kind, long Checked, IReadOnlyList<AuditFinding> Findings, bool IsComplete)
{
    /// <summary>From when on it looks at payments and orders; <see langword="null"/> for all. See <see cref="AuditRequest.Since"/>.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <inheritdoc cref="AuditReport.Foreign"/>
    public long Foreign { get; init; }

    /// <summary>Whether the run is in progress, and how it ended otherwise.</summary>
    public AuditRunStatus Status { get; init; } = AuditRunStatus.Running;

    /// <summary>How many parts of the audit are done, such as the stock or the orders.</summary>
    public int PartsDone { get; init; }

    /// <summary>How many parts the audit has. Parts differ in size.</summary>
    public int Parts { get; init; }

    /// <summary>When the run was stored first, in UTC; <see langword="null"/> for a run of an older version.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its last step was stored, in UTC; <see langword="null"/> for a run of an older version.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Why it failed; <see langword="null"/> unless <see cref="Status"/> is <see cref="AuditRunStatus.Failed"/>.</summary>
    public string? Failure { get; init; }
}

/// <summary>What became of a stored audit run.</summary>
public enum AuditRunStatus
{
    /// <summary>Records are left to check.</summary>
    Running = 1,

    /// <summary>Everything was checked.</summary>
    Completed = 2,

    /// <summary>It ended before everything was checked, because it has 1,000 findings.</summary>
    Stopped = 3,

    /// <summary>The background work gave it up after 20 failures in succession. <see cref="IBookstoreAudit.RunAsync"/> continues it.</summary>
    Failed = 4,
}
