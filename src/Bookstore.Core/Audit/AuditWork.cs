using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Runs the audits that were started, step by step. One host at a time does a run; its lease ends by time, also when the host died.</summary>
/// <remarks>Two hosts may do the same step, when one takes longer than its lease: the first one that is stored counts.</remarks>
internal sealed class AuditWork
{
    public const int MaxFailureLength = 500;

    private const int MostAttempts = 20;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    // So that one call of a round ends, and a program without a host gets on with its other work.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(10);

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly AuditRuns _runs;
    private readonly AuditWalk _walk;
    private readonly ILogger _logger;
    private readonly Held[] _held = [new(AuditKind.Verification), new(AuditKind.Reconciliation)];

    public AuditWork(WorkContext context, GroupCommit commit, AuditRuns runs, AuditWalk walk, ILogger<AuditWork> logger)
    {
        (_context, _commit, _runs, _walk, _logger) = (context, commit, runs, walk, logger);

        // Each kind for itself: a gateway that is slow does not keep the other waiting. The lease says which host does it.
        Rounds = [.. _held.Select(held => new WorkRound("Audit", held.Name, context.Options.PollInterval, stop => RunOnceAsync(held, stop)) { IsShared = false })];
    }

    /// <summary>A round for each kind of audit.</summary>
    public IReadOnlyList<WorkRound> Rounds { get; }

    /// <summary>Does steps of the runs that are in progress, for about ten seconds.</summary>
    /// <returns>How many steps were stored.</returns>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) => WorkRound.RunAllOnceAsync(Rounds, cancellationToken);

    private async Task<int> RunOnceAsync(Held held, CancellationToken cancellationToken)
    {
        // A round of the hosted service and a call of the application's own.
        if (!held.TryEnter())
        {
            return 0;
        }

        try
        {
            return await AcquireAsync(held, cancellationToken).ConfigureAwait(false) is { } job ? await StepAsync(held, job, cancellationToken).ConfigureAwait(false) : 0;
        }
        finally
        {
            held.Leave();
        }
    }

    private async Task<AuditJobBody?> AcquireAsync(Held held, CancellationToken cancellationToken)
    {
        if (await _context.Store.FindDocumentAsync(AuditJobs.IdOf(held.Kind), cancellationToken).ConfigureAwait(false) is not { } document
            || (held.Kind == AuditKind.Reconciliation && !_walk.CanReconcile))
        {
            return null;
        }

        var job = AuditJobs.Documents.Read(document);
        var now = await _context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        return document.DueAt <= now || held.Has(job)
            ? await _commit.SubmitAsync(new MoveAuditJob(held.Kind, job, job.Attempts, now.Plus(Lease)), cancellationToken).ConfigureAwait(false)
            : null;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A gateway's adapter may throw anything; the run is postponed, and given up in the end.")]
    private async Task<int> StepAsync(Held held, AuditJobBody job, CancellationToken cancellationToken)
    {
        var began = _context.Clock.Time.GetTimestamp();
        var seen = held.SeenBy(job.RunId);
        AuditJobBody? kept = job;
        for (var steps = 0; ; steps++)
        {
            var run = await LoadAsync(held, kept, cancellationToken).ConfigureAwait(false);
            if (run.HasEnded)
            {
                await _commit.SubmitAsync(new MoveAuditJob(held.Kind, kept, 0, dueAt: null), cancellationToken).ConfigureAwait(false);
                Log.AuditEnded(_logger, job.RunId, held.Name, run.Checked, run.Findings.Count);
                held.Forget();
                return steps;
            }

            if (steps > 0 && _context.Clock.Time.GetElapsedTime(began) >= Slice)
            {
                held.Keep(kept, seen);
                return steps;
            }

            try
            {
                run = await _runs.StepAsync(job.RunId, run, request => _walk.RunAsync(held.Kind, request, seen, cancellationToken), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                await PostponeAsync(held, kept, run, exception, cancellationToken).ConfigureAwait(false);
                return steps;
            }

            var now = await _context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
            kept = await _commit.SubmitAsync(new MoveAuditJob(held.Kind, kept, attempts: 0, now.Plus(Lease)), cancellationToken).ConfigureAwait(false);
            if (kept is null)
            {
                // Another host does the run.
                held.Forget();
                return steps + 1;
            }
        }
    }

    // A run that was removed after its time begins again.
    private async Task<AuditRunBody> LoadAsync(Held held, AuditJobBody job, CancellationToken cancellationToken)
    {
        try
        {
            return await _runs.LoadAsync(job.RunId, cancellationToken).ConfigureAwait(false) ?? new AuditRunBody { Kind = held.Kind };
        }
        catch (BookstoreStoreException fault) when (fault.RecordId is not null)
        {
            // Its row is damaged: without the job, another run of the kind can be started.
            await _commit.SubmitAsync(new MoveAuditJob(held.Kind, job, job.Attempts, dueAt: null), cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private async Task PostponeAsync(Held held, AuditJobBody job, AuditRunBody run, Exception exception, CancellationToken cancellationToken)
    {
        var attempts = job.Attempts + 1;
        Log.AuditStepFailed(_logger, job.RunId, held.Name, attempts, exception);
        held.Forget();
        if (attempts >= MostAttempts)
        {
            await _runs.FailAsync(job.RunId, run, FailureOf(exception), cancellationToken).ConfigureAwait(false);
            await _commit.SubmitAsync(new MoveAuditJob(held.Kind, job, attempts, dueAt: null), cancellationToken).ConfigureAwait(false);
            return;
        }

        var now = await _context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        await _commit.SubmitAsync(new MoveAuditJob(held.Kind, job, attempts, now.Plus(Backoff.After(attempts - 1, _context.Options.PollInterval))), cancellationToken).ConfigureAwait(false);
    }

    // What a gateway's adapter throws may say anything; it is in the log.
    private static string FailureOf(Exception exception) => exception is BookstoreException { Message.Length: <= MaxFailureLength } known
        ? known.Message
        : $"A step failed with {exception.GetType().Name}; see the log of the hosts.";

    /// <summary>What this host remembers of a kind between two rounds.</summary>
    private sealed class Held(AuditKind kind)
    {
        private int _isBusy;
        private AuditJobBody? _job;
        private SeenPayments? _seen;

        public AuditKind Kind => kind;

        public string Name { get; } = kind.ToString();

        public bool TryEnter() => Interlocked.Exchange(ref _isBusy, 1) == 0;

        public void Leave() => Volatile.Write(ref _isBusy, 0);

        public bool Has(AuditJobBody job) => _job is { } mine && mine.RunId == job.RunId && mine.Fence == job.Fence;

        public SeenPayments SeenBy(Guid runId) => _job?.RunId == runId && _seen is { } seen ? seen : new SeenPayments();

        public void Keep(AuditJobBody job, SeenPayments seen) => (_job, _seen) = (job, seen);

        public void Forget() => (_job, _seen) = (null, null);
    }
}
