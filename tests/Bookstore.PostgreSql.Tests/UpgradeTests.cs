using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Databases of older versions, and of newer ones.</summary>
public sealed class UpgradeTests : IAsyncLifetime
{
    private const int MigrationWaits = 6104;
    private const int BuildingIndex = 6105;

    private readonly string _schema = TestServer.NewSchema();
    private readonly Isbn _book = Records.Isbn(1);
    private PostgreSqlStoreOptions _options = null!;

    public async Task InitializeAsync() => _options = await TestServer.OptionsAsync(_schema);

    public Task DisposeAsync() => TestServer.DropAsync(_schema);

    [Fact]
    public async Task Initialize_database_of_the_first_version_is_migrated_with_its_work_and_verifies()
    {
        await CreateFirstVersionAsync();
        await using var services = new ServiceCollection().AddBookstore().UsePostgreSql(options => (options.ConnectionString, options.Schema) = (_options.ConnectionString, _schema)).Services.BuildServiceProvider();
        var report = await services.GetRequiredService<IBookstoreAudit>().VerifyAsync();
        report.Findings.ShouldBeEmpty();
        report.Checked.ShouldBeGreaterThan(0);

        var store = services.GetRequiredService<IBookstoreStore>();
        (await DueAsync(store, OrderWork.Recovery)).ShouldBe([Records.Id(1)]);
        (await DueAsync(store, OrderWork.Settlement)).ShouldBe([Records.Id(2)]);
        await FinishAsync(store, Records.Id(2));
        (await DueAsync(store, OrderWork.Settlement)).ShouldBeEmpty();
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.due")).ShouldBe(1L);
    }

    [Fact]
    public async Task Initialize_database_of_the_first_version_finds_its_carts_and_takes_further_deliveries()
    {
        await CreateFirstVersionAsync();
        var (parcel, lost, cart, swept, noon) = (Records.Id(11), Records.Id(12), Records.Id(13), Records.Id(14), Records.Time.UtcTicks);
        await TestServer.ExecuteAsync(
            $"""
            INSERT INTO {_schema}.deliveries VALUES ('{parcel}', '{Records.Id(2)}', '1 High Street', 'local', 2, NULL, {noon}, {noon}, NULL, NULL, 0), ('{lost}', '{Records.Id(3)}', '1 High Street', 'local', 6, NULL, {noon}, {noon}, NULL, NULL, 0);
            INSERT INTO {_schema}.reservations VALUES ('{cart}', '[]', 1, {noon}, {noon}), ('{swept}', '[]', 3, {noon}, {noon})
            """);
        await using var store = NewStore();

        (await store.ListExpiredReservationsAsync(Records.Time, 10, default)).Single().Id.ShouldBe(cart);
        (await store.ListOrdersAsync(OrderFilter.All, null, 10, default)).Items.ShouldAllBe(order => order.Version == 1);
        await InsertDeliveryAsync(store, Records.Id(15), Records.Id(3));
        await InsertDeliveryAsync(store, Records.Id(16), Records.Id(2));
    }

