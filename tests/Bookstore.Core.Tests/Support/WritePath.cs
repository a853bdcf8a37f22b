using Bookstore.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Support;

/// <summary>A write path on a store with faults, and one book whose copies show what was written.</summary>
internal sealed class WritePath : IAsyncDisposable
{
    public static readonly Isbn Book = Isbn.Parse("9780143127550");

    private readonly List<GroupCommit> _commits = [];

    public ScriptedStore Store { get; } = new(new InMemoryStore());

    public GroupCommit Open(Action<WritePathOptions>? configure = null, ILogger<GroupCommit>? logger = null) => Open(Store, configure, logger);

    /// <summary>Commits one batch with a commit worker of its own, and what it defers.</summary>
    public async Task CommitAsync(List<Operation> batch, TimeProvider time, Action<WritePathOptions>? configure = null, CancellationToken stop = default)
    {
        batch.ForEach(operation => operation.SubmittedAt = time.GetTimestamp());
        await WorkerOf(new OperationQueue(new WritePathOptions()), time, out var deferred, configure, stop).CommitAsync(batch);
        await deferred.CompleteAsync();
    }

    /// <summary>A commit worker that has not been started.</summary>
    public CommitWorker WorkerOf(
        OperationQueue queue, TimeProvider time, out DeferredOperations deferred, Action<WritePathOptions>? configure = null, CancellationToken stop = default)
    {
        var options = new WritePathOptions();
        configure?.Invoke(options);
        var deadlines = new Deadlines(options, time);
        deferred = new DeferredOperations(NewCommitter, 1, options, deadlines, NullLogger.Instance, stop);
        return new CommitWorker(queue, NewCommitter(), deferred, options, deadlines, NullLogger.Instance, stop);

        UnitCommitter NewCommitter() => new(Store, options, ClockOf(Store, time), new EventSignal(isEnabled: true), NullLogger.Instance, stop);
    }

    public GroupCommit Open(ScriptedStore store, Action<WritePathOptions>? configure = null, ILogger<GroupCommit>? logger = null)
    {
        var options = new WritePathOptions { RetryTimeout = TimeSpan.FromSeconds(30) };
        configure?.Invoke(options);
        var commit = new GroupCommit(store, options, ClockOf(store), logger ?? NullLogger<GroupCommit>.Instance);
        _commits.Add(commit);
        return commit;
    }

    /// <summary>The store's time as a host knows it, by the system's clock unless another is given.</summary>
    public static StoreClock ClockOf(IBookstoreStore store, TimeProvider? time = null) =>
        new(store, new TimeOrderedIds(), time ?? TimeProvider.System, NullLogger<StoreClock>.Instance);

    /// <summary>Holds the next unit up as it opens, until it is let go.</summary>
    public (Task Entered, TaskCompletionSource Release) HoldUp()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        Store.OnOpen = async _ =>
        {
            entered.TrySetResult();
            await release.Task;
        };
        return (entered.Task, release);
    }

    /// <summary>The copies on hand, which the movements must agree with.</summary>
    public async Task<int> StockAsync()
    {
        var page = await Store.AuditStockAsync(null, 10, default);
        page.Single().OnHandSum.ShouldBe(page.Single().Level!.OnHand);
        return page.Single().Level!.OnHand;
    }

    /// <summary>The answer or the exception of each.</summary>
    public static async Task<object[]> SettleAsync(IEnumerable<Task<int>> submitted)
    {
        var results = new List<object>();
        foreach (var task in submitted.ToArray())
        {
            try
            {
                results.Add(await task);
            }
            catch (BookstoreException exception)
            {
                results.Add(exception);
            }
        }

        return [.. results];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var commit in _commits)
        {
            await commit.DisposeAsync();
        }

        await Store.DisposeAsync();
    }
}

/// <summary>Receives copies of the one book and answers how many there are now.</summary>
internal sealed class Receive(int copies, bool begins = true, bool throws = false) : Operation<int>
{
    public override bool CanBeShed => begins;

    public override Isbn? StockPartition => WritePath.Book;

    public override void DeclareKeys(RecordKeys keys) => keys.Stock.Add(WritePath.Book);

    protected override int DecideOn(WorkingSet records)
    {
        if (copies > 0)
        {
            StockLedger.TryChange(records, StockMovementKind.Received, new StockChange { Isbn = WritePath.Book, Quantity = copies, Reason = "test" }, DateTimeOffset.UnixEpoch);
        }

        return throws ? throw new InvalidTimeZoneException("a bug") : StockLedger.LevelOf(records, WritePath.Book).OnHand;
    }
}

/// <summary>Looks for an order and leaves stock alone.</summary>
internal sealed class Look : Operation<int>
{
    public override bool CanBeShed => true;

    public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(Guid.Empty);

    protected override int DecideOn(WorkingSet records) => records.Orders.Find(Guid.Empty) is null ? 0 : 1;
}
