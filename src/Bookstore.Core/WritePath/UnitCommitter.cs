using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>One writer of the store: tries a batch in one unit, and finds out its outcome.</summary>
/// <remarks>Used by one caller at a time. The policy of what to retry, where and for how long is its caller's.</remarks>
internal sealed class UnitCommitter(IBookstoreStore store, WritePathOptions options, StoreClock clock, EventSignal events, ILogger logger, CancellationToken stop)
{
    private readonly TimeProvider _time = clock.Time;
    private readonly RecordKeys _keys = new();
    private readonly BatchLoad _load = new(options.ContinuesInline, stop);
    private Guid _writer;
    private bool _isRegistered;
    private long _batch;

    /// <summary>Whether the last failure came before anything was decided, so that all records that a conflict names are in conflict.</summary>
    public bool FailedOnOpening { get; private set; }

    /// <summary>Loads, decides, commits and completes the operations.</summary>
    /// <param name="batch">The operations. One that throws fails alone and is removed, and so are those whose time is up while it loads.</param>
    /// <param name="lockWait">How long to wait for locked records.</param>
    /// <returns><see langword="null"/> when the batch is completed, else what prevented it. Unless that says <see cref="BookstoreStoreException.IsOutcomeUnknown"/>, nothing was written.</returns>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "After every exception of a store, the callers of the batch have to get a result.")]
    public async Task<Exception?> TryCommitAsync(List<Operation> batch, TimeSpan lockWait)
    {
        while (batch.Count > 0)
        {
            FailedOnOpening = true;
            var (unit, fault) = await LoadAsync(batch, lockWait).ConfigureAwait(false);
            if (unit is null)
            {
                return fault;
            }

            FailedOnOpening = false;
            var (isDecided, obstacle) = await TryCommitAsync(batch, unit).ConfigureAwait(false);
            if (obstacle is not null)
            {
                return obstacle;
            }

            if (isDecided)
            {
                BatchCompletion.Give(batch);
                return null;
            }
        }

        return null;
    }

