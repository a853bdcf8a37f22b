using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>One writer of the group commit: brings one batch at a time to its end, whatever the store answers.</summary>
/// <remarks>
/// <para>A batch ends in one of three ways: committed, and every caller has its answer; refused by the store for good, and the callers
/// concerned have an exception that says that nothing was written; or the process stops before the outcome is known, and they are told so.</para>
/// <para>A batch that keeps meeting conflicts, or that the store refuses, is split, so that one bad operation fails alone. A batch whose outcome is
/// unknown is neither split nor answered before <see cref="IBookstoreStore.WasCommittedAsync"/> has told.</para>
/// </remarks>
internal sealed class CommitLane(IBookstoreStore store, WritePathOptions options, TimeProvider time, ILogger logger, CancellationToken stop)
{
    private const int ConflictsBeforeSplit = 5;

    private readonly RecordKeys _keys = new();
    private Guid _writer = Guid.CreateVersion7(time.GetUtcNow());
    private bool _isRegistered;
    private long _batch;

    /// <summary>Brings a batch to its end.</summary>
    public Task CommitAsync(List<Operation> batch) => CommitAsync(batch, time.GetTimestamp());

    // The parts of a split batch share its time: the callers have waited since it was gathered.
    private async Task CommitAsync(List<Operation> batch, long started)
    {
        for (var attempt = 1; batch.Count > 0; attempt++)
        {
            var obstacle = await TryCommitAsync(batch).ConfigureAwait(false);
            if (obstacle is null)
            {
                return;
            }

            var outOfTime = stop.IsCancellationRequested || time.GetElapsedTime(started) >= options.RetryTimeout;
            if (outOfTime || !MayPass(obstacle))
            {
                await GiveUpAsync(batch, obstacle, started).ConfigureAwait(false);
                return;
            }

            if (obstacle is StoreConflictException && attempt >= ConflictsBeforeSplit && batch.Count > 1)
            {
                await SplitAsync(batch, started).ConfigureAwait(false);
                return;
            }

            BookstoreMetrics.Retries.Add(1);
            Log.BatchRetried(logger, batch.Count, attempt, obstacle);
            await PauseAsync(attempt).ConfigureAwait(false);
        }
    }

    private static bool MayPass(Exception obstacle) => obstacle is StoreConflictException or BookstoreStoreException { IsTransient: true };

    // A refusal for good says nothing of which operation is at fault, so the batch is tried in halves until one stands alone.
    private async Task GiveUpAsync(List<Operation> batch, Exception obstacle, long started)
    {
        if (batch.Count > 1 && !MayPass(obstacle) && obstacle is not BookstoreStoreException { IsOutcomeUnknown: true })
        {
            await SplitAsync(batch, started).ConfigureAwait(false);
            return;
        }

        Log.BatchFailed(logger, batch.Count, obstacle);
        var told = obstacle switch
        {
            StoreConflictException => new BookstoreStoreException("Other writers were in the way all the time; nothing was written. Try again.", obstacle) { IsTransient = true },
            BookstoreException => obstacle,
            _ => new BookstoreStoreException("The store failed before anything was written; the inner exception says why.", obstacle),
        };
        foreach (var operation in batch)
        {
            operation.Fail(told);
        }
    }

    private async Task SplitAsync(List<Operation> batch, long started)
    {
        var half = batch.Count / 2;
        await CommitAsync(batch.GetRange(0, half), started).ConfigureAwait(false);
        await CommitAsync(batch.GetRange(half, batch.Count - half), started).ConfigureAwait(false);
    }

