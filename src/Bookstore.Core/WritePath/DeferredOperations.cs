using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>Operations that could not be committed with their batch, retried apart from the commit workers until they succeed, are refused, or their time is up.</summary>
/// <remarks>
/// Operations that need the same contended record wait together, with growing pauses, and join at once while the record is known to be contended. A batch that
/// holds an operation which the store refuses is split in halves here, until that one is alone. Both are bounded: by <see cref="WritePathOptions.RetryTimeout"/> from the submission, and in number.
/// <see cref="DeferredGroups"/> keeps who waits for what, <see cref="DeferredCommits"/> brings a batch to its end; this class protects the one and runs the other. Thread-safe.
/// </remarks>
internal sealed class DeferredOperations
{
    private const int MaxRunners = 2;

    private readonly Lock _gate = new();
    private readonly DeferredGroups _groups;
    private readonly DeferredCommits _commits;
    private readonly Func<UnitCommitter> _newCommitter;
    private readonly int _maxRunners;
    private readonly WritePathOptions _options;
    private readonly Deadlines _deadlines;
    private readonly ILogger _logger;
    private readonly CancellationToken _stop;
    private readonly Stack<UnitCommitter> _committers = [];
    private readonly List<UnitCommitter> _allCommitters = [];
    private readonly List<Task> _runners = [];
    private int _running;

    public DeferredOperations(Func<UnitCommitter> newCommitter, int workers, WritePathOptions options, Deadlines deadlines, ILogger logger, CancellationToken stop)
    {
        _groups = new DeferredGroups(options, workers, deadlines);
        _commits = new DeferredCommits(_gate, _groups, options, deadlines, logger, stop);
        _newCommitter = newCommitter;
        _maxRunners = Math.Min(workers, MaxRunners);
        _options = options;
        _deadlines = deadlines;
        _logger = logger;
        _stop = stop;
    }

    /// <summary>How many operations wait here.</summary>
    public int Waiting => _groups.Waiting;

    /// <summary>Whether a batch of them may be in progress.</summary>
    public bool IsRunning => Volatile.Read(ref _running) > 0;

    /// <summary>Takes the operations out of a batch whose records are known to be contended.</summary>
    public void Divert(List<Operation> batch)
    {
        if (!_groups.AnyContended)
        {
            return;
        }

        var refused = new List<Operation>();
        lock (_gate)
        {
            _groups.Divert(batch, refused);
            StartRunner();
        }

        BatchFaults.Refuse(refused, _options.Metrics());
    }

    /// <summary>Takes operations over.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="obstacle">What prevented them.</param>
    /// <param name="areExact">Whether each record that the conflict names is contended.</param>
    public void Add(List<Operation> operations, Exception obstacle, bool areExact)
    {
        var refused = new List<Operation>();
        lock (_gate)
        {
            _groups.Add(operations, obstacle, areExact, refused);
            StartRunner();
        }

        BatchFaults.Refuse(refused, _options.Metrics());
        Log.OperationsDeferred(_logger, operations.Count, obstacle);
    }

    /// <summary>Remembers that the store refuses an operation, so that the next one of its kind does not fail others.</summary>
    public void Blame(Operation operation, Exception obstacle)
    {
        lock (_gate)
        {
            _groups.Blame(operation, obstacle);
        }
    }

    /// <summary>Fails the operations whose time is up.</summary>
    public void Expire()
    {
        var late = new List<(Operation Operation, Exception Obstacle)>();
        UnitCommitter[] committers;
        lock (_gate)
        {
            _groups.TakeLate(all: _stop.IsCancellationRequested, late);
            committers = [.. _allCommitters];
        }

        // Outside the lock: a caller may continue in here.
        foreach (var (operation, obstacle) in late)
        {
            BatchFaults.FailAll([operation], obstacle);
        }

        foreach (var committer in committers)
        {
            committer.FailLate(_deadlines.HasWaitedTooLong);
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

    // Under the lock, so that a runner that is about to end cannot miss what was just added.
    private void StartRunner()
    {
        if (_running < _maxRunners && _groups.AnyIdle)
        {
            _running++;
            _runners.RemoveAll(static runner => runner.IsCompleted);
            _runners.Add(_options.ContinuesInline ? RunInlineAsync() : Task.Run(RunAsync));
        }
    }

    // Never under the lock of the caller that started it.
    private async Task RunInlineAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(1), _deadlines.Time, CancellationToken.None).ConfigureAwait(false);
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
            var pause = DeferredCommits.Look;
            lock (_gate)
            {
                group = _groups.TakeDue(batch, ref pause);
                if (group is null && !_groups.AnyIdle)
                {
                    EndRunner(committer);
                    return;
                }

                if (group is not null && committer is null && !_committers.TryPop(out committer))
                {
                    committer = _newCommitter();
                    _allCommitters.Add(committer);
                }
            }

            if (group is null)
            {
                await Task.Delay(pause, _deadlines.Time, _stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            await _commits.CommitSafelyAsync(group, batch, committer!).ConfigureAwait(false);
            batch.Clear();
            lock (_gate)
            {
                group.IsRunning = false;
            }
        }
    }

    private void EndRunner(UnitCommitter? committer)
    {
        _running--;
        if (committer is not null)
        {
            _committers.Push(committer);
        }
    }
}
