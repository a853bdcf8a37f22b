using System.Globalization;
using System.Text.Json;
using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>The lists of deliveries, carts and documents whose work is due: they begin behind what was found finished before, as that of orders does, see <see cref="DueWorkTests"/>.</summary>
public sealed class DueListTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class LIMIT 1";

    private static readonly Guid Owner = Records.Id(9_000);

    private readonly string _schema = TestServer.NewSchema();
    private PostgreSqlStore _store = null!;
    private PostgreSqlStore _other = null!;
    private Database _database = null!;

    public async Task InitializeAsync()
    {
        var options = await TestServer.OptionsAsync(_schema);
        _store = new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
        _other = new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
        _database = new Database(options, NullLoggerFactory.Instance, TimeProvider.System);
        await _store.InitializeAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _other.DisposeAsync();
        await _database.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Theory]
    [InlineData(Kind.Delivery)]
    [InlineData(Kind.Cart)]
    [InlineData(Kind.Document)]
    [InlineData(Kind.DocumentOfOwner)]
    public async Task List_written_by_another_host_with_a_time_that_has_passed_is_found(Kind kind)
    {
        (await DueAsync(kind)).ShouldBeEmpty();
        await SaveAsync(kind, 1, Records.Time);
        (await DueAsync(kind)).ShouldBe([1]);
        await SaveAsync(kind, 2, Records.Time.AddDays(-1));
        (await DueAsync(kind)).ShouldBe([2, 1]);
        (await DueAsync(kind, limit: 1)).ShouldBe([2]);
    }

    [Theory]
    [InlineData(Kind.Delivery)]
    [InlineData(Kind.Cart)]
    [InlineData(Kind.Document)]
    [InlineData(Kind.DocumentOfOwner)]
    public async Task List_left_undone_and_then_done_or_put_off_is_listed_as_it_is(Kind kind)
    {
        await SaveAsync(kind, 1, Records.Time);
        await SaveAsync(kind, 2, Records.Time);
        await SaveAsync(kind, 3, Records.Time);
        (await DueAsync(kind)).ShouldBe([1, 2, 3]);
        (await DueAsync(kind)).ShouldBe([1, 2, 3]);
        await SaveAsync(kind, 1, null);
        await SaveAsync(kind, 2, Records.Latest);
        (await DueAsync(kind)).ShouldBe([3]);
        (await DueAsync(kind)).ShouldBe([3]);
        (await DueAsync(kind, Records.Latest)).ShouldBe([3, 2]);
    }

    [Theory]
    [InlineData(Kind.Delivery, "deliveries")]
    [InlineData(Kind.Cart, "reservations")]
    [InlineData(Kind.Document, "documents")]
    public async Task List_due_at_once_is_found_at_once_and_is_not_late(Kind kind, string table)
    {
        (await DueAsync(kind)).ShouldBeEmpty();
        var now = await _store.ReadTimeAsync(new HostTime(DateTimeOffset.UtcNow, null), default);
        await SaveAsync(kind, 1, now);
        (await DueAsync(kind)).ShouldBe([1]);
        await SaveAsync(kind, 2, now.AddSeconds(-1));
        (await DueAsync(kind)).ShouldBe([2, 1]);
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.{table} WHERE late")).ShouldBe(0L);
        await SaveAsync(kind, 1, Records.Time);
        (await TestServer.ExecuteAsync($"SELECT count(*) FROM {_schema}.{table} WHERE late")).ShouldBe(1L);
        (await DueAsync(kind)).ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData(Kind.Delivery, "deliveries")]
    [InlineData(Kind.Cart, "reservations")]
    [InlineData(Kind.Document, "documents")]
    [InlineData(Kind.DocumentOfOwner, "documents")]
    public async Task List_commit_hangs_while_its_time_comes_finds_it_once_it_is_there(Kind kind, string table)
    {
        await SaveAsync(kind, 1, null);
        await using var hung = await OpenAsync("BEGIN");

        // As if the clock had been looked at before the work was due.
        await ExecuteAsync(hung, $"UPDATE {_schema}.{table} SET due_at = {DateTimeOffset.UtcNow.AddMinutes(-1).UtcTicks}, late = false{(kind == Kind.Cart ? ", status = 1" : string.Empty)}");
        (await DueAsync(kind)).ShouldBeEmpty();
        (await DueAsync(kind)).ShouldBeEmpty();
        (await DueAsync(kind)).ShouldBeEmpty();

        await ExecuteAsync(hung, "COMMIT");
        (await DueAsync(kind)).ShouldBe([1]);
        (await DueAsync(kind)).ShouldBe([1]);
    }

    [Theory]
    [InlineData(Kind.Delivery)]
    [InlineData(Kind.Cart)]
    [InlineData(Kind.Document)]
    [InlineData(Kind.DocumentOfOwner)]
    public async Task A_snapshot_stays_open_a_look_does_not_get_longer_with_what_came_due_and_was_done(Kind kind)
    {
        var work = new DueWork(_database, SchemaName.Quote(_schema), TimeSpan.FromSeconds(1), TimeProvider.System);
        await using var connection = await OpenAsync("SELECT");
        await using var snapshot = await OpenAsync(Snapshot);
        await ComeAndGoAsync(kind, 1);
        await ListAsync(work, kind);
        var before = await PagesAsync(work, connection, kind);
        await ComeAndGoAsync(kind, 5_000);
        await ListAsync(work, kind);
        var after = await PagesAsync(work, connection, kind);
        var withoutFloor = await PagesAsync(new DueWork(_database, SchemaName.Quote(_schema), TimeSpan.FromSeconds(1), TimeProvider.System), connection, kind);

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {before} pages, {after} after 5,000, {withoutFloor} without a floor"));
        after.ShouldBeLessThanOrEqualTo(before + 10);
        withoutFloor.ShouldBeGreaterThan(5 * after, "the measure sees what the snapshot keeps");
    }

    [Fact]
    public async Task Count_a_snapshot_stays_open_does_not_get_longer_with_what_came_due_and_was_done()
    {
        var work = new DueWork(_database, SchemaName.Quote(_schema), TimeSpan.FromSeconds(1), TimeProvider.System);
        var tables = new Tables(SchemaName.Quote(_schema));
        await using var connection = await OpenAsync("SELECT");
        await using var snapshot = await OpenAsync(Snapshot);
        await ComeAndGoAsync(Kind.Delivery, 1);
        await ListAsync(work, Kind.Delivery);
        var before = await PagesAsync(connection, tables.Deliveries.CountDue(DateTimeOffset.UtcNow, work.FloorsOf(DeliveryRows.Name, string.Empty)));
        await ComeAndGoAsync(Kind.Delivery, 5_000);
        await ListAsync(work, Kind.Delivery);
        var after = await PagesAsync(connection, tables.Deliveries.CountDue(DateTimeOffset.UtcNow, work.FloorsOf(DeliveryRows.Name, string.Empty)));
        var withoutFloor = await PagesAsync(connection, tables.Deliveries.CountDue(DateTimeOffset.UtcNow, []));

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"count: {before} pages, {after} after 5,000, {withoutFloor} without a floor"));
        after.ShouldBeLessThanOrEqualTo(before + 10);
        withoutFloor.ShouldBeGreaterThan(5 * after, "the measure sees what the snapshot keeps");
    }

    [Fact]
    public async Task Count_some_lists_have_floors_counts_what_is_late_left_and_new_of_all_couriers()
    {
        (await DueAsync(Kind.Delivery)).ShouldBeEmpty();
        await SaveAsync(Kind.Delivery, 1, Records.Time);
        (await DueAsync(Kind.Delivery)).ShouldBe([1]);
        await SaveAsync(Kind.Delivery, 2, Records.Time.AddDays(-1));
        await SaveAsync(Kind.Delivery, 3, DateTimeOffset.UtcNow);
        await SaveAsync(Kind.Delivery, 4, Records.Latest);
        await SaveAsync(Kind.Delivery, 5, null);
        foreach (var (courier, number) in new[] { ("a", 6), ("kites", 7), ("m", 8), ("mail", 9) })
        {
            await SaveAsync(Kind.Delivery, number, Records.Time, courier);
        }

        var counted = (await _store.CountDueDeliveriesAsync(DateTimeOffset.UtcNow.AddMinutes(1), default)).OrderBy(static backlog => backlog.Courier, StringComparer.Ordinal).Select(static backlog => (backlog.Courier, backlog.Deliveries, backlog.DueSince));
        counted.ShouldBe([("a", 1, Records.Time), ("kites", 1, Records.Time), ("local", 3, Records.Time.AddDays(-1)), ("m", 1, Records.Time), ("mail", 1, Records.Time)]);
        (await _other.CountDueDeliveriesAsync(DateTimeOffset.UtcNow.AddMinutes(1), default)).Count.ShouldBe(5);
    }

    // Rows that were written in time, came due and were done.
    private async Task ComeAndGoAsync(Kind kind, int rows)
    {
        var (table, columns, values, done) = kind switch
        {
            Kind.Delivery => ("deliveries", "order_id, address, courier, status, created_at, updated_at, attempts", "gen_random_uuid(), 'x', 'local', 1, 0, 0, 0", "due_at = NULL"),
            Kind.Cart => ("reservations", "lines, status, expires_at, created_at", "'[]', 1, 0, 0", "due_at = NULL, status = 2"),
            _ => ("documents", "kind, owner, state, version, body", $"'note', '{Owner}', 0, 1, '{{}}'", "due_at = NULL"),
        };
        var dueAt = DateTimeOffset.UtcNow.AddMinutes(-2).UtcTicks;
        await TestServer.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {_schema}.{table} (id, due_at, {columns}) SELECT gen_random_uuid(), {dueAt} + n, {values} FROM generate_series(1, {rows}) AS n"));
        await TestServer.ExecuteAsync($"UPDATE {_schema}.{table} SET {done} WHERE due_at IS NOT NULL");

        // As the server does by itself sooner or later: from here on it takes the lists for empty, and every way through them for cheap.
        await TestServer.ExecuteAsync($"ANALYZE {_schema}.{table}");
    }

    private ValueTask<int> ListAsync(DueWork work, Kind kind)
    {
        var tables = new Tables(SchemaName.Quote(_schema));
        return kind switch
        {
            Kind.Delivery => CountAsync(tables.Deliveries.ListDue("local")),
            Kind.Cart => CountAsync(tables.Reservations.ListExpired()),
            _ => CountAsync(tables.Documents.ListDue("note", kind == Kind.DocumentOfOwner ? Owner : null)),
        };

        async ValueTask<int> CountAsync<T>(DueList<T> list)
            where T : class => (await work.ListAsync(list, DateTimeOffset.UtcNow, null, 100, default)).Items.Count;
    }

    private async Task<long> PagesAsync(DueWork work, NpgsqlConnection connection, Kind kind)
    {
        var tables = new Tables(SchemaName.Quote(_schema));
        var query = kind switch
        {
            Kind.Delivery => Query(tables.Deliveries.ListDue("local")),
            Kind.Cart => Query(tables.Reservations.ListExpired()),
            _ => Query(tables.Documents.ListDue("note", kind == Kind.DocumentOfOwner ? Owner : null)),
        };
        return await PagesAsync(connection, query);

        Query Query<T>(DueList<T> list)
            where T : class => list.Select(new DueLook(work.FloorOf(list.Key), DateTimeOffset.UtcNow, [], null, 100));
    }

    private static async Task<long> PagesAsync(NpgsqlConnection connection, Query query)
    {
        await using var batch = new NpgsqlBatch(connection);
        query.AddTo(batch);
        batch.BatchCommands[0].CommandText = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + batch.BatchCommands[0].CommandText;
        using var parsed = JsonDocument.Parse((string)(await batch.ExecuteScalarAsync())!);
        var plan = parsed.RootElement[0].GetProperty("Plan");
        return plan.GetProperty("Shared Hit Blocks").GetInt64() + plan.GetProperty("Shared Read Blocks").GetInt64();
    }

    private async Task<IReadOnlyList<int>> DueAsync(Kind kind, DateTimeOffset? dueAt = null, int limit = 10)
    {
        var until = dueAt ?? DateTimeOffset.UtcNow;
        IEnumerable<Guid> ids = kind switch
        {
            Kind.Delivery => (await _store.ListDueDeliveriesAsync("local", until, null, limit, default)).Items.Select(static delivery => delivery.Delivery.Id),
            Kind.Cart => (await _store.ListExpiredReservationsAsync(until, null, limit, default)).Items.Select(static cart => cart.Id),
            _ => (await _store.ListDueDocumentsAsync("note", kind == Kind.DocumentOfOwner ? Owner : null, until, null, limit, default)).Items.Select(static document => document.Id.Id),
        };
        return [.. ids.Select(static id => Enumerable.Range(1, 9).First(number => Records.Id(number) == id))];
    }

    private async Task SaveAsync(Kind kind, int number, DateTimeOffset? dueAt, string courier = "local")
    {
        var id = Records.Id(number);
        object record = kind switch
        {
            Kind.Delivery => Records.Delivery(id, id, dueAt: dueAt) with { Delivery = Records.Delivery(id, id, dueAt: dueAt).Delivery with { Courier = courier } },
            Kind.Cart => Records.Reservation(id, dueAt is null ? ReservationStatus.Released : ReservationStatus.Held, dueAt),
            _ => Records.Document(id, Owner, dueAt: dueAt),
        };
        var keys = new RecordKeys();
        Staging.Name(keys, record);
        await using var unit = await _other.OpenAsync(keys, default);
        Staging.Stage(unit.Records, record);
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
    }

    private static async Task<NpgsqlConnection> OpenAsync(string sql)
    {
        var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await connection.OpenAsync();
        await ExecuteAsync(connection, sql);
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public enum Kind
    {
        Delivery,
        Cart,
        Document,
        DocumentOfOwner,
    }
}
