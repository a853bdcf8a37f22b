using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>Operations that could not be committed with their batch, retried apart from the commit workers until they succeed, are refused, or their time is up.</summary>
/// <remarks>
/// Operations that need the same contended record wait together, with growing pauses, and join at once while the record is known to be contended. A batch that
/// holds an operation which the store refuses is split in halves here, until that one is alone. Both are bounded: by <see cref="WritePathOptions.RetryTimeout"/> from the submission, and in number.
/// </remarks>
internal sealed class DeferredOperations(
    Func<UnitCommitter> newCommitter, int maxRunners, WritePathOptions options, Deadlines deadlines, ILogger logger, CancellationToken stop)
{
    private const int WaitEvery = 8;

    private static readonly TimeSpan LongestLockPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRefusalPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    private readonly Lock _gate = new();
    private readonly ContendedRecords _contended = new();
    private readonly List<DeferredGroup> _groups = [];
    private readonly Stack<UnitCommitter> _committers = [];
    private readonly List<Task> _runners = [];
    private readonly long _started = deadlines.Time.GetTimestamp();
    private readonly int _capacity = Math.Max(16, options.QueueCapacity / 4);
    private volatile int _contentions;
    private int _waiting;
    private int _running;

    /// <summary>How many operations wait here.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    private TimeSpan Now => deadlines.Time.GetElapsedTime(_started);

    /// <summary>Takes the operations out of a batch whose records are known to be contended.</summary>
    public void Divert(List<Operation> batch)
    {
        if (_contentions == 0)
        {
            return;
        }

        var refused = new List<Operation>();
        lock (_gate)
        {
            var now = Now;
            _contended.Sweep(now);
            batch.RemoveAll(operation =>
            {
                if (!_contended.TryFind(operation, now, out var record, out var contention))
                {
                    return false;
                }

                Enqueue(operation, record, contention.NotBefore, refused);
                return true;
            });
            StartRunner();
        }

        Refuse(refused);
    }

    /// <summary>Takes operations over.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="obstacle">What prevented them.</param>
    /// <param name="areExact">Whether each record that the obstacle names is contended.</param>
    public void Add(List<Operation> operations, Exception obstacle, bool areExact)
    {
        var refused = new List<Operation>();
        lock (_gate)
        {
            AddUnderLock(operations, obstacle, areExact, refused);
            StartRunner();
        }

        Refuse(refused);
        Log.OperationsDeferred(logger, operations.Count, obstacle);
    }

    /// <summary>Remembers that the store refuses an operation, so that the next one of its kind does not fail others.</summary>
    public void Blame(Operation operation, Exception obstacle)
    {
        lock (_gate)
        {
            foreach (var record in RecordsOf(operation, obstacle))
            {
                _contended.Fail(record, Now, LongestRefusalPause);
            }

            _contentions = _contended.Count;
        }
    }

    /// <summary>Fails the operations whose time is up.</summary>
    public void Expire()
    {
        var late = new List<(Operation Operation, Exception Obstacle)>();
        lock (_gate)
        {
            foreach (var group in _groups)
            {
                group.Operations.RemoveAll(operation =>
                {
                    var isLate = stop.IsCancellationRequested || deadlines.IsLate(operation);
                    if (isLate)
                    {
                        late.Add((operation, group.Obstacle));
                    }

                    return isLate;
                });
            }

            _waiting -= late.Count;
            _groups.RemoveAll(static group => group is { IsRunning: false, Operations.Count: 0 });
        }

        // Outside the lock: a caller may continue in here.
        foreach (var (operation, obstacle) in late)
        {
            BatchFaults.FailAll([operation], obstacle);
        }
    }

    /// <summary>Waits until none is left. No more are added.</summary>
    public async Task CompleteAsync()
    {
        while (true)
        {
            Task[] runners;
            lock (_gate)
            {
                _runners.RemoveAll(static runner => runner.IsCompleted);
                runners = [.. _runners];
                if (runners.Length == 0)
                {
                    return;
                }
            }

            await Task.WhenAll(runners).ConfigureAwait(false);
        }
    }

    // Must be called under the lock.
    private void AddUnderLock(List<Operation> operations, Exception obstacle, bool areExact, List<Operation> refused)
    {
        if (areExact && obstacle is StoreConflictException { Reason: StoreConflictReason.Locked, Keys: { } keys })
        {
            foreach (var record in ContendedRecord.AllOf(keys))
            {
                _contended.Fail(record, Now, LongestLockPause);
            }

            _contentions = _contended.Count;
        }

        DeferredGroup? together = null;
        foreach (var operation in operations)
        {
            if (areExact && _contended.TryFind(operation, Now, out var record, out var contention))
            {
                Enqueue(operation, record, contention.NotBefore, refused, obstacle);
            }
            else if (MakeRoom(operation, refused))
            {
                together ??= AddGroup(null, TimeSpan.Zero, obstacle);
                together.Operations.Add(operation);
            }
        }
    }

    private void Enqueue(Operation operation, ContendedRecord record, TimeSpan notBefore, List<Operation> refused, Exception? obstacle = null)
    {
        if (MakeRoom(operation, refused))
        {
            var group = _groups.Find(group => group.Record == record) ?? AddGroup(record, notBefore, obstacle ?? new StoreConflictException("The record is contended.") { Reason = StoreConflictReason.Locked });
            group.Operations.Add(operation);
            group.NotBefore = notBefore > group.NotBefore ? notBefore : group.NotBefore;
        }
    }

    private bool MakeRoom(Operation operation, List<Operation> refused)
    {
        if (_waiting >= _capacity)
        {
            refused.Add(operation);
            return false;
        }

        _waiting++;
        return true;
    }

    private DeferredGroup AddGroup(ContendedRecord? record, TimeSpan notBefore, Exception obstacle)
    {
        var group = new DeferredGroup { Record = record, NotBefore = notBefore, Obstacle = obstacle };
        _groups.Add(group);
        return group;
    }

    private void Refuse(List<Operation> refused)
    {
        if (refused.Count > 0)
        {
            BookstoreMetrics.Count(BookstoreMetrics.Refused, options.ShopName, refused.Count);
            BatchFaults.FailAll(refused, new StoreConflictException("Too many operations wait for locked records.") { Reason = StoreConflictReason.Locked });
        }
    }

    private void StartRunner()
    {
        if (_running < maxRunners && _groups.Exists(static group => !group.IsRunning))
        {
            _running++;
            _runners.RemoveAll(static runner => runner.IsCompleted);
            _runners.Add(options.ContinuesInline ? RunInlineAsync() : Task.Run(RunAsync));
        }
    }

    // Never under the lock of the one who started it.
    private async Task RunInlineAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), deadlines.Time, CancellationToken.None).ConfigureAwait(false);
        await RunAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var batch = new List<Operation>();
        UnitCommitter? committer = null;
        while (true)
        {
            Expire();
            DeferredGroup? group;
            var pause = Look;
            lock (_gate)
            {
                group = TakeDue(batch, ref pause);
                if (group is null && !_groups.Exists(static group => !group.IsRunning))
                {
                    _running--;
                    if (committer is not null)
                    {
                        _committers.Push(committer);
                    }

                    return;
                }

                if (group is not null && committer is null && !_committers.TryPop(out committer))
                {
                    committer = newCommitter();
                }
            }

            if (group is null)
            {
                await Task.Delay(pause, deadlines.Time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            await CommitSafelyAsync(group, batch, committer!).ConfigureAwait(false);
            batch.Clear();
            lock (_gate)
            {
                group.IsRunning = false;
            }
        }
    }

    private DeferredGroup? TakeDue(List<Operation> batch, ref TimeSpan pause)
    {
        var now = Now;
        DeferredGroup? due = null;
        foreach (var group in _groups)
        {
            if (!group.IsRunning && group.NotBefore < (due?.NotBefore ?? TimeSpan.MaxValue))
            {
                due = group;
            }
        }

        if (due is null || due.NotBefore > now)
        {
            pause = due is not null && due.NotBefore - now < pause ? due.NotBefore - now + TimeSpan.FromMilliseconds(1) : pause;
            return null;
        }

        var (taken, records) = (0, 0);
        while (taken < due.Operations.Count && taken < options.MaxBatchSize && (taken == 0 || records + due.Operations[taken].Weight <= options.MaxBatchRecords))
        {
            records += due.Operations[taken++].Weight;
        }

        batch.AddRange(due.Operations.GetRange(0, taken));
        due.Operations.RemoveRange(0, taken);
        _waiting -= taken;
        due.IsRunning = true;
        due.Attempts++;
        return due;
    }

    // As in a commit worker: whatever befalls one batch, the others go on.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The write path goes on after whatever befell one batch.")]
    private async Task CommitSafelyAsync(DeferredGroup group, List<Operation> batch, UnitCommitter committer)
    {
        Operation[] operations = [.. batch];
        try
        {
            // Somebody waits for a lock that is held for long: look whether it is free, and stand in line only now and then.
            var isLong = group.Record is null || (group.Attempts > 2 && group.Attempts % WaitEvery != 0);
            await CommitAsync(batch, committer, isLong ? Look : options.LockWait).ConfigureAwait(false);
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

            if (obstacle is BookstoreStoreException { IsOutcomeUnknown: true })
            {
                BatchFaults.FailAll(batch, obstacle);
                return;
            }

            if (BatchFaults.IsOfStore(obstacle))
            {
                Retry(batch, obstacle, committer);
                return;
            }

            if (committer.FailedOnOpening && obstacle is StoreConflictException { Reason: StoreConflictReason.Locked })
            {
                DeferLocked(batch, obstacle);
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
            Blame(operation, obstacle);
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
        lock (_gate)
        {
            var notBefore = Now + Pause.After(++operation.Deferrals);
            var isKnown = false;
            foreach (var record in RecordsOf(operation, obstacle))
            {
                notBefore = _contended.Fail(record, Now, LongestLockPause);
                if (!isKnown)
                {
                    isKnown = true;
                    Enqueue(operation, record, notBefore, refused, obstacle);
                }
            }

            if (!isKnown && MakeRoom(operation, refused))
            {
                AddGroup(null, notBefore, obstacle).Operations.Add(operation);
            }

            _contentions = _contended.Count;
        }

        Refuse(refused);
    }

    private void DeferLocked(List<Operation> batch, Exception obstacle)
    {
        // Operations that do not need the locked records are tried again at once, whatever the time.
        var concerned = BatchFaults.TakeConcerned(batch, obstacle);
        RemoveLate(concerned.Count == 0 ? batch : concerned, obstacle);
        if (concerned.Count == 0)
        {
            return;
        }

        var refused = new List<Operation>();
        lock (_gate)
        {
            AddUnderLock(concerned, obstacle, areExact: true, refused);
        }

        Refuse(refused);
    }

    private void Retry(List<Operation> batch, Exception obstacle, UnitCommitter committer)
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

        lock (_gate)
        {
            var group = AddGroup(null, Now + Pause.After(++batch[0].Deferrals), obstacle);
            group.Operations.AddRange(batch);
            _waiting += batch.Count;
        }
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

    private void Forgive(List<Operation> batch)
    {
        if (_contentions == 0)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var operation in batch)
            {
                _contended.Forgive(operation);
            }

            _contentions = _contended.Count;
        }
    }

    // The records of the conflict that the operation touches, or what it is where the store could not tell.
    private static List<ContendedRecord> RecordsOf(Operation operation, Exception obstacle)
    {
        var keys = new RecordKeys();
        operation.Touches(keys);
        var records = new List<ContendedRecord>(ContendedRecord.AllOf(keys));
        if (obstacle is StoreConflictException { Keys: { LockableCount: > 0 } inConflict })
        {
            var named = new HashSet<ContendedRecord>(ContendedRecord.AllOf(inConflict));
            records.RemoveAll(record => !named.Contains(record));
            return records;
        }

        return ContendedRecord.Of(operation) is { } signature ? [signature] : [];
    }
}

/// <summary>Operations that are retried together.</summary>
internal sealed class DeferredGroup
{
    /// <summary>The record that all of them need; <see langword="null"/> when it is not known which one it is.</summary>
    public ContendedRecord? Record { get; init; }

    public List<Operation> Operations { get; } = [];

    public TimeSpan NotBefore { get; set; }

    public bool IsRunning { get; set; }

    public int Attempts { get; set; }

    /// <summary>What prevented them last.</summary>
    public required Exception Obstacle { get; init; }
}
