using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>The write path: callers submit operations, commit workers take what waits and commit it together.</summary>
/// <remarks>
/// Alone, an operation is a batch of one and waits for no other; under load, batches grow by themselves, because more waits each time a
/// commit ends. A caller gets its result after the commit of its batch and never before. See <see cref="CommitWorker"/> for what happens to a batch, and
/// <see cref="DeferredOperations"/> for operations that are retried apart. Where a store can do several batches at a time, each worker has a queue of its own, see <see cref="PartitionOf"/>.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable, IDisposable
{
    private const int MaxWorkers = 64;
    private const int LooksPerTimeout = 10;

    private readonly OperationQueue[] _queues;
    private readonly CommitWorker[] _workers;
    private readonly DeferredOperations _deferred;
    private readonly Deadlines _deadlines;
    private readonly WritePathOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _running;
    private readonly ITimer _expiry;
    private int _waiting;
    private int _isWatched;

    public GroupCommit(IBookstoreStore store, WritePathOptions options, StoreClock clock, ILogger<GroupCommit> logger, EventSignal? events = null)
    {
        var signal = events ?? new EventSignal(isEnabled: true);
        var time = clock.Time;
        _options = options;
        _time = time;
        _deadlines = new Deadlines(options, time);
        _queues = new OperationQueue[Math.Clamp(store.MaxOpenUnits, 1, MaxWorkers)];
        _deferred = new DeferredOperations(NewCommitter, _queues.Length, options, _deadlines, logger, _stop.Token);
        _workers = new CommitWorker[_queues.Length];
        for (var i = 0; i < _queues.Length; i++)
        {
            _queues[i] = new OperationQueue(options);
            _workers[i] = new CommitWorker(_queues[i], NewCommitter(), _deferred, options, _deadlines, logger, _stop.Token);
        }

        _running = new Lazy<Task>(() => Task.WhenAll(StartWorkers()));
        _expiry = time.CreateTimer(static state => ((GroupCommit)state!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        UnitCommitter NewCommitter() => new(store, options, clock, signal, logger, _stop.Token);
    }

    /// <summary>How many operations wait to be gathered.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Submits an operation and waits for its result.</summary>
    /// <param name="operation">The operation, made for this one call.</param>
    /// <param name="cancellationToken">Counts until the operation is gathered, and not after.</param>
    /// <returns>The result, durable.</returns>
    /// <exception cref="BookstoreOverloadedException">The queue is full and the operation begins something; nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used, or refuses the write. A transient one comes after <see cref="WritePathOptions.RetryTimeout"/> at the latest; at once where the store has just failed others.</exception>
    /// <exception cref="ObjectDisposedException">The write path has been closed.</exception>
    public Task<TResult> SubmitAsync<TResult>(Operation<TResult> operation, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        // What finishes something begun is let in beyond the capacity: its number is bounded by what was let in to begin.
        if (Interlocked.Increment(ref _waiting) > _options.QueueCapacity && operation.CanBeShed)
        {
            return Refuse<TResult>(new BookstoreOverloadedException());
        }

        var partition = PartitionOf(operation);
        if (operation.CanBeShed && !_workers[partition].Admits(operation))
        {
            return Refuse<TResult>(new BookstoreStoreException(
                "The store did not take the last write and is not back yet; nothing was written. Try again in a second.", _workers[partition].LastFault)
            { IsTransient = true });
        }

        if (_options.ContinuesInline)
        {
            operation.ContinueInline();
        }

        operation.SubmittedAt = _time.GetTimestamp();
        operation.CancelWith(cancellationToken);
        if (!_queues[partition].TryAdd(operation))
        {
            Interlocked.Decrement(ref _waiting);
            return Task.FromException<TResult>(new ObjectDisposedException(nameof(GroupCommit), "The bookstore is shut down; nothing was written."));
        }

        _ = _running.Value;
        Watch(_options.QueueTimeout);
        return operation.Completion;
    }

    /// <summary>Waits for <see cref="DisposeAsync"/>, which ends in bounded time: for a service provider that is disposed with <c>using</c>.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Takes no more operations and commits those that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queues[0].TryComplete())
        {
            return;
        }

        for (var partition = 1; partition < _queues.Length; partition++)
        {
            _queues[partition].TryComplete();
        }

        // Started even if nothing was submitted yet, because a first operation may be on its way in.
        _stop.CancelAfter(_options.RetryTimeout + TimeSpan.FromSeconds(5));
        await _running.Value.ConfigureAwait(false);
        await _deferred.CompleteAsync().ConfigureAwait(false);
        await _expiry.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();

        // A worker may have ended on a thread of the store, which the caller's code must not occupy.
        if (!_options.ContinuesInline)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    private Task<TResult> Refuse<TResult>(BookstoreException refusal)
    {
        Interlocked.Decrement(ref _waiting);
        _options.Metrics().CountRefused();
        return Task.FromException<TResult>(refusal);
    }

    private IEnumerable<Task> StartWorkers()
    {
        foreach (var worker in _workers)
        {
            yield return _options.ContinuesInline ? worker.RunAsync(Leave) : Task.Run(() => worker.RunAsync(Leave));
        }
    }

    private void Leave(int operations) => Interlocked.Add(ref _waiting, -operations);

    // A book's stock belongs to one worker, so a host's batches do not wait for each other at a best-seller's row. What leaves stock alone, such
    // as a confirmation, has the first worker for itself and does not wait there for other hosts either.
    private int PartitionOf(Operation operation) => _queues.Length > 1 && operation.StockPartition is { } isbn
        ? 1 + (int)((uint)isbn.GetHashCode() % (uint)(_queues.Length - 1))
        : 0;

    // One timer for all: an operation costs a look at a field.
    private void Watch(TimeSpan dueTime)
    {
        if (Volatile.Read(ref _isWatched) == 0 && Interlocked.Exchange(ref _isWatched, 1) == 0)
        {
            try
            {
                _expiry.Change(dueTime, Timeout.InfiniteTimeSpan);
            }
            catch (ObjectDisposedException)
            {
                // Closed meanwhile; the workers have ended.
            }
        }
    }

    // While a worker waits for the store, the time of its batch and of those behind it passes all the same.
    private void Expire()
    {
        Volatile.Write(ref _isWatched, 0);
        for (var partition = 0; partition < _queues.Length; partition++)
        {
            var fault = _workers[partition].LastFault;
            var left = _queues[partition].Expire(_deadlines.HasWaitedTooLong, () => new BookstoreStoreException(
                "The write waited for the store for longer than WritePathOptions.RetryTimeout; nothing was written. Try again.", fault)
            { IsTransient = true });
            Leave(left);
            _workers[partition].Expire();
        }

        _deferred.Expire();
        if (Waiting + _deferred.Waiting > 0 || _deferred.IsRunning || Array.Exists(_workers, static worker => worker.IsCommitting))
        {
            Watch(_options.QueueTimeout / LooksPerTimeout);
        }
    }
}
