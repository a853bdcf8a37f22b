namespace Bookstore;

/// <summary>How much to check, and where to continue.</summary>
public sealed record AuditRequest
{
    /// <summary>How many records to look at before stopping with a position to continue from: at least 1. Default all of them. The payments of a gateway are always looked at whole.</summary>
    public long MaxRecords { get; init; } = long.MaxValue;

    /// <summary>How many findings to collect, more are left out, before stopping with a position to continue from: 1 to 10,000. Default 1,000.</summary>
    public int MaxFindings { get; init; } = 1_000;

    /// <summary>The <see cref="AuditReport.Next"/> of the report before; <see langword="null"/> to begin.</summary>
    public string? After { get; init; }

    /// <summary>
    /// How long <see cref="IBookstoreAudit.ReconcileAsync"/> waits before it looks again at what does not fit, so that a gateway whose answers lag
    /// gives no false alarm: zero to 1 minute. Default 2 seconds. One pause serves up to 100 orders; without anything suspicious there is none.
    /// </summary>
    public TimeSpan SecondLookAfter { get; init; } = TimeSpan.FromSeconds(2);
}
