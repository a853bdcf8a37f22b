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
}
