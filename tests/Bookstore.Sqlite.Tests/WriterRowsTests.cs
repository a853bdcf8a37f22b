using Bookstore.Support;
using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class WriterRowsTests : IAsyncLifetime
{
    private const int IoErrorFsync = 1_034;

    private readonly TestDatabase _database = new();

    [Fact]
    public async Task RegisterWriterAsync_more_writers_than_are_remembered_removes_the_oldest_registrations()
    {
        var store = _database.OpenStore();
        await store.InitializeAsync(CancellationToken.None);
        Insert(CommitToken.RememberedWriters + 50);
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());

        await store.RegisterWriterAsync(first, CancellationToken.None);
        await store.RegisterWriterAsync(second, CancellationToken.None);

        _database.Scalar("SELECT count(*) FROM writers").ShouldBe((long)CommitToken.RememberedWriters);
        (await store.WasCommittedAsync(new CommitToken(first, 1, default), CancellationToken.None)).ShouldBeFalse();
        _database.Scalar("SELECT min(batch) FROM writers WHERE batch > 0").ShouldBe(53L);
    }

    [Fact]
    public async Task CommitAsync_writer_whose_row_was_removed_is_remembered_again()
    {
        var store = _database.OpenStore();
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        Execute("DELETE FROM writers");

        await Samples.ReceiveAsync(store, Samples.Isbn(2), 1);

        _database.Scalar("SELECT count(*) FROM writers").ShouldBe(1L);
    }

    [Fact]
    public async Task ReceiveStockAsync_row_is_removed_before_the_outcome_is_asked_for_is_unknown_and_carried_out_once()
    {
        var store = _database.OpenStore();
        var clock = Samples.ClockOf(store);
        await using var commit = new GroupCommit(store, new WritePathOptions(), clock, NullLogger<GroupCommit>.Instance);
        var options = Microsoft.Extensions.Options.Options.Create(new BookstoreOptions());
        var inventory = new InventoryService(store, commit, options, clock, new HeldReservations(store, options, clock), new WaitingQueue(store));
        await inventory.SaveBookAsync(Samples.Book(Samples.Isbn(1)));
        store.CommitFault = isAfter =>
        {
            if (!isAfter)
            {
                return 0;
            }

            store.CommitFault = null;
            Execute("DELETE FROM writers");
            return IoErrorFsync;
        };

        var told = await Should.ThrowAsync<BookstoreStoreException>(() => inventory.ReceiveStockAsync(Receipt(10)));

        told.IsOutcomeUnknown.ShouldBeTrue();
        (await inventory.FindStockAsync(Samples.Isbn(1)))!.OnHand.ShouldBe(10);
        (await inventory.ReceiveStockAsync(Receipt(1))).Stock!.OnHand.ShouldBe(11);
    }

    [Fact]
    public async Task ReceiveStockAsync_log_throws_when_the_file_is_opened_again_the_writes_go_on()
    {
        using var logs = new RecordingLogs();
        using var loggers = new LoggerFactory([logs]);
        await using var store = new SqliteStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_database.Path}" }, loggers.CreateLogger<SqliteStore>());
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        logs.OnLog = static _ => throw new IOException("the disk is full");
        store.CommitFault = static isAfter => isAfter ? 0 : IoErrorFsync;
        await Should.ThrowAsync<StoreOutcomeUnknownException>(() => Samples.ReceiveAsync(store, Samples.Isbn(2), 1));
        store.CommitFault = null;

        await Samples.ReceiveAsync(store, Samples.Isbn(3), 1);

        _database.Scalar("SELECT count(*) FROM stock").ShouldBe(2L);
    }

    [Fact]
    public async Task DisposeAsync_after_a_commit_that_failed_closes_the_file()
    {
        var store = _database.OpenStore();
        store.CommitFault = static isAfter => isAfter ? 0 : IoErrorFsync;
        await Should.ThrowAsync<StoreOutcomeUnknownException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));

        await store.DisposeAsync();

        await using var next = _database.OpenStore();
        await Samples.ReceiveAsync(next, Samples.Isbn(2), 1);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static StockChange Receipt(int quantity) => new() { Isbn = Samples.Isbn(1), Quantity = quantity, Reason = "delivery" };

    private void Insert(int count) => Execute(
        $"WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) INSERT INTO writers (writer, batch, at) SELECT randomblob(16), i, 600000000000000000 + i FROM n");

    private void Execute(string sql)
    {
        using var connection = _database.Connect();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