    // While nothing is written, the store may be given up. The results that its callers got meanwhile remain.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "After every exception of a store, the callers of the batch have to get a result.")]
    private async Task<(IStoreTransaction? Unit, Exception? Fault)> LoadAsync(List<Operation> batch, TimeSpan lockWait)
    {
        var giveUp = _load.Begin(batch);
        try
        {
            await clock.NowAsync(giveUp).ConfigureAwait(false);
            return (await OpenAsync(batch, lockWait, giveUp).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException exception) when (giveUp.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            return (null, new BookstoreStoreException("The store did not answer within WritePathOptions.RetryTimeout; nothing was written.", exception) { IsTransient = true });
        }
        catch (Exception exception)
        {
            return (null, exception);
        }
        finally
        {
            _load.End();
        }
    }

    /// <summary>Fails the operations of a batch that is being loaded whose time is up. May be called on any thread.</summary>
    /// <param name="isLate">Whether an operation's time is up.</param>
    /// <param name="note">Called with what their callers get before they get it, when there are any.</param>
    public void FailLate(Func<Operation, bool> isLate, Action<BookstoreStoreException>? note = null)
    {
        var late = _load.TakeLate(isLate);
        if (late.Count == 0)
        {
            return;
        }

        var fault = new BookstoreStoreException("The store has not answered for longer than WritePathOptions.RetryTimeout; nothing was written. Try again.") { IsTransient = true };
        note?.Invoke(fault);
        late.ForEach(operation => operation.Fail(fault));
        Log.BatchFailed(logger, late.Count, fault);
    }

    /// <summary>Continues under a new id: the row of the old one is locked or lost, or what it wrote last is not known.</summary>
    public void BecomeNewWriter() => _isRegistered = false;

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "After every exception of a store, the callers of the batch have to get a result.")]
    private async Task<(bool IsDecided, Exception? Obstacle)> TryCommitAsync(List<Operation> batch, IStoreTransaction unit)
    {
        var mark = new CommitToken(_writer, ++_batch, clock.Now);
        try
        {
            unit.Records.Events.IsEnabled = events.IsEnabled;
            try
            {
                if (batch.Count == 0 || !Decide(batch, unit.Records))
                {
                    return (false, null);
                }

                if (unit.Records.HasChanges)
                {
                    await CommitAsync(unit, mark, batch.Count).ConfigureAwait(false);
                    if (unit.Records.Events.Count > 0)
                    {
                        options.Metrics().CountEventsWritten(unit.Records.Events.Count);
                        RaiseWhen(unit.EventsNumbered);
                    }
                }
            }
            finally
            {
                await LetGoAsync(unit).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is StoreConflictException or BookstoreStoreException)
        {
            return (false, exception);
        }
        catch (Exception exception)
        {
            return (true, await FindOutAsync(mark, batch.Count, exception).ConfigureAwait(false));
        }

        return (true, null);
    }

    private void RaiseWhen(Task numbered)
    {
        if (numbered.IsCompleted)
        {
            events.Raise();
        }
        else
        {
            _ = numbered.ContinueWith(static (_, signal) => ((EventSignal)signal!).Raise(), events, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    // What went before has decided the outcome; a unit that cannot let go must not change it.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A fault after the commit says nothing about the commit.")]
    private async ValueTask LetGoAsync(IStoreTransaction unit)
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

    private ValueTask<IStoreTransaction> OpenAsync(List<Operation> batch, TimeSpan lockWait, CancellationToken giveUp)
    {
        if (!_isRegistered)
        {
            return RegisterAndOpenAsync(batch, lockWait, giveUp);
        }

        _keys.Clear();
        _keys.LockWait = lockWait;
        foreach (var operation in batch)
        {
            operation.DeclareKeys(_keys);
        }

        return store.OpenAsync(_keys, giveUp);
    }

    private async ValueTask<IStoreTransaction> RegisterAndOpenAsync(List<Operation> batch, TimeSpan lockWait, CancellationToken giveUp)
    {
        _writer = Guid.CreateVersion7(_time.GetUtcNow());
        await store.RegisterWriterAsync(_writer, giveUp).ConfigureAwait(false);
        _isRegistered = true;
        return await OpenAsync(batch, lockWait, giveUp).ConfigureAwait(false);
    }

    private async ValueTask CommitAsync(IStoreTransaction unit, CommitToken mark, int operations)
    {
        var started = _time.GetTimestamp();
        await unit.CommitAsync(mark).ConfigureAwait(false);
        options.Metrics().RecordCommit(_time.GetElapsedTime(started), operations);
    }

    // An operation that throws has a bug. What it staged before that cannot be separated, so the batch starts again without it.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A bug in one operation must not fail the others of its batch.")]
    private bool Decide(List<Operation> batch, WorkingSet records)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            try
            {
                records.Actor = batch[i].Actor;
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

    // Returns null when the batch was committed, and else why it has to run again or why its callers get no result.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "After every exception, the store is asked again until the outcome is known or the time is up.")]
    private async Task<Exception?> FindOutAsync(CommitToken mark, int operations, Exception cause)
    {
        Log.OutcomeUnknown(logger, operations, cause);
        options.Metrics().CountUnknownOutcome();
        var started = _time.GetTimestamp();
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
                BecomeNewWriter();
                return unknown;
            }
            catch (Exception exception)
            {
                if (stop.IsCancellationRequested || _time.GetElapsedTime(started) >= options.OutcomeTimeout)
                {
                    Log.OutcomeNotFound(logger, operations, attempt, exception);
                    BecomeNewWriter();
                    return Unknown(exception);
                }

                Log.OutcomeStillUnknown(logger, attempt, exception);
                await Pause.AfterAsync(attempt, _time, stop).ConfigureAwait(false);
            }
        }
    }

    private BookstoreStoreException Unknown(Exception exception) => new(
        stop.IsCancellationRequested
            ? "The bookstore was shut down before it could be found out whether the write took effect. Send the same request again with the same idempotency key."
            : "The store did not say within WritePathOptions.OutcomeTimeout whether the write took effect. Send the same request again with the same idempotency key.",
        exception)
    { IsOutcomeUnknown = true };
}
