namespace Bookstore;

/// <summary>Audits, in one call or as a stored run.</summary>
internal sealed class BookstoreAudit(AuditWalk walk, AuditRuns runs) : IBookstoreAudit
{
    public Task<AuditReport> VerifyAsync(AuditRequest? request = null, CancellationToken cancellationToken = default) => walk.VerifyAsync(request, cancellationToken);

    public Task<AuditReport> ReconcileAsync(AuditRequest? request = null, CancellationToken cancellationToken = default) => walk.ReconcileAsync(request, cancellationToken);

    public Task<AuditProgress> RunAsync(Guid runId, AuditKind kind = AuditKind.Verification, CancellationToken cancellationToken = default)
    {
        Require.Id(runId);
        return kind switch
        {
            AuditKind.Verification => runs.RunAsync(runId, kind, request => walk.VerifyAsync(request, cancellationToken), cancellationToken),
            AuditKind.Reconciliation => runs.RunAsync(runId, kind, request => walk.ReconcileAsync(request, cancellationToken), cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "kind must be Verification or Reconciliation."),
        };
    }

    public ValueTask<AuditProgress?> FindRunAsync(Guid runId, CancellationToken cancellationToken = default) => runs.FindAsync(Require.Id(runId), cancellationToken);
}