    [Fact]
    public async Task Initialize_several_hosts_on_an_old_database_migrate_it_once()
    {
        await CreateFirstVersionAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () =>
        {
            await using var store = NewStore();
            await store.InitializeAsync(default);
        })));
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.due")).ShouldBe(2L);
    }

    [Fact]
    public async Task Initialize_dump_locks_the_tables_waits_for_longer_than_a_command_may_take_and_completes()
    {
        await CreateFirstVersionAsync();
        _options.CommandTimeout = TimeSpan.FromSeconds(1);
        var log = new EventLog();
        await using var store = new PostgreSqlStore(_options, log, TimeProvider.System);
        var dump = new NpgsqlConnection(_options.ConnectionString + ";Pooling=false");
        Task migrated;
        await using (dump)
        {
            await dump.OpenAsync();
            await using var read = new NpgsqlCommand($"BEGIN; LOCK TABLE {_schema}.writers IN ACCESS SHARE MODE", dump);
            await read.ExecuteNonQueryAsync();
            migrated = store.InitializeAsync(default).AsTask();
            (await Task.WhenAny(migrated, log.Seen(MigrationWaits))).ShouldNotBe(migrated);
        }

        await migrated;
        (await DueAsync(store, OrderWork.Settlement)).ShouldBe([Records.Id(2)]);
    }

    [Fact]
    public async Task Initialize_is_cancelled_while_it_waits_leaves_the_version_before_and_can_be_repeated()
    {
        await CreateFirstVersionAsync();
        var log = new EventLog();
        await using (var dump = new NpgsqlConnection(_options.ConnectionString + ";Pooling=false"))
        {
            await dump.OpenAsync();
            await using var read = new NpgsqlCommand($"BEGIN; LOCK TABLE {_schema}.writers IN ACCESS SHARE MODE", dump);
            await read.ExecuteNonQueryAsync();
            await using var ended = new PostgreSqlStore(_options, log, TimeProvider.System);
            using var stop = new CancellationTokenSource();
            var migrating = ended.InitializeAsync(stop.Token).AsTask();
            await log.Seen(MigrationWaits);
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(migrating);
        }

        // The fourth version is the one that changes the writers' table.
        (await TestServer.ExecuteAsync($"SELECT max(version) FROM {_schema}.schema_version")).ShouldBe(3);
        await using var store = NewStore();
        await store.InitializeAsync(default);
        (await DueAsync(store, OrderWork.Recovery)).ShouldBe([Records.Id(1)]);
    }

    [Fact]
    public async Task Initialize_index_of_a_large_table_is_built_beside_writes_and_continued_when_its_host_is_ended()
    {
        await CreateFirstVersionAsync();
        await TestServer.ExecuteAsync(string.Join(';', Enumerable.Range(2, 4).Select(version => OldDatabase.Change(_schema, version))));
        var log = new EventLog();
        await using (var other = new NpgsqlConnection(_options.ConnectionString + ";Pooling=false"))
        {
            await other.OpenAsync();
            await using var write = new NpgsqlCommand($"BEGIN; UPDATE {_schema}.books SET price_minor = 1000", other);
            using var stop = new CancellationTokenSource();
            await using var ended = new PostgreSqlStore(_options, log, TimeProvider.System);
            await using var column = new NpgsqlCommand($"ALTER TABLE {_schema}.books ADD COLUMN words_version integer NOT NULL DEFAULT 0", other);
            await column.ExecuteNonQueryAsync();
            await write.ExecuteNonQueryAsync();
            var migrating = ended.InitializeAsync(stop.Token).AsTask();
            (await Task.WhenAny(migrating, log.Seen(MigrationWaits), log.Seen(BuildingIndex))).ShouldNotBe(migrating);

            await TestServer.ExecuteAsync($"SET lock_timeout = '60s'; INSERT INTO {_schema}.book_words VALUES (0, 'beside', {_book.ToInt64()})");
            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(migrating);
        }

        (await TestServer.ExecuteAsync($"SELECT max(version) FROM {_schema}.schema_version")).ShouldBe(5);
        await using var store = NewStore();
        await store.InitializeAsync(default);
        (await TestServer.ExecuteAsync($"SELECT max(version) FROM {_schema}.schema_version")).ShouldBe(DatabaseSchema.Latest);
        (await TestServer.ExecuteAsync(
            $"""
            SELECT count(*) FROM pg_index WHERE indisvalid
            AND indexrelid IN ('{_schema}.books_by_words_version'::regclass, '{_schema}.book_words_by_isbn'::regclass)
            """)).ShouldBe(2L);
    }

    [Fact]
    public async Task Initialize_build_of_an_index_was_cut_off_builds_it_anew()
    {
        await CreateFirstVersionAsync();
        await TestServer.ExecuteAsync(
            $"""
            {string.Join(';', Enumerable.Range(2, 4).Select(version => OldDatabase.Change(_schema, version)))};
            CREATE INDEX book_words_by_isbn ON {_schema}.book_words (isbn);
            UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{_schema}.book_words_by_isbn'::regclass
            """);

        await using var store = NewStore();
        await store.InitializeAsync(default);

        (await TestServer.ExecuteAsync($"SELECT indisvalid FROM pg_index WHERE indexrelid = '{_schema}.book_words_by_isbn'::regclass")).ShouldBe(true);
    }

    [Fact]
    public async Task Commit_schema_was_migrated_by_a_newer_program_is_refused_and_says_so()
    {
        await using var store = NewStore();
        await using var unit = await StageAsync(store);
        await TestServer.ExecuteAsync($"INSERT INTO {_schema}.schema_version (version) VALUES ({DatabaseSchema.Latest + 1})");
        var refused = await Should.ThrowAsync<BookstoreStoreException>(async () => await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time)));
        refused.IsTransient.ShouldBeFalse();
        refused.Message.ShouldContain("newer");
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.stock")).ShouldBe(0L);
        (await Should.ThrowAsync<BookstoreStoreException>(() => StageAsync(store))).Message.ShouldContain("newer");
    }

    [Fact]
    public async Task Migration_unit_is_under_way_waits_for_its_end()
    {
        await using var store = NewStore();
        var take = $"SELECT pg_try_advisory_xact_lock({SchemaFence.LockOf(_schema)})";
        await using (await StageAsync(store))
        {
            (await TestServer.ExecuteAsync(take)).ShouldBe(false);
        }

        (await TestServer.ExecuteAsync(take)).ShouldBe(true);
    }

    private static async Task<IEnumerable<Guid>> DueAsync(IBookstoreStore store, OrderWork work) =>
        (await store.ListDueOrdersAsync(work, null, Records.Latest, 10, default)).Select(order => order.Order.Id);

    private static async Task FinishAsync(IBookstoreStore store, Guid orderId)
    {
        var keys = new RecordKeys();
        keys.Orders.Add(orderId);
        await using var unit = await store.OpenAsync(keys, default);
        unit.Records.Orders.Put(orderId, unit.Records.Orders.Find(orderId)! with { PendingAction = null, DueAt = null });
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
    }

    private PostgreSqlStore NewStore() => new(_options, NullLoggerFactory.Instance, TimeProvider.System);

    private async Task<IStoreTransaction> StageAsync(PostgreSqlStore store)
    {
        var keys = new RecordKeys();
        keys.Stock.Add(_book);
        var unit = await store.OpenAsync(keys, default);
        unit.Records.Stock.Put(_book, Records.Level(_book, 1));
        return unit;
    }

    // By the first version's own text: a book with stock, and three orders: pending, with a capture owed, and with nothing left to do.
    private async Task CreateFirstVersionAsync()
    {
        var isbn = _book.ToInt64();
        await OldDatabase.CreateAsync(_schema, 1);
        await TestServer.ExecuteAsync(
            $"""
            INSERT INTO {_schema}.books VALUES ({isbn}, 'Title', 'Author', 999, 'EUR');
            INSERT INTO {_schema}.book_words VALUES (0, 'title', {isbn}), (0, 'author', {isbn}), (1, 'author', {isbn});
            INSERT INTO {_schema}.stock VALUES ({isbn}, 10, 3, 4);
            INSERT INTO {_schema}.movements SELECT {isbn}, n, CASE n WHEN 1 THEN 1 ELSE 2 END, CASE n WHEN 1 THEN 10 ELSE 0 END, CASE n WHEN 1 THEN 0 ELSE 1 END, 10, n - 1,
                NULL, NULL, NULL, {Records.Time.UtcTicks} FROM generate_series(1, 4) n;
            """);
        for (var number = 1; number <= 3; number++)
        {
            await TestServer.ExecuteAsync(
                $"""
                INSERT INTO {_schema}.orders VALUES ('{Records.Id(number)}', 'customer', 'EUR', 999, jsonb_build_array(jsonb_build_object('isbn', {isbn}, 'quantity', 1, 'unit_price_minor', 999)), '[]', {(number == 1 ? 1 : 2)}, {(number == 1 ? 1 : number == 2 ? 2 : 3)},
                    {(number == 1 ? "NULL" : "'tx'")}, NULL, NULL, false, {Records.Time.UtcTicks}, {Records.Time.UtcTicks}, 1, NULL, {(number == 3 ? "NULL" : $"{Records.Time.UtcTicks}")}, {Records.Time.UtcTicks}, 0, {(number == 2 ? "1" : "NULL")});
                INSERT INTO {_schema}.holds VALUES ('{Records.Id(number)}', {isbn}, 1);
                """);
        }
    }

    private static async Task InsertDeliveryAsync(IBookstoreStore store, Guid id, Guid order)
    {
        var keys = new RecordKeys();
        keys.Orders.Add(order);
        await using var unit = await store.OpenAsync(keys, default);
        unit.Records.InsertDelivery(Records.Delivery(id, order));
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
    }

    /// <summary>Tells when an event was logged.</summary>
    private sealed class EventLog : ILoggerFactory, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, TaskCompletionSource> _seen = new();

        public Task Seen(int id) => Of(id).Task;

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Of(eventId.Id).TrySetResult();

        private TaskCompletionSource Of(int id) => _seen.GetOrAdd(id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
