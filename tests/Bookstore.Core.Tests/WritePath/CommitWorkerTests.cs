using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

public sealed class CommitWorkerTests : IAsyncLifetime
{
    private readonly WritePath _path = new();

    [Fact]
    public async Task SubmitAsync_conflict_decides_again()
    {
        var conflicts = 3;
        _path.Store.OnCommit = (_, commit) => conflicts-- > 0 ? throw new StoreConflictException() : commit();

        (await _path.Open().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        (await _path.StockAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task SubmitAsync_conflicts_with_one_operation_only_that_one_fails()
    {
        _path.Store.OnCommit = (records, commit) => records.Movements.Any(movement => movement.OnHandChange == 13) ? throw new StoreConflictException() : commit();
        var commit = _path.Open(options => options.RetryTimeout = TimeSpan.FromSeconds(3));

        var results = await WritePath.SettleAsync(Enumerable.Range(1, 20).Select(copies => commit.SubmitAsync(new Receive(copies), default)));

        results.Count(result => result is BookstoreStoreException { IsTransient: true }).ShouldBe(1);
        (await _path.StockAsync()).ShouldBe(Enumerable.Range(1, 20).Sum() - 13);
    }

    [Fact]
    public async Task SubmitAsync_store_refuses_one_operation_for_good_only_that_one_fails()
    {
        _path.Store.OnCommit = (records, commit) => records.Movements.Any(movement => movement.OnHandChange == 13) ? throw new BookstoreStoreException("no 13") : commit();
        var commit = _path.Open();

        var results = await WritePath.SettleAsync(Enumerable.Range(1, 20).Select(copies => commit.SubmitAsync(new Receive(copies), default)));

        results.Count(result => result is BookstoreStoreException { Message: "no 13" }).ShouldBe(1);
        (await _path.StockAsync()).ShouldBe(Enumerable.Range(1, 20).Sum() - 13);
    }

    [Fact]
    public async Task SubmitAsync_store_throws_something_else_on_opening_caller_gets_a_fault_that_says_nothing_was_written()
    {
        _path.Store.OnOpen = _ => throw new IOException("not in the contract");

        var fault = await Should.ThrowAsync<BookstoreStoreException>(() => _path.Open().SubmitAsync(new Receive(5), default));

        fault.InnerException.ShouldBeOfType<IOException>();
        fault.IsOutcomeUnknown.ShouldBeFalse();
        _path.Store.Commits.ShouldBe(0);
    }

    [Fact]
    public async Task SubmitAsync_operation_throws_fails_alone_and_its_staging_is_dropped()
    {
        var commit = _path.Open();

        var results = await WritePath.SettleAsync(
        [
            commit.SubmitAsync(new Receive(1), default),
            commit.SubmitAsync(new Receive(2, throws: true), default),
            commit.SubmitAsync(new Receive(4), default),
        ]);

        results.OfType<BookstoreException>().Single().InnerException.ShouldBeOfType<InvalidTimeZoneException>();
        (await _path.StockAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task CommitAsync_store_away_for_a_while_pauses_double_from_a_millisecond_to_a_second()
    {
        var time = new InstantTime();
        var away = 13;
        _path.Store.OnOpen = _ => away-- > 0 ? throw new BookstoreStoreException("away") { IsTransient = true } : ValueTask.CompletedTask;
        var operation = new Receive(1);

        await _path.CommitAsync([operation], time, options => options.RetryTimeout = TimeSpan.FromMinutes(1));

        (await operation.Completion).ShouldBe(1);
        time.Pauses.ShouldBe([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1024, 1024]);
    }

    [Fact]
    public async Task CommitAsync_five_conflicts_are_tried_in_halves_elsewhere()
    {
        var sizes = new List<int>();
        _path.Store.OnCommit = (records, commit) =>
        {
            sizes.Add(records.Movements.Count);
            return records.Movements.Count > 1 ? throw new StoreConflictException() : commit();
        };

        await _path.CommitAsync([new Receive(1), new Receive(1), new Receive(1)], new InstantTime());

        sizes.ShouldBe([3, 3, 3, 3, 3, 3, 1, 2, 1, 1]);
        (await _path.StockAsync()).ShouldBe(3);
    }

    [Fact]
    public async Task CommitAsync_out_of_time_tells_that_nothing_was_written_and_may_be_tried_again()
    {
        _path.Store.OnCommit = (_, _) => throw new StoreConflictException();
        Receive[] operations = [new(1), new(1)];

        await _path.CommitAsync([.. operations], new InstantTime());

        foreach (var operation in operations)
        {
            var told = await Should.ThrowAsync<BookstoreStoreException>(() => operation.Completion);
            (told.IsTransient, told.IsOutcomeUnknown).ShouldBe((true, false));
        }
    }

    [Fact]
    public async Task CommitAsync_out_of_time_while_the_store_is_away_tells_what_the_store_said()
    {
        _path.Store.OnOpen = _ => throw new BookstoreStoreException("disk full") { IsTransient = true };
        var operation = new Receive(1);

        await _path.CommitAsync([operation], new InstantTime(), options => options.RetryTimeout = TimeSpan.Zero);

        (await Should.ThrowAsync<BookstoreStoreException>(() => operation.Completion)).Message.ShouldBe("disk full");
    }

    [Fact]
    public async Task CommitAsync_each_batch_has_a_mark_of_its_own()
    {
        await _path.CommitAsync([new Receive(1)], new InstantTime());
        _path.Store.OnCommit = (_, _) => throw new StoreOutcomeUnknownException();
        _path.Store.OnWasCommitted = () =>
        {
            _path.Store.OnCommit = null;
            return ValueTask.CompletedTask;
        };
        var lost = new Receive(1);

        await _path.CommitAsync([lost], new InstantTime());

        (await lost.Completion).ShouldBe(2);
        (await _path.StockAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task CommitAsync_outcome_cannot_be_found_out_is_asked_for_until_its_time_is_up()
    {
        var time = new InstantTime();
        _path.Store.OnCommit = (_, _) => throw new StoreOutcomeUnknownException();
        _path.Store.OnWasCommitted = () => throw new BookstoreStoreException("a warning with each commit") { IsTransient = true };
        var operation = new Receive(1);

        await _path.CommitAsync([operation], time);

        (await Should.ThrowAsync<BookstoreStoreException>(() => operation.Completion)).IsOutcomeUnknown.ShouldBeTrue();
        time.Now.ShouldBeInRange(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(32));
        _path.Store.Commits.ShouldBe(1);
    }

    [Fact]
    public async Task Admits_probe_left_the_queue_without_a_batch_admits_the_next_one()
    {
        _path.Store.OnOpen = _ => throw new BookstoreStoreException("disk full") { IsTransient = true };
        var queue = new OperationQueue(new WritePathOptions());
        var worker = _path.WorkerOf(queue, new InstantTime(), out _, options => options.RetryTimeout = TimeSpan.Zero);
        var failed = new Receive(1);
        await worker.CommitAsync([failed]);
        await Should.ThrowAsync<BookstoreStoreException>(() => failed.Completion);

        var probe = new Receive(1);
        worker.Admits(probe).ShouldBeTrue();
        queue.TryAdd(probe);
        worker.Admits(new Receive(1)).ShouldBeFalse();
        queue.Expire(static _ => true, () => new BookstoreStoreException("late")).ShouldBe(1);
        await Should.ThrowAsync<BookstoreStoreException>(() => probe.Completion);

        worker.Admits(new Receive(1)).ShouldBeTrue();
    }

    [Fact]
    public async Task Admits_probe_was_cancelled_admits_the_next_one()
    {
        using var cancellation = new CancellationTokenSource();
        _path.Store.OnOpen = _ => throw new BookstoreStoreException("disk full") { IsTransient = true };
        var queue = new OperationQueue(new WritePathOptions());
        var worker = _path.WorkerOf(queue, new InstantTime(), out _, options => options.RetryTimeout = TimeSpan.Zero);
        await worker.CommitAsync([new Receive(1)]);
        var probe = new Receive(1);
        worker.Admits(probe).ShouldBeTrue();
        probe.CancelWith(cancellation.Token);
        queue.TryAdd(probe);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => probe.Completion);

        worker.Admits(new Receive(1)).ShouldBeTrue();
    }

    /// <summary>A clock on which each wait takes its time, and none on the machine; says for how long each was.</summary>
    private sealed class InstantTime : TimeProvider
    {
        private long _now;

        public List<double> Pauses { get; } = [];

        public TimeSpan Now => TimeSpan.FromTicks(Volatile.Read(ref _now));

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Pauses.Add(dueTime.TotalMilliseconds);
            Interlocked.Add(ref _now, dueTime.Ticks);
            return base.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _path.DisposeAsync();
}
