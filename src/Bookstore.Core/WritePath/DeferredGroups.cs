namespace Bookstore.Storage;

/// <summary>The operations that wait to be retried apart from the commit workers: in groups, one for each contended record, with the time at which each group is due.</summary>
/// <remarks>
/// Bookkeeping alone: it opens, commits and completes nothing. Not safe for use from several threads at a time, but for <see cref="Waiting"/> and <see cref="AnyContended"/>.
/// The caller locks.
/// </remarks>
internal sealed class DeferredGroups(WritePathOptions options, int workers, Deadlines deadlines)
{
    private static readonly TimeSpan LongestLockPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRefusalPause = TimeSpan.FromSeconds(1);

    private readonly ContendedRecords _contended = new();
    private readonly List<DeferredGroup> _groups = [];
    private readonly long _started = deadlines.Time.GetTimestamp();
    private readonly int _capacity = CapacityOf(options);

    // For one operation that the store refuses, each commit worker may hand a whole batch over: the others of it are not refused for want of room.
    private readonly int _capacityForBatches = CapacityOf(options) + (options.MaxBatchSize * workers);
    private volatile int _contentions;
    private int _waiting;

    /// <summary>How many operations wait here.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether any record is known to be contended.</summary>
    public bool AnyContended => _contentions != 0;

    /// <summary>Whether a group has no runner.</summary>
    public bool AnyIdle => _groups.Exists(static group => !group.IsRunning);

    private TimeSpan Now => deadlines.Time.GetElapsedTime(_started);

    /// <summary>Moves the operations of a batch here whose records are known to be contended.</summary>
    /// <param name="batch">The operations.</param>
    /// <param name="refused">Takes those for which there is no room.</param>
    public void Divert(List<Operation> batch, List<Operation> refused)
    {
        var now = Now;
        _contended.Sweep(now);
        _contentions = _contended.Count;
        batch.RemoveAll(operation =>
        {
            if (!_contended.TryFind(operation, now, out var record, out var contention))
            {
                return false;
            }

            Enqueue(operation, record, contention.NotBefore, refused);
            return true;
        });
    }

    /// <summary>Adds operations: each to the group of its contended record, and those without a known one to a group of their own, due at once.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="obstacle">What prevented them.</param>
    /// <param name="areExact">Whether each record that the conflict names is contended.</param>
    /// <param name="refused">Takes those for which there is no room.</param>
    public void Add(List<Operation> operations, Exception obstacle, bool areExact, List<Operation> refused)
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
            else if (MakeRoom(operation, _capacityForBatches, refused))
            {
                together ??= AddGroup(null, Now, obstacle);
                together.Operations.Add(operation);
            }
        }
    }

    /// <summary>Adds an operation that failed alone, with a longer pause for it and for all that need the same record.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="obstacle">What prevented it.</param>
    /// <param name="refused">Takes it when there is no room.</param>
    public void PutOff(Operation operation, Exception obstacle, List<Operation> refused)
    {
        var notBefore = Now + Pause.After(++operation.Deferrals);
        var isKnown = false;
        foreach (var record in ContendedRecord.InConflict(operation, obstacle))
        {
            notBefore = _contended.Fail(record, Now, LongestLockPause);
            if (!isKnown)
            {
                isKnown = true;
                Enqueue(operation, record, notBefore, refused, obstacle);
            }
        }

        if (!isKnown && MakeRoom(operation, _capacityForBatches, refused))
        {
            AddGroup(null, notBefore, obstacle).Operations.Add(operation);
        }

        _contentions = _contended.Count;
    }

    /// <summary>Returns a batch that was taken, because the store as a whole could not be used. There is room for it.</summary>
    public void Return(List<Operation> batch, Exception obstacle)
    {
        AddGroup(null, Now + Pause.After(++batch[0].Deferrals), obstacle).Operations.AddRange(batch);
        _waiting += batch.Count;
    }

    /// <summary>Takes operations of the group that has been due for longest, as many as a batch may have.</summary>
    /// <param name="batch">Takes the operations.</param>
    /// <param name="pause">Shortened to the time until a group is due, when none is.</param>
    /// <returns>The group, which now has a runner; <see langword="null"/> when none is due.</returns>
    public DeferredGroup? TakeDue(List<Operation> batch, ref TimeSpan pause)
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

        _waiting -= due.Take(batch, options);
        due.IsRunning = true;
        due.Attempts++;
        return due;
    }

    /// <summary>Takes the operations whose time is up, or all of them, and removes the groups that are empty.</summary>
    public void TakeLate(bool all, List<(Operation Operation, Exception Obstacle)> late)
    {
        foreach (var group in _groups)
        {
            group.Operations.RemoveAll(operation =>
            {
                var isLate = all || deadlines.IsLate(operation);
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

    /// <summary>Notes that the store refuses an operation, so that the next one of its kind does not fail others.</summary>
    public void Blame(Operation operation, Exception obstacle)
    {
        foreach (var record in ContendedRecord.InConflict(operation, obstacle))
        {
            _contended.Fail(record, Now, LongestRefusalPause);
        }

        _contentions = _contended.Count;
    }

    /// <summary>Removes the contention of records whose operations were committed.</summary>
    public void Forgive(List<Operation> batch)
    {
        foreach (var operation in batch)
        {
            _contended.Forgive(operation);
        }

        _contentions = _contended.Count;
    }

    private void Enqueue(Operation operation, ContendedRecord record, TimeSpan notBefore, List<Operation> refused, Exception? obstacle = null)
    {
        if (!operation.WaitsForLocks)
        {
            refused.Add(operation);
        }
        else if (MakeRoom(operation, _capacity, refused))
        {
            var group = _groups.Find(group => group.Record == record) ?? AddGroup(record, notBefore, obstacle ?? new StoreConflictException("The record is contended.") { Reason = StoreConflictReason.Locked });
            group.Operations.Add(operation);
            group.NotBefore = notBefore > group.NotBefore ? notBefore : group.NotBefore;
        }
    }

    private static int CapacityOf(WritePathOptions options) => Math.Max(16, options.QueueCapacity / 4);

    // What finishes something begun always has room: its number is bounded by what was let in to begin.
    private bool MakeRoom(Operation operation, int capacity, List<Operation> refused)
    {
        if (_waiting >= capacity && operation.CanBeShed)
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
}
