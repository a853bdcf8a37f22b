using Bookstore.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class GroupCommitTests : IAsyncDisposable
{
    private static readonly Isbn Book = Isbn.Parse("9780143127550");

    private readonly ScriptedStore _store = new(new InMemoryStore());
    private readonly List<GroupCommit> _commits = [];

    [Fact]
    public async Task SubmitAsync_WhileACommitIsUnderWay_NextBatchTakesAllThatWait()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _store.OnCommit = async (_, commit) =>
        {
            entered.TrySetResult();
            await release.Task;
            await commit();
        };
        var commit = Make();

        var first = commit.SubmitAsync(new Receive(1), default);
        await entered.Task;
        var others = Enumerable.Range(0, 100).Select(_ => commit.SubmitAsync(new Receive(1), default)).ToArray();
        release.SetResult();
        await first;
        var levels = await Task.WhenAll(others);

        _store.Commits.ShouldBe(2);
        levels.ShouldBe(Enumerable.Range(2, 100));
    }

    [Fact]
    public async Task SubmitAsync_QueueFull_RefusesWhatBeginsAndTakesWhatFinishes()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _store.OnOpen = async _ =>
        {
            entered.TrySetResult();
            await release.Task;
        };
        var commit = Make(options => options.QueueCapacity = 2);
        var underWay = commit.SubmitAsync(new Receive(1), default);
        await entered.Task;
        var waiting = new[] { commit.SubmitAsync(new Receive(1), default), commit.SubmitAsync(new Receive(1), default) };

        await Should.ThrowAsync<BookstoreOverloadedException>(() => commit.SubmitAsync(new Receive(1), default));
        var finishing = commit.SubmitAsync(new Receive(1, begins: false), default);
        release.SetResult();

        await underWay;
        await Task.WhenAll(waiting);
        (await finishing).ShouldBe(4);
    }

    [Fact]
    public async Task SubmitAsync_CancelledWhileWaiting_IsNotWrittenAndIsToldAtOnce()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _store.OnOpen = async _ =>
        {
            entered.TrySetResult();
            await release.Task;
        };
        var commit = Make();
        var underWay = commit.SubmitAsync(new Receive(1), default);
        await entered.Task;
        using var cancellation = new CancellationTokenSource();
        var cancelled = commit.SubmitAsync(new Receive(10), cancellation.Token);

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled);
        release.SetResult();

        await underWay;
        (await commit.SubmitAsync(new Receive(1), default)).ShouldBe(2);
    }

    [Fact]
    public async Task SubmitAsync_CancelledAfterItWasGathered_IsWrittenAndAnswered()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _store.OnOpen = async _ =>
        {
            entered.TrySetResult();
            await release.Task;
        };
        var commit = Make();
        using var cancellation = new CancellationTokenSource();
        var gathered = commit.SubmitAsync(new Receive(1), cancellation.Token);
        await entered.Task;

        await cancellation.CancelAsync();
        release.SetResult();

        (await gathered).ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_Conflict_DecidesAgain()
    {
        var conflicts = 3;
        _store.OnCommit = (_, commit) => conflicts-- > 0 ? throw new StoreConflictException() : commit();

        (await Make().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        (await StockAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task SubmitAsync_ConflictsWithOneOperation_OnlyThatOneFails()
    {
        _store.OnCommit = (records, commit) => records.Movements.Any(movement => movement.OnHandChange == 13) ? throw new StoreConflictException() : commit();
        var commit = Make(options => options.RetryTimeout = TimeSpan.FromSeconds(3));

        var results = await SettleAsync(Enumerable.Range(1, 20).Select(copies => commit.SubmitAsync(new Receive(copies), default)));

        results.Count(result => result is BookstoreStoreException { IsTransient: true }).ShouldBe(1);
        (await StockAsync()).ShouldBe(Enumerable.Range(1, 20).Sum() - 13);
    }

    [Fact]
    public async Task SubmitAsync_StoreRefusesOneOperationForGood_OnlyThatOneFails()
    {
        _store.OnCommit = (records, commit) => records.Movements.Any(movement => movement.OnHandChange == 13) ? throw new BookstoreStoreException("no 13") : commit();
        var commit = Make();

        var results = await SettleAsync(Enumerable.Range(1, 20).Select(copies => commit.SubmitAsync(new Receive(copies), default)));

        results.Count(result => result is BookstoreStoreException { Message: "no 13" }).ShouldBe(1);
        (await StockAsync()).ShouldBe(Enumerable.Range(1, 20).Sum() - 13);
    }

    [Fact]
    public async Task SubmitAsync_StoreThrowsSomethingElseOnOpening_CallerIsToldThatNothingWasWritten()
    {
        _store.OnOpen = _ => throw new IOException("not in the contract");

        var fault = await Should.ThrowAsync<BookstoreStoreException>(() => Make().SubmitAsync(new Receive(5), default));

        fault.InnerException.ShouldBeOfType<IOException>();
        fault.IsOutcomeUnknown.ShouldBeFalse();
        _store.Commits.ShouldBe(0);
    }

    [Fact]
    public async Task SubmitAsync_OperationThrows_FailsAloneAndItsStagingIsDropped()
    {
        var commit = Make();

        var results = await SettleAsync(
        [
            commit.SubmitAsync(new Receive(1), default),
            commit.SubmitAsync(new Receive(2, throws: true), default),
            commit.SubmitAsync(new Receive(4), default),
        ]);

        results.OfType<BookstoreException>().Single().InnerException.ShouldBeOfType<InvalidTimeZoneException>();
        (await StockAsync()).ShouldBe(5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SubmitAsync_OutcomeUnknown_IsFoundOutAndAppliedOnce(bool commitsFirst)
    {
        var faults = 1;
        _store.OnCommit = async (_, commit) =>
        {
            var isFaulty = faults-- > 0;
            if (!isFaulty || commitsFirst)
            {
                await commit();
            }

            if (isFaulty)
            {
                throw new StoreOutcomeUnknownException();
            }
        };

        (await Make().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        (await StockAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task SubmitAsync_OutcomeUnknownAndStoreAway_WaitsUntilItIsKnown()
    {
        var away = 3;
        var faults = 1;
        _store.OnCommit = async (_, commit) =>
        {
            await commit();
            if (faults-- > 0)
            {
                throw new TimeoutException("no answer");
            }
        };
        _store.OnWasCommitted = () => away-- > 0 ? throw new BookstoreStoreException("away") : ValueTask.CompletedTask;

        (await Make().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        away.ShouldBeLessThan(0);
        (await StockAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task SubmitAsync_UnknownOutcomesUnderLoad_NothingIsAppliedTwiceOrLost()
    {
        var random = new Random(4711);
        _store.OnCommit = async (_, commit) =>
        {
            switch (random.Next(4))
            {
                case 0:
                    await commit();
                    throw new StoreOutcomeUnknownException();
                case 1:
                    throw new StoreOutcomeUnknownException();
                case 2:
                    throw new StoreConflictException();
                default:
                    await commit();
                    break;
            }
        };
        var commit = Make(options => options.MaxBatchSize = 8);

        var levels = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => commit.SubmitAsync(new Receive(1), default))));

        levels.Order().ShouldBe(Enumerable.Range(1, 500));
        (await StockAsync()).ShouldBe(500);
    }

    [Fact]
    public async Task SubmitAsync_UnitFailsToLetGoAfterTheCommit_IsNotRunAgain()
    {
        var faults = 1;
        _store.OnDispose = () => _ = faults-- > 0 ? throw new BookstoreStoreException("connection lost") { IsTransient = true } : 0;

        (await Make().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        (await StockAsync()).ShouldBe(5);
        _store.Commits.ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_NothingStaged_CommitsNothing()
    {
        (await Make().SubmitAsync(new Receive(0), default)).ShouldBe(0);
        _store.Commits.ShouldBe(0);
    }

    [Fact]
    public async Task SubmitAsync_StoreOfSeveralUnits_WhatLeavesStockAloneDoesNotWaitForIt()
    {
        var release = new TaskCompletionSource();
        await using var store = new ScriptedStore(new InMemoryStore()) { UnitsAtATime = 3, OnOpen = async keys => await (keys.Stock.Count > 0 ? release.Task : Task.CompletedTask) };
        var commit = Make(store);
        var receiving = Enumerable.Range(0, 10).Select(_ => commit.SubmitAsync(new Receive(1), default)).ToArray();

        (await commit.SubmitAsync(new Look(), default)).ShouldBe(0);
        receiving.ShouldAllBe(task => !task.IsCompleted);
        release.SetResult();

        (await Task.WhenAll(receiving)).ShouldBe(Enumerable.Range(1, 10));
    }

    [Fact]
    public async Task SubmitAsync_StoreOfSeveralUnits_OneBookHasOneBatchUnderWayAtATime()
    {
        var underWay = 0;
        var most = 0;
        await using var store = new ScriptedStore(new InMemoryStore())
        {
            UnitsAtATime = 3,
            OnOpen = async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref underWay));
                await Task.Yield();
            },
            OnDispose = () => Interlocked.Decrement(ref underWay),
        };
        var commit = Make(store);

        var levels = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => commit.SubmitAsync(new Receive(1), default))));

        levels.Order().ShouldBe(Enumerable.Range(1, 500));
        most.ShouldBe(1);
    }

    [Fact]
    public async Task DisposeAsync_StoreOfSeveralUnits_CommitsWhatWaitsInAllLanes()
    {
        await using var store = new ScriptedStore(new InMemoryStore()) { UnitsAtATime = 3 };
        var commit = Make(store);
        var receiving = commit.SubmitAsync(new Receive(1), default);
        var looking = commit.SubmitAsync(new Look(), default);

        await commit.DisposeAsync();

        (await receiving).ShouldBe(1);
        (await looking).ShouldBe(0);
        await Should.ThrowAsync<ObjectDisposedException>(() => commit.SubmitAsync(new Receive(1), default));
    }

    [Fact]
    public async Task DisposeAsync_WithOperationsWaiting_CommitsThemAndRefusesMore()
    {
        var commit = Make();
        var submitted = Enumerable.Range(0, 50).Select(_ => commit.SubmitAsync(new Receive(1), default)).ToArray();

        await commit.DisposeAsync();

        (await Task.WhenAll(submitted)).Length.ShouldBe(50);
        await Should.ThrowAsync<ObjectDisposedException>(() => commit.SubmitAsync(new Receive(1), default));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var commit in _commits)
        {
            await commit.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    private GroupCommit Make(Action<WritePathOptions>? configure = null) => Make(_store, configure);

    private GroupCommit Make(ScriptedStore store, Action<WritePathOptions>? configure = null)
    {
        var options = new WritePathOptions { RetryTimeout = TimeSpan.FromSeconds(30) };
        configure?.Invoke(options);
        var commit = new GroupCommit(store, options, TimeProvider.System, NullLogger<GroupCommit>.Instance);
        _commits.Add(commit);
        return commit;
    }

    private async Task<int> StockAsync()
    {
        var page = await _store.AuditStockAsync(null, 10, default);
        page.Single().OnHandSum.ShouldBe(page.Single().Level!.OnHand);
        return page.Single().Level!.OnHand;
    }

    private static async Task<object[]> SettleAsync(IEnumerable<Task<int>> submitted)
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

    private sealed class Receive(int copies, bool begins = true, bool throws = false) : Operation<int>
    {
        public override bool Begins => begins;

        public override Isbn? Stock => Book;

        public override void Needs(RecordKeys keys) => keys.Stock.Add(Book);

        protected override int DecideOn(WorkingSet records)
        {
            if (copies > 0)
            {
                StockLedger.TryChange(records, StockMovementKind.Received, new StockChange { Isbn = Book, Quantity = copies, Reason = "test" }, DateTimeOffset.UnixEpoch);
            }

            return throws ? throw new InvalidTimeZoneException("a bug") : StockLedger.LevelOf(records, Book).OnHand;
        }
    }

    private sealed class Look : Operation<int>
    {
        public override bool Begins => true;

        public override void Needs(RecordKeys keys) => keys.Orders.Add(Guid.Empty);

        protected override int DecideOn(WorkingSet records) => records.Orders.Find(Guid.Empty) is null ? 0 : 1;
    }
}
