using Bookstore.Storage;

namespace Bookstore;

/// <summary>Runs audits in steps and stores each step, so that a run can be resumed after a restart.</summary>
/// <param name="store">The store.</param>
/// <param name="commit">Stores the steps.</param>
/// <param name="clock">The store's time.</param>
/// <param name="retention">How long a run is kept after its last step.</param>
internal sealed class AuditRuns(IDocumentReads store, GroupCommit commit, StoreClock clock, TimeSpan retention)
{
    public const int UnderWay = 1;
    public const int Ended = 2;

    // What is repeated at most when a host dies.
    private const long RecordsAStep = 5_000;

    public static DocumentKind<AuditRunBody> Documents { get; } = new("audit-run", 1, static () => AuditJsonContext.Default.AuditRunBody) { IsRemovedWhenDue = true };

    public async ValueTask<AuditProgress?> FindAsync(Guid runId, CancellationToken cancellationToken) =>
        await LoadAsync(runId, cancellationToken).ConfigureAwait(false) is { } run ? ProgressOf(runId, run) : null;

    /// <summary>Lists stored runs by descending id.</summary>
    public async ValueTask<Page<AuditProgress>> ListAsync(Guid? after, int limit, CancellationToken cancellationToken)
    {
        var found = await store.ListDocumentsAsync(Documents.Name, null, after, limit, cancellationToken).ConfigureAwait(false);
        return new Page<AuditProgress>([.. found.Select(static document => ProgressOf(document.Id.Id, Documents.Read(document)))], found.Count < limit ? null : Cursor.ForAuditRun(found[^1].Id.Id));
    }

    /// <summary>Does the steps that are left of a run; a run that is not stored yet begins.</summary>
    public async Task<AuditProgress> RunAsync(Guid runId, AuditKind kind, DateTimeOffset? since, Func<AuditRequest, Task<AuditReport>> audit, CancellationToken cancellationToken)
    {
        var run = await LoadAsync(runId, cancellationToken).ConfigureAwait(false) ?? new AuditRunBody { Kind = kind, Since = since };
        ThrowIfOther(runId, run, kind, since);
        while (!run.HasEnded)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run = await StepAsync(runId, run, audit, cancellationToken).ConfigureAwait(false);
            ThrowIfOther(runId, run, kind, since);
        }

        return ProgressOf(runId, run);
    }

    /// <summary>Does the next step of a run and stores it.</summary>
    /// <returns>The run after it, or after the step that another host stored first.</returns>
    public async Task<AuditRunBody> StepAsync(Guid runId, AuditRunBody run, Func<AuditRequest, Task<AuditReport>> audit, CancellationToken cancellationToken)
    {
        var report = await audit(new AuditRequest { After = run.Position, Since = run.Since, MaxRecords = RecordsAStep, MaxFindings = AuditRunBody.MaxFindings - run.Findings.Count }).ConfigureAwait(false);
        return await SaveAsync(runId, run.After(report, clock.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores that the background work gives a run up.</summary>
    public Task<AuditRunBody> FailAsync(Guid runId, AuditRunBody run, string failure, CancellationToken cancellationToken) =>
        SaveAsync(runId, run with { Steps = run.Steps + 1, UpdatedAt = clock.Time.GetUtcNow(), Failure = failure }, cancellationToken);

    /// <summary>Starts a run that the background work does, or returns the one of the kind that is in progress.</summary>
    public async Task<AuditProgress> StartAsync(TimeOrderedIds ids, AuditKind kind, CancellationToken cancellationToken)
    {
        var moment = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var begun = new AuditRunBody { Kind = kind, StartedAt = moment.Shown, UpdatedAt = moment.Shown };
        var runId = await commit.SubmitAsync(new StartAudit(ids.Next(moment.Store), begun, moment.Store, moment.Store.Plus(retention)), cancellationToken).ConfigureAwait(false);

        // A run whose document was removed meanwhile begins again with its next step.
        return await FindAsync(runId, cancellationToken).ConfigureAwait(false) ?? ProgressOf(runId, begun);
    }

    public async ValueTask<AuditRunBody?> LoadAsync(Guid runId, CancellationToken cancellationToken) =>
        await store.FindDocumentAsync(Documents.IdOf(runId), cancellationToken).ConfigureAwait(false) is { } document ? Documents.Read(document) : null;

    private async Task<AuditRunBody> SaveAsync(Guid runId, AuditRunBody next, CancellationToken cancellationToken)
    {
        var removeAt = (await clock.NowAsync(cancellationToken).ConfigureAwait(false)).Plus(retention);
        return await commit.SubmitAsync(new SaveAuditStep(runId, next, removeAt), cancellationToken).ConfigureAwait(false);
    }

    private static void ThrowIfOther(Guid runId, AuditRunBody run, AuditKind kind, DateTimeOffset? since)
    {
        if (run.Kind != kind)
        {
            throw new ArgumentException($"The run {runId} is a run of the kind {run.Kind}. Use a new id to start a run of another kind.", nameof(kind));
        }

        if (since is not null && run.Since != since)
        {
            throw new ArgumentException($"The run {runId} is a run since {run.Since?.ToString("O") ?? "the beginning"}. Use a new id to start a run since another time.", nameof(since));
        }
    }

    private static AuditProgress ProgressOf(Guid runId, AuditRunBody run) => new(runId, run.Kind, run.Checked, [.. run.Findings.Select(static finding => finding.ToFinding())], run.IsComplete)
    {
        Since = run.Since,
        Foreign = run.Foreign,
        Status = run.Status,
        Parts = AuditWalk.PartsOf(run.Kind),
        PartsDone = run.IsComplete ? AuditWalk.PartsOf(run.Kind) : AuditRun.PartOf(run.Position),
        StartedAt = run.StartedAt,
        UpdatedAt = run.UpdatedAt,
        Failure = run.Failure,
    };
}
