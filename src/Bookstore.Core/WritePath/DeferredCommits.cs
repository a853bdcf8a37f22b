using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>Brings the batch of one deferred group to its end: commits it, splits it until an operation that the store refuses is alone, or puts operations off.</summary>
/// <remarks>Used by several runners at a time, each with a committer of its own. The gate protects the groups and is never held across a call to the store.</remarks>
internal sealed class DeferredCommits(Lock gate, DeferredGroups groups, WritePathOptions options, Deadlines deadlines, ILogger logger, CancellationToken stop)
{
    /// <summary>The shortest wait for a lock, and the longest pause between two looks for what is due.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    /// <summary>Brings a batch to its end. As in a commit worker, a batch that fails in any way leaves the others alone.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The write path continues after any failure of one batch.")]
    public async Task CommitSafelyAsync(DeferredGroup group, List<Operation> batch, UnitCommitter committer)
    {
        Operation[] operations = [.. batch];
        try
        {
            await CommitAsync(batch, committer, group.WaitsForLocks ? options.LockWait : Look).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            BatchFaults.FailAll([.. operations], new BookstoreStoreException(
                "The write path failed, and it is not known whether the write took effect. Send the same request again with the same idempotency key.", exception)
            { IsOutcomeUnknown = true });
        }
    }

    private async Task CommitAsync(List<Operation> batch, UnitCommitter committer, TimeSpan lockWait)
    {
        while (batch.Count > 0)
        {
            var obstacle = await committer.TryCommitAsync(batch, lockWait).ConfigureAwait(false);
            if (obstacle is null)
            {
                Forgive(batch);
                return;
            }

            if (batch.Count == 0)
            {
                return;
            }

            if (obstacle is BookstoreStoreException { IsOutcomeUnknown: true })
            {
                BatchFaults.FailAll(batch, obstacle);
                return;
            }

            if (BatchFaults.IsOfStore(obstacle))
            {
                RetryLater(batch, obstacle, committer);
                return;
            }

            if (committer.FailedOnOpening && obstacle is StoreConflictException { Reason: StoreConflictReason.Locked })
            {
                DeferLocked(batch, obstacle, committer);
                continue;
            }

            if (batch.Count > 1)
            {
                await SplitAsync(batch, obstacle, committer).ConfigureAwait(false);
                return;
            }

            if (!MayRetryAtOnce(batch[0], obstacle))
            {
                EndAlone(batch, obstacle);
                return;
            }
        }
    }

    private void Forgive(List<Operation> batch)
    {
        if (!groups.AnyContended)
        {
            return;
        }

        lock (gate)
        {
            groups.Forgive(batch);
        }
    }

    private void RetryLater(List<Operation> batch, Exception obstacle, UnitCommitter committer)
    {
        if (obstacle is StoreConflictException && !committer.FailedOnOpening)
        {
            committer.BecomeNewWriter();
        }

        RemoveLate(batch, obstacle);
        if (batch.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            groups.Return(batch, obstacle);
        }
    }

    // Operations that do not need the locked records are left in the batch and retried at once, also after their time is up. Where none needs them, all are retried after a pause.
    private void DeferLocked(List<Operation> batch, Exception obstacle, UnitCommitter committer)
    {
        var concerned = BatchFaults.TakeConcerned(batch, obstacle);
        if (concerned.Count == 0)
        {
            RetryLater(batch, obstacle, committer);
            batch.Clear();
            return;
        }

        RemoveLate(concerned, obstacle);
        if (concerned.Count == 0)
        {
            return;
        }

        var refused = new List<Operation>();
        lock (gate)
        {
            groups.Add(concerned, obstacle, areExact: true, refused);
        }

        BatchFaults.Refuse(refused, options.Metrics());
    }

    private async Task SplitAsync(List<Operation> batch, Exception obstacle, UnitCommitter committer)
    {
        List<Operation> rest = [.. batch];
        var concerned = BatchFaults.TakeConcerned(rest, obstacle);
        if (concerned.Count == 0 || rest.Count == 0)
        {
            var half = batch.Count / 2;
            (concerned, rest) = (batch.GetRange(half, batch.Count - half), batch.GetRange(0, half));
        }

        await CommitAsync(rest, committer, Look).ConfigureAwait(false);
        await CommitAsync(concerned, committer, Look).ConfigureAwait(false);
    }

    // A record that exists may have been inserted by a concurrent writer: one reload shows it.
    private static bool MayRetryAtOnce(Operation operation, Exception obstacle) =>
        obstacle is StoreConflictException { Reason: StoreConflictReason.Duplicate, IsPermanent: false } && ++operation.Duplicates < 2;

    private void EndAlone(List<Operation> batch, Exception obstacle)
    {
        var operation = batch[0];
        if (BatchFaults.IsPermanent(obstacle) || obstacle is StoreConflictException { Reason: StoreConflictReason.Duplicate })
        {
            lock (gate)
            {
                groups.Blame(operation, obstacle);
            }

            BatchFaults.FailAll(batch, obstacle);
            Log.BatchFailed(logger, 1, obstacle);
            return;
        }

        RemoveLate(batch, obstacle);
        if (batch.Count == 0)
        {
            return;
        }

        var refused = new List<Operation>();
        lock (gate)
        {
            groups.PutOff(operation, obstacle, refused);
        }

        BatchFaults.Refuse(refused, options.Metrics());
    }

    private void RemoveLate(List<Operation> batch, Exception obstacle)
    {
        var count = batch.Count;
        BatchFaults.RemoveLate(batch, stop.IsCancellationRequested ? static _ => true : deadlines.IsLate, obstacle);
        if (batch.Count < count)
        {
            Log.BatchFailed(logger, count - batch.Count, obstacle);
        }
    }
}
