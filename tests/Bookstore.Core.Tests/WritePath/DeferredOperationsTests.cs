using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>Operations that meet a lock or a refusal of their own, beside others that do not.</summary>
public sealed class DeferredOperationsTests : IAsyncLifetime
{
    private static readonly Isbn Other = Isbn.Parse("9780140449136");

    private readonly WritePath _path = new();
    private volatile bool _isLocked = true;

    [Fact]
    public async Task SubmitAsync_another_transaction_has_the_record_locked_others_are_served_and_it_is_when_the_lock_ends()
    {
        _path.Store.OnOpen = ThrowIfLocked;
        var commit = _path.Open();

        var locked = Enumerable.Range(0, 20).Select(_ => commit.SubmitAsync(new Receive(1), default)).ToArray();
        for (var copies = 1; copies <= 100; copies++)
        {
            (await commit.SubmitAsync(new ReceiveOther(1), default)).ShouldBe(copies);
        }

        locked.ShouldAllBe(task => !task.IsCompleted);
        _isLocked = false;

        (await Task.WhenAll(locked)).Order().ShouldBe(Enumerable.Range(1, 20));
        (await commit.SubmitAsync(new Receive(1), default)).ShouldBe(21);
    }

    [Fact]
    public async Task SubmitAsync_store_names_a_locked_record_that_no_operation_needs_retries_with_pauses()
    {
        var opened = 0;
        _path.Store.OnOpen = _ => ++opened > 0 ? throw new StoreConflictException { Reason = StoreConflictReason.Locked, Keys = Keys(Other) } : ValueTask.CompletedTask;
        var commit = _path.Open(options => options.RetryTimeout = TimeSpan.FromMilliseconds(500));

        var told = await Should.ThrowAsync<BookstoreStoreException>(() => commit.SubmitAsync(new Receive(1), default));

        told.IsTransient.ShouldBeTrue();
        opened.ShouldBeLessThan(50);
    }

    [Fact]
    public async Task SubmitAsync_record_stays_locked_fails_as_transient_when_its_time_is_up()
    {
        _path.Store.OnOpen = ThrowIfLocked;
        var commit = _path.Open(options => options.RetryTimeout = TimeSpan.FromMilliseconds(200));

        var locked = commit.SubmitAsync(new Receive(1), default);

        var told = await Should.ThrowAsync<BookstoreStoreException>(() => locked);
        (told.IsTransient, told.IsOutcomeUnknown).ShouldBe((true, false));
        (await commit.SubmitAsync(new ReceiveOther(1), default)).ShouldBe(1);
    }

    [Fact]
    public async Task SubmitAsync_more_wait_for_a_lock_than_are_bounded_the_rest_is_refused_at_once()
    {
        _path.Store.OnOpen = ThrowIfLocked;
        var commit = _path.Open(options => options.QueueCapacity = 64);
        var locked = new List<Task<int>>();
        for (var i = 0; i < 40; i++)
        {
            locked.Add(commit.SubmitAsync(new Receive(1), default));
            await commit.SubmitAsync(new ReceiveOther(1), default);
        }

        var refused = locked.FindAll(task => task.IsCompleted);
        refused.Count.ShouldBeInRange(1, 24);
        foreach (var task in refused)
        {
            (await Should.ThrowAsync<BookstoreStoreException>(() => task)).IsTransient.ShouldBeTrue();
        }

        _isLocked = false;
        (await Task.WhenAll(locked.Except(refused))).Length.ShouldBe(40 - refused.Count);
    }

    [Fact]
    public async Task SubmitAsync_record_that_exists_for_good_fails_at_once_and_the_next_one_fails_no_batch_of_others()
    {
        var failed = 0;
        _path.Store.OnCommit = (records, commit) =>
        {
            if (records.Movements.All(movement => movement.OnHandChange != 13))
            {
                return commit();
            }

            failed += records.Movements.Count > 1 ? 1 : 0;
            throw new StoreConflictException { Reason = StoreConflictReason.Duplicate, IsPermanent = true, Keys = Keys(WritePath.Book) };
        };
        var commit = _path.Open();

        for (var round = 0; round < 5; round++)
        {
            var bad = commit.SubmitAsync(new Receive(13), default);
            var good = Enumerable.Range(0, 20).Select(_ => commit.SubmitAsync(new ReceiveOther(1), default)).ToArray();
            (await Should.ThrowAsync<BookstoreStoreException>(() => bad)).IsTransient.ShouldBeFalse();
            await Task.WhenAll(good);
        }

        failed.ShouldBeLessThanOrEqualTo(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task SubmitAsync_record_that_exists_after_a_reload_is_permanent(int operations)
    {
        _path.Store.OnCommit = (_, _) => throw new StoreConflictException { Reason = StoreConflictReason.Duplicate };
        var commit = _path.Open();

        var results = await WritePath.SettleAsync(Enumerable.Range(0, operations).Select(_ => commit.SubmitAsync(new Receive(1), default)));

        results.Count(result => result is BookstoreStoreException { IsTransient: false, IsOutcomeUnknown: false }).ShouldBe(operations);
    }

    [Fact]
    public async Task SubmitAsync_record_inserted_by_another_writer_is_seen_by_the_reload()
    {
        var races = 1;
        _path.Store.OnCommit = (_, commit) => races-- > 0 ? throw new StoreConflictException { Reason = StoreConflictReason.Duplicate } : commit();

        (await _path.Open().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        _path.Store.Commits.ShouldBe(2);
    }

    [Fact]
    public async Task SubmitAsync_writers_row_is_locked_continues_under_a_new_id()
    {
        var writers = new HashSet<Guid>();
        _path.Store.OnCommit = (_, commit) => writers.Count < 2 && writers.Add(Guid.NewGuid()) ? throw new StoreConflictException { Reason = StoreConflictReason.Locked } : commit();

        (await _path.Open().SubmitAsync(new Receive(5), default)).ShouldBe(5);
        (await _path.StockAsync()).ShouldBe(5);
    }

    [Fact]
    public async Task DisposeAsync_operations_wait_for_a_lock_ends_them()
    {
        _path.Store.OnOpen = ThrowIfLocked;
        var commit = _path.Open(options => options.RetryTimeout = TimeSpan.FromMilliseconds(300));
        var locked = commit.SubmitAsync(new Receive(1), default);

        await commit.DisposeAsync();

        await Should.ThrowAsync<BookstoreStoreException>(() => locked);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _path.DisposeAsync();

    private static RecordKeys Keys(Isbn isbn)
    {
        var keys = new RecordKeys();
        keys.Stock.Add(isbn);
        return keys;
    }

    private ValueTask ThrowIfLocked(RecordKeys keys) => _isLocked && keys.Stock.Contains(WritePath.Book)
        ? throw new StoreConflictException { Reason = StoreConflictReason.Locked, Keys = Keys(WritePath.Book) }
        : ValueTask.CompletedTask;

    /// <summary>Receives copies of another book.</summary>
    private sealed class ReceiveOther(int copies) : Operation<int>
    {
        public override bool CanBeShed => true;

        public override Isbn? StockPartition => Other;

        public override void DeclareKeys(RecordKeys keys) => keys.Stock.Add(Other);

        protected override int DecideOn(WorkingSet records)
        {
            StockLedger.TryChange(records, StockMovementKind.Received, new StockChange { Isbn = Other, Quantity = copies, Reason = "test" }, DateTimeOffset.UnixEpoch);
            return StockLedger.LevelOf(records, Other).OnHand;
        }
    }
}
