namespace Bookstore;

/// <summary>How much to check, and where to continue.</summary>
public sealed record AuditRequest
{
    /// <summary>How many records to look at before stopping with a position to continue from: at least 1. Default all of them. The payments of a gateway that lists no pages (<see cref="IPaymentGateway.ListPageAsync"/>) are always looked at whole.</summary>
    public long MaxRecords { get; init; } = long.MaxValue;

    /// <summary>How many findings to collect, more are left out, before stopping with a position to continue from: 1 to 10,000. Default 1,000.</summary>
    public int MaxFindings { get; init; } = 1_000;

    /// <summary>The <see cref="AuditReport.Next"/> of the report before; <see langword="null"/> to begin.</summary>
    public string? After { get; init; }

    /// <summary>
    /// Has <see cref="IBookstoreAudit.ReconcileAsync"/> look only at what happened since: at payments that were made or changed at the gateway at this time or later, and at orders that were placed then.
    /// <see langword="null"/>, the default, is everything. <see cref="IBookstoreAudit.VerifyAsync"/> always looks at everything. The same for each part of an audit that is continued.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>
    /// How long <see cref="IBookstoreAudit.ReconcileAsync"/> waits before it looks again at what does not fit, so that a gateway whose answers lag
    /// gives no false alarm: zero to 1 minute. Default 2 seconds. One pause serves up to 100 orders; without anything suspicious there is none.
    /// </summary>
    public TimeSpan SecondLookAfter { get; init; } = TimeSpan.FromSeconds(2);
}
