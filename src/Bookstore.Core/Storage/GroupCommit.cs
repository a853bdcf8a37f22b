using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>The write path: callers submit operations, a committer takes what is waiting and commits it together.</summary>
/// <remarks>
/// Alone, an operation is a batch of one and waits for nobody; under load, batches grow by themselves, because more is waiting each time a
/// commit ends. A caller is answered after the commit of its batch and never before. See <see cref="CommitLane"/> for one batch's way.
/// Where a store can do several batches at a time, each lane has a queue of its own, see <see cref="LaneOf"/>.
/// </remarks>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly Channel<Operation>[] _queues;
    private readonly IBookstoreStore _store;
    private readonly WritePathOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<Task> _lanes;
    private int _waiting;

    public GroupCommit(IBookstoreStore store, WritePathOptions options, TimeProvider time, ILogger<GroupCommit> logger)
    {
        _store = store;
        _options = options;
        _time = time;
        _logger = logger;
        _queues = new Channel<Operation>[Math.Clamp(store.MaxOpenUnits, 1, options.MaxBatchesInFlight)];
        var queue = new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = options.ContinuesInline };
        for (var lane = 0; lane < _queues.Length; lane++)
        {
            _queues[lane] = Channel.CreateUnbounded<Operation>(queue);
        }

        _lanes = new Lazy<Task>(() => Task.WhenAll(StartLanes()));
    }

    /// <summary>How many operations wait to be gathered.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Submits an operation and waits for its answer.</summary>
    /// <param name="operation">The operation, made for this one call.</param>
    /// <param name="cancellationToken">Counts until the operation is gathered, and not after.</param>
    /// <returns>The answer, durable.</returns>
    /// <exception cref="BookstoreOverloadedException">The queue is full and the operation begins something; nothing was written.</exception>
    /// <exception cref="ObjectDisposedException">The write path has been closed.</exception>
    public Task<TResult> SubmitAsync<TResult>(Operation<TResult> operation, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        // What finishes something begun is let in beyond the capacity: its number is bounded by what was let in to begin.
        if (Interlocked.Increment(ref _waiting) > _options.QueueCapacity && operation.Begins)
        {
            Interlocked.Decrement(ref _waiting);
            BookstoreMetrics.Refused.Add(1);
            return Task.FromException<TResult>(new BookstoreOverloadedException());
        }

        if (_options.ContinuesInline)
        {
            operation.ContinueInline();
        }

        operation.CancelWith(cancellationToken);
        if (!_queues[LaneOf(operation)].Writer.TryWrite(operation))
        {
            Interlocked.Decrement(ref _waiting);
            return Task.FromException<TResult>(new ObjectDisposedException(nameof(GroupCommit), "The bookstore is shut down; nothing was written."));
        }

        _ = _lanes.Value;
        return operation.Completion;
    }

    /// <summary>Takes no more operations and commits those that wait.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_queues[0].Writer.TryComplete())
        {
            return;
        }

        for (var lane = 1; lane < _queues.Length; lane++)
        {
            _queues[lane].Writer.TryComplete();
        }

        // Started even if nothing was submitted yet, because a first operation may be on its way in.
        _stop.CancelAfter(_options.RetryTimeout + TimeSpan.FromSeconds(5));
        await _lanes.Value.ConfigureAwait(false);
        _stop.Dispose();

        // A lane may have ended on a thread of the store, which the caller's code must not occupy.
        if (!_options.ContinuesInline)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }
    }

    private IEnumerable<Task> StartLanes()
    {
        foreach (var queue in _queues)
        {
            yield return _options.ContinuesInline ? RunLaneAsync(queue.Reader) : Task.Run(() => RunLaneAsync(queue.Reader));
        }
    }

    // A book's stock belongs to one lane, so a host's batches do not wait for each other at a best-seller's row. What leaves stock alone, such
    // as a confirmation, has the first lane for itself and does not wait there for other hosts either.
    private int LaneOf(Operation operation) => _queues.Length > 1 && operation.Stock is { } isbn
        ? 1 + (int)((uint)isbn.GetHashCode() % (uint)(_queues.Length - 1))
        : 0;

    private async Task RunLaneAsync(ChannelReader<Operation> queue)
    {
        var lane = new CommitLane(_store, _options, _time, _logger, _stop.Token);
        var batch = new List<Operation>(_options.MaxBatchSize);
        while (await queue.WaitToReadAsync().ConfigureAwait(false))
        {
            while (Gather(queue, batch))
            {
                await CommitAsync(lane, batch).ConfigureAwait(false);
                batch.Clear();
            }
        }
    }

    // A lane that ended here, by a log provider that throws for one, would leave all later callers without an answer.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "The write path goes on after whatever befell one batch.")]
    private static async Task CommitAsync(CommitLane lane, List<Operation> batch)
    {
        Operation[] operations = [.. batch];
        try
        {
            await lane.CommitAsync(batch).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var told = new BookstoreStoreException(
                "The write path failed, and it is not known whether the write took effect. Send the same request again with the same idempotency key.",
                exception)
            { IsOutcomeUnknown = true };
            foreach (var operation in operations)
            {
                operation.Fail(told);
            }
        }
    }

    private bool Gather(ChannelReader<Operation> queue, List<Operation> batch)
    {
        while (batch.Count < _options.MaxBatchSize && queue.TryRead(out var operation))
        {
            Interlocked.Decrement(ref _waiting);
            if (operation.TryGather())
            {
                batch.Add(operation);
            }
        }

        return batch.Count > 0;
    }
}
