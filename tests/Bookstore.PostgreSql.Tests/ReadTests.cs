using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Reads that hang, take too long or are in each other's way.</summary>
public sealed class ReadTests : IAsyncLifetime
{
    private static readonly Isbn First = Records.Isbn(1);

    private readonly string _schema = TestServer.NewSchema();
    private PostgreSqlStoreOptions _options = null!;

    public async Task InitializeAsync()
    {
        _options = await TestServer.OptionsAsync(_schema);
        _options.ConnectionString += $";Application Name={_schema}";
        await using var store = NewStore();
        await store.InitializeAsync(default);
    }

    public Task DisposeAsync() => TestServer.DropAsync(_schema);

    [Fact]
    public async Task Read_takes_longer_than_it_may_is_a_transient_fault_and_keeps_every_connection()
    {
        _options.ReadTimeout = TimeSpan.FromSeconds(1);
        await using var store = NewStore();
        await store.FindBookAsync(First, default);
        await CommitAsync(store, 1);
        var before = await ConnectionsAsync();
        await using (await LockAsync("books"))
        {
            var fault = await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(First, default));
            fault.IsTransient.ShouldBeTrue();
            fault.Message.ShouldContain(nameof(PostgreSqlStoreOptions.ReadTimeout));
        }

        await store.FindBookAsync(First, default);
        await CommitAsync(store, 2);
        (await ConnectionsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Read_command_timeout_is_shorter_than_read_timeout_limits_it_too()
    {
        _options.CommandTimeout = TimeSpan.FromSeconds(1);
        _options.ReadTimeout = TimeSpan.FromMinutes(10);
        await using var store = NewStore();
        await using var locked = await LockAsync("books");
        (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(First, default))).IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Reads_hang_writes_questions_look_ups_and_due_work_succeed()
    {
        _options.MaxReaders = 2;
        _options.ReadQueueTimeout = TimeSpan.Zero;
        _options.ReadTimeout = TimeSpan.FromMinutes(1);
        _options.CommandTimeout = TimeSpan.FromMinutes(1);
        await using var store = NewStore();
        await store.InitializeAsync(default);
        Task[] hanging;
        await using (await LockAsync("books"))
        {
            hanging = [store.FindBookAsync(First, default).AsTask(), store.FindBookAsync(First, default).AsTask()];
            while (await TestServer.ExecuteAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_schema}' AND wait_event_type = 'Lock'") is not 2L)
            {
                await Task.Yield();
            }

            (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(First, default))).IsTransient.ShouldBeTrue();
            var mark = await CommitAsync(store, 1);
            (await store.WasCommittedAsync(mark, default)).ShouldBeTrue();
            (await store.FindOrderAsync(Records.Id(1), default)).ShouldBeNull();
            (await store.FindDeliveryAsync(Records.Id(1), default)).ShouldBeNull();
            (await store.FindReservationAsync(Records.Id(1), default)).ShouldBeNull();
            (await store.FindDocumentAsync(Records.Document(Records.Id(1)).Id, default)).ShouldBeNull();
            (await store.FindDocumentByKeyAsync("note", "key", default)).ShouldBeNull();
            (await store.ListOrdersAsync(new OrderFilter { CustomerId = "customer" }, null, 200, default)).Items.ShouldBeEmpty();
            (await store.ListOrdersAsync(new OrderFilter { CustomerId = "customer", Status = OrderStatus.Pending }, null, 200, default)).Items.ShouldBeEmpty();
            (await store.ListDueOrdersAsync(OrderWork.Settlement, null, Records.Latest, 10, default)).ShouldBeEmpty();
            (await store.ListDueDeliveriesAsync("local", Records.Latest, 10, default)).ShouldBeEmpty();
            (await store.ListExpiredReservationsAsync(Records.Latest, 10, default)).ShouldBeEmpty();
        }

        await Task.WhenAll(hanging);
    }

    [Fact]
    public async Task Pool_as_small_as_it_may_be_is_enough_for_every_unit_a_question_and_a_read()
    {
        _options.ConnectionString += ";Maximum Pool Size=5";
        _options.MaxOpenUnits = 2;
        await using var store = NewStore();
        var mark = new CommitToken(Guid.NewGuid(), 1, Records.Time);
        await store.RegisterWriterAsync(mark.Writer, default);
        await using var one = await OpenAsync(store, First);
        await using var two = await OpenAsync(store, Records.Isbn(2));
        await using (await BeginAsync($"SELECT pg_advisory_xact_lock({FeedLock})"))
        {
            var numbering = store.NumberEventsAsync(default).AsTask();
            while ((long)(await TestServer.ExecuteAsync($"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND ((classid::bigint << 32) | objid::bigint) = {FeedLock}"))! == 0)
            {
            }

            (await store.WasCommittedAsync(mark, default)).ShouldBeFalse();
            (await store.FindBookAsync(First, default)).ShouldBeNull();
            numbering.IsCompleted.ShouldBeFalse();
        }

        (await ConnectionsAsync()).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Read_role_has_a_lock_timeout_is_a_transient_fault_and_no_conflict()
    {
        _options.ConnectionString += ";Options=-c lock_timeout=100";
        await using var store = NewStore();
        await using var locked = await LockAsync("books");
        (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(First, default))).IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Initialize_migrations_are_locked_and_the_role_has_a_lock_timeout_is_a_transient_fault_and_no_conflict()
    {
        _options.ConnectionString += ";Options=-c lock_timeout=100";
        await using var locked = await LockAsync("schema_version");
        await using var store = NewStore();
        (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(First, default))).IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Read_limit_of_its_time_ends_with_the_read()
    {
        await using var database = new Database(_options, NullLoggerFactory.Instance, TimeProvider.System);
        (await database.ReadWorkAsync(new Query("SHOW statement_timeout"), row => row.GetString(0), default)).ShouldBe(["10s"]);
        await using var connection = await database.OpenAsync(default);
        await using var command = new NpgsqlCommand("SHOW statement_timeout", connection);
        (await command.ExecuteScalarAsync()).ShouldBe("0");
    }

    private PostgreSqlStore NewStore() => new(_options, NullLoggerFactory.Instance, TimeProvider.System);

    private static async Task<IStoreTransaction> OpenAsync(PostgreSqlStore store, Isbn isbn)
    {
        var keys = new RecordKeys();
        keys.Stock.Add(isbn);
        return await store.OpenAsync(keys, default);
    }

    private static async Task<CommitToken> CommitAsync(PostgreSqlStore store, int batch)
    {
        var mark = new CommitToken(Guid.NewGuid(), batch, Records.Time);
        await using var unit = await OpenAsync(store, First);
        unit.Records.Stock.Put(First, Records.Level(First, batch));
        await unit.CommitAsync(mark);
        return mark;
    }

    // The store's own connections are all it has that is named after the schema.
    private async Task<IReadOnlyList<int>> ConnectionsAsync() =>
        (int[])(await TestServer.ExecuteAsync($"SELECT coalesce(array_agg(pid ORDER BY pid), '{{}}') FROM pg_stat_activity WHERE application_name = '{_schema}'"))!;

    /// <summary>Locks a table against everybody, as a migration of another program does, until it is disposed.</summary>
    private long FeedLock => new EventRows(SchemaName.Quote(_schema)).Lock;

    private Task<IAsyncDisposable> LockAsync(string table) => BeginAsync($"LOCK TABLE {_schema}.{table} IN ACCESS EXCLUSIVE MODE");

    private static async Task<IAsyncDisposable> BeginAsync(string sql)
    {
        var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("BEGIN; " + sql, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
