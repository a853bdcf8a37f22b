using System.Globalization;
using System.Text.Json;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>A snapshot that stays open, such as that of a dump, keeps every old version of every row. The statements of the feed do not walk over them.</summary>
public sealed class EventsUnderASnapshotTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int PerCommit = 100;
    private const string Snapshot = "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT FROM pg_class LIMIT 1";

    // What the plans of a unit are made with.
    private const string Begin = "BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

    private readonly string _schema = TestServer.NewSchema();
    private NpgsqlConnection _snapshot = null!;
    private NpgsqlConnection _connection = null!;
    private PostgreSqlStore _store = null!;
    private EventRows _events = null!;

    private static int Rows => LongRun.IsOn ? 200_000 : 2_000;

    public async Task InitializeAsync()
    {
        _events = new EventRows(SchemaName.Quote(_schema));
        _store = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, TimeProvider.System);
        await _store.InitializeAsync(default);
        _snapshot = await OpenAsync(Snapshot);
        _connection = await OpenAsync("SELECT");
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _snapshot.DisposeAsync();
        await _store.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task What_numbering_and_reading_look_at_does_not_grow_with_the_events()
    {
        await WriteAsync(Rows);
        var before = await LookedAtAsync();
        await WriteAsync(Rows);
        var after = await LookedAtAsync();

        // An index may have got a level.
        after.Numbering.ShouldBeLessThan(before.Numbering * 3 / 2);
        after.Reading.ShouldBeLessThan((before.Reading * 3 / 2) + 4);
        after.Last.ShouldBeLessThan(before.Last + 3);
    }

    [Fact]
    public async Task What_the_search_for_the_oldest_events_looks_at_does_not_grow_with_those_that_were_removed()
    {
        await WriteAsync(3_000);
        var before = await PagesAsync(batch => _events.ListOldest(10).AddTo(batch), "oldest");
        await using (var unit = await _store.OpenAsync(new RecordKeys(), default))
        {
            unit.Records.Events.RemoveThrough(2_500);
            await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
        }

        (await _store.FindEventsBeforeAsync(Records.Latest, Records.Latest, 1, default)).ShouldBe(2_501);
        (await PagesAsync(batch => _events.ListOldest(10).AddTo(batch), "oldest")).ShouldBeLessThan(before + EventBlock.MaxEvents + 20);
    }

    [Fact]
    public async Task What_the_search_for_the_end_of_a_feed_without_events_looks_at_does_not_grow_with_those_that_were_removed()
    {
        await WriteAsync(3_000);
        var before = await PagesAsync(batch => _events.ReadLast().AddTo(batch), "last");
        await using (var unit = await _store.OpenAsync(new RecordKeys(), default))
        {
            unit.Records.Events.RemoveThrough(3_000);
            await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
        }

        (await _store.ReadLastEventAsync(default)).ShouldBe(3_000);
        (await PagesAsync(batch => _events.ReadLast().AddTo(batch), "last")).ShouldBeLessThan(before + EventBlock.MaxEvents + 20);
    }

    [Fact]
    public async Task A_transaction_that_writes_events_for_long_is_numbered_when_it_commits()
    {
        await using var late = await OpenAsync("BEGIN");
        await InsertAsync(late, 1);
        await WriteAsync(2_000);
        (await ReadAsync("SELECT numbered FROM {0}.event_marks ORDER BY mark DESC LIMIT 1")).ShouldBe(0, "the row of the open transaction is to be found yet");

        await ExecuteAsync(late, "COMMIT");
        await _store.NumberEventsAsync(default);
        (await _store.ReadLastEventAsync(default)).ShouldBe(2_001);

        await WriteAsync(2_000);
        (await ReadAsync("SELECT numbered FROM {0}.event_marks ORDER BY mark DESC LIMIT 1")).ShouldBeGreaterThan(2_000);
        (await ReadAsync("SELECT count(*) FROM {0}.events WHERE position IS NULL")).ShouldBe(0);
        (await _store.ReadLastEventAsync(default)).ShouldBe(4_001);
    }

    [Fact]
    public async Task A_lock_of_the_feeds_row_holds_no_numbering_up()
    {
        await using var foreign = await OpenAsync($"BEGIN; SELECT FROM {_schema}.event_feed FOR UPDATE");
        await WriteAsync(2_000);
        (await _store.ReadLastEventAsync(default)).ShouldBe(2_000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_feed_of_the_version_before_continues_at_its_end_also_where_its_events_were_removed(int removed)
    {
        var schema = TestServer.NewSchema();
        try
        {
            await OldDatabase.CreateAsync(schema, 13);
            await TestServer.ExecuteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                {InsertInto(schema, 5)};
                UPDATE {schema}.events SET position = id WHERE id <= 4;
                DELETE FROM {schema}.events WHERE id <= {removed};
                UPDATE {schema}.event_feed SET last = 4, removed = {removed}
                """));
            await using var store = new PostgreSqlStore(await TestServer.OptionsAsync(schema), NullLoggerFactory.Instance, TimeProvider.System);
            (await store.ReadLastEventAsync(default)).ShouldBe(4);
            await store.NumberEventsAsync(default);
            var slice = await store.ReadEventsAsync(null, 10, default);
            (slice.Removed, slice.Last).ShouldBe((removed, 5L));
            slice.Events.Select(static happened => happened.Position).ShouldBe(Enumerable.Range(removed + 1, 5 - removed).Select(static position => (long)position));
        }
        finally
        {
            await TestServer.DropAsync(schema);
        }
    }

    private async Task<(long Numbering, long Reading, long Last)> LookedAtAsync()
    {
        await InsertAsync(_connection, 10);
        var numbering = await PagesAsync(_events.AddNumbering, "numbering");
        await _store.NumberEventsAsync(default);
        var last = await _store.ReadLastEventAsync(default);
        return (numbering, await PagesAsync(batch => _events.Read(last - 10, 100).AddTo(batch), "reading"), await PagesAsync(batch => _events.ReadLast().AddTo(batch), "last"));
    }

    // As many rows as there are events, in commits of a hundred that are numbered one after the other.
    private async Task WriteAsync(int rows)
    {
        for (var written = 0; written < rows; written += PerCommit)
        {
            await InsertAsync(_connection, PerCommit);
            await _store.NumberEventsAsync(default);
        }
    }

    private Task InsertAsync(NpgsqlConnection connection, int rows) => ExecuteAsync(connection, InsertInto(_schema, rows));

    private static string InsertInto(string schema, int rows)
    {
        var body = Convert.ToHexString(EventBlock.Encode([Event()], 0, 1));
        return string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {schema}.events (count, committed_at, body) SELECT 1, 0, decode('{body}', 'hex') FROM generate_series(1, {rows})");
    }

    // The pages that the last statement looks at, once for each look.
    private async Task<long> PagesAsync(Action<NpgsqlBatch> add, string name)
    {
        await ExecuteAsync(_connection, Begin);
        await using var batch = new NpgsqlBatch(_connection);
        add(batch);
        batch.BatchCommands[^1].CommandText = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + batch.BatchCommands[^1].CommandText;
        var plan = string.Empty;
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            do
            {
                while (reader.FieldCount == 1 && await reader.ReadAsync())
                {
                    plan = reader.GetString(0);
                }
            }
            while (await reader.NextResultAsync());
        }

        await ExecuteAsync(_connection, "ROLLBACK");
        using var parsed = JsonDocument.Parse(plan);
        var root = parsed.RootElement[0];
        var pages = root.GetProperty("Plan").GetProperty("Shared Hit Blocks").GetInt64() + root.GetProperty("Plan").GetProperty("Shared Read Blocks").GetInt64();
        root.TryGetProperty("JIT", out _).ShouldBeFalse($"{name}: the statement is compiled each time");
        var events = await ReadAsync("SELECT coalesce(max(id), 0) FROM {0}.events");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {pages} pages, {root.GetProperty("Execution Time").GetDouble():0.0} ms, with {events} events"));
        return pages;
    }

    private async Task<long> ReadAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql.Replace("{0}", _schema, StringComparison.Ordinal), _connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static BookstoreEvent Event() => new()
    {
        Id = Guid.NewGuid(),
        Position = 0,
        Type = EventTypes.OrderCreated,
        Resource = "orders/1",
        Sequence = 1,
        OccurredAt = Records.Time,
        Data = "{}"u8.ToArray(),
    };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlConnection> OpenAsync(string sql)
    {
        var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await connection.OpenAsync();
        await ExecuteAsync(connection, sql);
        return connection;
    }
}
