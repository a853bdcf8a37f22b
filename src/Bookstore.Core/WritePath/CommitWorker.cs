using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>One commit worker of the write path: takes what waits in its queue and commits it together, one batch at a time.</summary>
/// <remarks>
/// It never waits for single operations. Those whose records are locked, and batches that hold an operation which the store refuses, are handed to
/// <see cref="DeferredOperations"/>; the rest is committed at once. Only while the store as a whole cannot be used does it retry the batch itself, each operation until its own time is up.
/// </remarks>
internal sealed class CommitWorker(
    OperationQueue queue, UnitCommitter committer, DeferredOperations deferred, WritePathOptions options, Deadlines deadlines, ILogger logger, CancellationToken stop)
{
    private const int ConflictsBeforeDeferral = 5;

    private volatile Exception? _lastFault;
    private Operation? _probe;
    private volatile bool _isCommitting;

    /// <summary>What the store said when the last batch failed for it; <see langword="null"/> since the last success.</summary>
    public Exception? LastFault => _lastFault;

    /// <summary>Whether a batch is in progress.</summary>
    public bool IsCommitting => _isCommitting;

    /// <summary>Whether an operation that begins something may be submitted: while the last batch has failed, one at a time, as a probe of the store.</summary>
    public bool Admits(Operation operation) => _lastFault is null || AdmitsProbe(operation);

    /// <summary>Commits what waits until the queue is completed and empty.</summary>
    /// <param name="taken">Called with the number of operations that left the queue.</param>
    public async Task RunAsync(Action<int> taken)
    {
        var batch = new List<Operation>(options.MaxBatchSize);
        while (await queue.WaitAsync().ConfigureAwait(false))
        {
            while (queue.Gather(batch) is > 0 and var left)
            {
                // Before the queue says so: from then on the deadlines of these operations are watched here.
                _isCommitting = true;
                taken(left);
                deferred.Divert(batch);
                var probe = Volatile.Read(ref _probe);
                var began = deadlines.Time.GetTimestamp();
                await CommitSafelyAsync(batch).ConfigureAwait(false);
                _isCommitting = false;
                queue.Adapt(deadlines.Time.GetElapsedTime(began));

                // One that was let in meanwhile, by a caller that this batch has failed, is still to come.
                Interlocked.CompareExchange(ref _probe, null, probe);
                batch.Clear();
            }
        }
    }

    /// <summary>Brings a batch to its end, or hands operations over.</summary>
    public async Task CommitAsync(List<Operation> batch)
    {
        var (conflicts, duplicates) = (0, 0);
        for (var attempt = 1; batch.Count > 0; attempt++)
        {
            var obstacle = await committer.TryCommitAsync(batch, options.LockWait).ConfigureAwait(false);
            if (obstacle is null)
            {
                _lastFault = null;
                return;
            }

            if (batch.Count == 0)
            {
                // All of them have got the time-out by now.
                return;
            }

            if (obstacle is BookstoreStoreException { IsOutcomeUnknown: true })
            {
                Fail(batch, obstacle);
                return;
            }

            if (BatchFaults.IsOfStore(obstacle))
            {
                await WaitForStoreAsync(batch, obstacle, attempt).ConfigureAwait(false);
                continue;
            }

            options.Metrics().CountRetry();
            Log.BatchRetried(logger, batch.Count, attempt, obstacle);
            if (BatchFaults.IsPermanent(obstacle))
            {
                Defer(batch, obstacle);
                continue;
            }

            switch (((StoreConflictException)obstacle).Reason)
            {
                case StoreConflictReason.Locked:
                case StoreConflictReason.Duplicate when ++duplicates > 1:
                    Defer(batch, obstacle);
                    break;
                case StoreConflictReason.Duplicate:
                    break;
                default:
                    if (++conflicts >= ConflictsBeforeDeferral)
                    {
                        Defer(batch, obstacle);
                        break;
                    }

                    await Pause.AfterAsync(conflicts, deadlines.Time, stop).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>Fails the operations of the batch that is being loaded whose time is up. Those that arrive behind them are refused until the store is back.</summary>
    public void Expire() => committer.FailLate(deadlines.HasWaitedTooLong, fault => _lastFault = fault);

    // A probe that expires or is cancelled in the queue is in no batch, so its completion alone ends it.
    private bool AdmitsProbe(Operation operation)
    {
        var before = Volatile.Read(ref _probe);
        return before is not { IsCompleted: false } && Interlocked.CompareExchange(ref _probe, operation, before) == before;
    }

    // A worker that ended here, by a log provider that throws for one, would leave all later callers without a result.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The write path continues after any failure of one batch.")]
    private async Task CommitSafelyAsync(List<Operation> batch)
    {
        try
        {
            await CommitAsync(batch).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            BatchFaults.FailAll(batch, new BookstoreStoreException(
                "The write path failed, and it is not known whether the write took effect. Send the same request again with the same idempotency key.",
                exception)
            { IsOutcomeUnknown = true });
        }
    }

    // Hands over what the conflict concerns, or all of it where the store cannot tell, and leaves the rest in the batch.
    private void Defer(List<Operation> batch, Exception obstacle)
    {
        var concerned = BatchFaults.TakeConcerned(batch, obstacle);
        if (concerned.Count == 0)
        {
            concerned.AddRange(batch);
            batch.Clear();
        }

        if (concerned.Count == 1 && BatchFaults.IsPermanent(obstacle))
        {
            deferred.Blame(concerned[0], obstacle);
            BatchFaults.FailAll(concerned, obstacle);
            Log.BatchFailed(logger, 1, obstacle);
            return;
        }

        deferred.Add(concerned, obstacle, areExact: committer.FailedOnOpening);
    }

    private async Task WaitForStoreAsync(List<Operation> batch, Exception obstacle, int attempt)
    {
        // The lock may be on the writer's own row.
        if (obstacle is StoreConflictException && !committer.FailedOnOpening)
        {
            committer.BecomeNewWriter();
        }

        var before = batch.Count;
        Func<Operation, bool> isLate = stop.IsCancellationRequested ? static _ => true : deadlines.IsLate;
        if (batch.Exists(operation => isLate(operation)))
        {
            // Before the callers know: what they submit next is a probe.
            _lastFault = obstacle;
            BatchFaults.RemoveLate(batch, isLate, obstacle);
            Log.BatchFailed(logger, before - batch.Count, obstacle);
        }

        if (batch.Count > 0)
        {
            options.Metrics().CountRetry();
            Log.BatchRetried(logger, batch.Count, attempt, obstacle);
            await Pause.AfterAsync(attempt, deadlines.Time, stop).ConfigureAwait(false);
        }
    }

    private void Fail(List<Operation> batch, Exception obstacle)
    {
        var count = batch.Count;
        _lastFault = obstacle;
        BatchFaults.FailAll(batch, obstacle);
        Log.BatchFailed(logger, count, obstacle);
    }
}

/// <summary>When the time of an operation is up, counted from its submission.</summary>
internal sealed class Deadlines(WritePathOptions options, TimeProvider time)
{
    public TimeProvider Time => time;

    /// <summary>Whether an operation was retried for long enough.</summary>
    public bool IsLate(Operation operation) => time.GetElapsedTime(operation.SubmittedAt) >= options.RetryTimeout;

    /// <summary>Whether an operation has waited in the queue for long enough.</summary>
    public bool HasWaitedTooLong(Operation operation) => time.GetElapsedTime(operation.SubmittedAt) >= options.QueueTimeout;
}
