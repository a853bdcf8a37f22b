using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class UnknownOutcomeTests : IAsyncLifetime
{
    private const int IoErrorFsync = 1_034;

    private readonly TestDatabase _database = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CommitAsync_failed_fsync_is_unknown_until_asked(bool wasCommitted)
    {
        var store = _database.OpenStore();
        var mark = await FailAsync(store, wasCommitted);

        (await store.WasCommittedAsync(mark, CancellationToken.None)).ShouldBe(wasCommitted);

        ((await Samples.LoadStockAsync(store, Samples.Isbn(1))) is not null).ShouldBe(wasCommitted);
        ((await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None)) is not null).ShouldBe(wasCommitted);
    }

    [Fact]
    public async Task WasCommittedAsync_asked_twice_and_by_another_store_gives_one_answer()
    {
        var store = _database.OpenStore();
        var mark = await FailAsync(store, wasCommitted: false);

        (await store.WasCommittedAsync(mark, CancellationToken.None)).ShouldBeFalse();
        (await store.WasCommittedAsync(mark, CancellationToken.None)).ShouldBeFalse();
        (await _database.OpenStore().WasCommittedAsync(mark, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task OpenAsync_after_an_unknown_outcome_works_on_a_new_connection()
    {
        var store = _database.OpenStore();
        await FailAsync(store, wasCommitted: false);

        await Samples.ReceiveAsync(store, Samples.Isbn(2), 4);

        (await Samples.LoadStockAsync(store, Samples.Isbn(2)))!.OnHand.ShouldBe(4);
    }

    [Fact]
    public async Task WasCommittedAsync_write_lock_held_elsewhere_cannot_answer_yet()
    {
        var store = _database.OpenStore(options => options.BusyTimeout = TimeSpan.FromMilliseconds(20));
        var mark = await FailAsync(store, wasCommitted: true);
        using var other = _database.Connect();
        using (var transaction = other.BeginTransaction(deferred: false))
        {
            var fault = await Should.ThrowAsync<BookstoreStoreException>(async () => await store.WasCommittedAsync(mark, CancellationToken.None));
            fault.IsTransient.ShouldBeTrue();
        }

        (await store.WasCommittedAsync(mark, CancellationToken.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task CommitAsync_busy_commit_is_a_conflict_and_nothing_is_written()
    {
        var store = _database.OpenStore();
        await store.InitializeAsync(CancellationToken.None);
        store.CommitFault = static isAfter => isAfter ? 0 : 5;
        await Should.ThrowAsync<StoreConflictException>(() => Samples.SetStockAsync(store, Samples.Level(Samples.Isbn(1), 1)));
        store.CommitFault = null;

        (await Samples.LoadStockAsync(store, Samples.Isbn(1))).ShouldBeNull();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static async Task<CommitToken> FailAsync(SqliteStore store, bool wasCommitted)
    {
        var mark = Samples.Mark();
        await store.RegisterWriterAsync(mark.Writer, CancellationToken.None);
        var keys = new RecordKeys();
        keys.Stock.Add(Samples.Isbn(1));
        keys.Books.Add(Samples.Isbn(1));
        await using var unit = await store.OpenAsync(keys, CancellationToken.None);
        unit.Records.Stock.Put(Samples.Isbn(1), Samples.Level(Samples.Isbn(1), 7));
        unit.Records.Books.Put(Samples.Isbn(1), Samples.Book(Samples.Isbn(1)));
        store.CommitFault = isAfter => isAfter == wasCommitted ? IoErrorFsync : 0;
        await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await unit.CommitAsync(mark));
        store.CommitFault = null;
        return mark;
    }
}
