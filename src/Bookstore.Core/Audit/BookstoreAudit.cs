namespace Bookstore;

/// <summary>Audits, in one call or as a stored run.</summary>
internal sealed class BookstoreAudit(AuditWalk walk, AuditRuns runs, TimeOrderedIds ids) : IBookstoreAudit
{
    public Task<AuditReport> VerifyAsync(AuditRequest? request = null, CancellationToken cancellationToken = default) => walk.VerifyAsync(request, cancellationToken);

    public Task<AuditReport> ReconcileAsync(AuditRequest? request = null, CancellationToken cancellationToken = default) => walk.ReconcileAsync(request, new SeenPayments(), cancellationToken);

    public Task<AuditProgress> RunAsync(Guid runId, AuditKind kind = AuditKind.Verification, DateTimeOffset? since = null, CancellationToken cancellationToken = default)
    {
        Require.Id(runId);
        if (since is not null && kind == AuditKind.Verification)
        {
            throw new ArgumentException("A verification always looks at everything.", nameof(since));
        }

        // Kept for all steps of the call; a run that is resumed asks about the orders again whose payments were listed before.
        var seen = new SeenPayments();
        return kind switch
        {
            AuditKind.Verification => runs.RunAsync(runId, kind, null, request => walk.RunAsync(kind, request, seen, cancellationToken), cancellationToken),
            AuditKind.Reconciliation => runs.RunAsync(runId, kind, since?.ToUniversalTime(), request => walk.RunAsync(kind, request, seen, cancellationToken), cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind must be Verification or Reconciliation."),
        };
    }

    public Task<AuditProgress> StartAsync(AuditKind kind = AuditKind.Verification, CancellationToken cancellationToken = default) =>
        runs.StartAsync(ids, Require.Defined(kind, nameof(kind)), cancellationToken);

    public ValueTask<AuditProgress?> FindRunAsync(Guid runId, CancellationToken cancellationToken = default) => runs.FindAsync(Require.Id(runId), cancellationToken);

    public ValueTask<Page<AuditProgress>> ListRunsAsync(PageRequest page, CancellationToken cancellationToken = default) =>
        runs.ListAsync(Cursor.ReadAuditRun(Require.NotNull(page).After), Require.Limit(page.Limit), cancellationToken);
}