    // Loads, decides, commits and answers. What stood in the way comes back as a value; null says that the batch is answered.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a store throws, the callers of the batch have to be answered.")]
    private async Task<Exception?> TryCommitAsync(List<Operation> batch)
    {
        IStoreUnit unit;
        try
        {
            unit = await OpenAsync(batch).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            return exception;
        }

        var mark = new CommitMark(_writer, ++_batch, time.GetUtcNow());
        try
        {
            try
            {
                if (!Decide(batch, unit.Records))
                {
                    return new StoreConflictException("An operation failed; the others decide again without it.");
                }

                if (unit.Records.HasChanges)
                {
                    await CommitAsync(unit, mark, batch.Count).ConfigureAwait(false);
                }
            }
            finally
            {
                await LetGoAsync(unit).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is StoreConflictException or BookstoreStoreException)
        {
            return exception;
        }
        catch (Exception exception)
        {
            var unknown = await FindOutAsync(mark, batch.Count, exception).ConfigureAwait(false);
            if (unknown is not null)
            {
                return unknown;
            }
        }

        Answers.Give(batch);
        return null;
    }

    // What went before has decided the outcome; a unit that cannot let go must not change it.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A fault after the commit says nothing about the commit.")]
    private async ValueTask LetGoAsync(IStoreUnit unit)
    {
        try
        {
            await unit.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.UnitNotLetGo(logger, exception);
        }
    }

    private async ValueTask<IStoreUnit> OpenAsync(List<Operation> batch)
    {
        if (!_isRegistered)
        {
            await store.RegisterWriterAsync(_writer, stop).ConfigureAwait(false);
            _isRegistered = true;
        }

        _keys.Clear();
        foreach (var operation in batch)
        {
            operation.Needs(_keys);
        }

        return await store.OpenAsync(_keys, stop).ConfigureAwait(false);
    }

    // Nothing that this writer does can be found out any more: the next batch belongs to a new one.
    private void BecomeANewWriter()
    {
        _writer = Guid.CreateVersion7(time.GetUtcNow());
        _isRegistered = false;
    }

    private async ValueTask CommitAsync(IStoreUnit unit, CommitMark mark, int operations)
    {
        var started = time.GetTimestamp();
        await unit.CommitAsync(mark).ConfigureAwait(false);
        BookstoreMetrics.CommitDuration.Record(time.GetElapsedTime(started).TotalSeconds);
        BookstoreMetrics.BatchSize.Record(operations);
    }

    // An operation that throws has a bug. What it staged before that cannot be told apart, so the batch starts again without it.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A bug in one operation must not fail the others of its batch.")]
    private bool Decide(List<Operation> batch, WorkingSet records)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            try
            {
                batch[i].Decide(records);
            }
            catch (Exception exception)
            {
                Log.OperationFailed(logger, batch[i].GetType().Name, exception);
                batch[i].Fail(new BookstoreException("The write failed and changed nothing. This is a bug in Bookstore or in its store; the inner exception says where.", exception));
                batch.RemoveAt(i);
                return false;
            }
        }

        return true;
    }

    // Returns null when the batch was committed, and else why it has to run again or why its callers cannot be told.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever the store answers, it is asked again until the outcome is known.")]
    private async Task<Exception?> FindOutAsync(CommitMark mark, int operations, Exception cause)
    {
        Log.OutcomeUnknown(logger, operations, cause);
        BookstoreMetrics.UnknownOutcomes.Add(1);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var committed = await store.WasCommittedAsync(mark, stop).ConfigureAwait(false);
                Log.OutcomeFound(logger, operations, committed);
                return committed ? null : new StoreConflictException("The commit did not take effect.", cause);
            }
            catch (BookstoreStoreException unknown) when (unknown.IsOutcomeUnknown)
            {
                Log.OutcomeLost(logger, operations, unknown);
                BecomeANewWriter();
                return unknown;
            }
            catch (Exception exception)
            {
                if (stop.IsCancellationRequested)
                {
                    return new BookstoreStoreException(
                        "The bookstore was shut down before it could be found out whether the write took effect. Send the same request again with the same idempotency key.",
                        exception)
                    { IsOutcomeUnknown = true };
                }

                Log.OutcomeStillUnknown(logger, attempt, exception);
                await PauseAsync(attempt).ConfigureAwait(false);
            }
        }
    }

    // Doubles from 1 ms to 1 s.
    private async Task PauseAsync(int attempt)
    {
        var pause = TimeSpan.FromMilliseconds(1 << Math.Min(attempt - 1, 10));
        await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
