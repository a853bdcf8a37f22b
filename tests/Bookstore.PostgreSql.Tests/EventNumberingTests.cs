using System.Globalization;
using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Positions are given to what is committed, so that a reader misses nothing, whoever commits late, ends, or is in the way.</summary>
public sealed class EventNumberingTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _schema = TestServer.NewSchema();
    private PostgreSqlStoreOptions _options = null!;

    public async Task InitializeAsync() => _options = await TestServer.OptionsAsync(_schema);

    public Task DisposeAsync() => TestServer.DropAsync(_schema);

    [Fact]
    public async Task A_reader_by_ids_loses_the_event_of_the_transaction_that_commits_late_and_the_feed_does_not()
    {
        await using var store = NewStore();
        await store.InitializeAsync(default);
        await using var late = await OpenAsync();
        await ExecuteAsync(late, $"BEGIN; {Insert(1)}");
        await AppendAsync(store, 2);
        await store.NumberEventsAsync(default);

        var naive = await IdsAfterAsync(0);
        var seen = await store.ReadEventsAsync(null, 10, default);
        await ExecuteAsync(late, "COMMIT");
        await store.NumberEventsAsync(default);

        (await IdsAfterAsync(naive.Max())).ShouldBeEmpty("the naive reader never sees the event of the late transaction");
        seen.Events.ShouldHaveSingleItem().Sequence.ShouldBe(2);
        var next = (await store.ReadEventsAsync(seen.Next, 10, default)).Events.ShouldHaveSingleItem();
        (next.Position, next.Sequence).ShouldBe((2L, 1L));
    }

    [Fact]
    public async Task Events_of_a_host_that_ended_right_after_its_commit_are_numbered_by_another()
    {
        await using var store = NewStore();
        await store.InitializeAsync(default);
        await using (var ended = await OpenAsync())
        {
            await ExecuteAsync(ended, Insert(1));
        }

        (await store.ReadEventsAsync(null, 10, default)).Events.ShouldBeEmpty();
        await store.NumberEventsAsync(default);
        (await store.ReadEventsAsync(null, 10, default)).Events.ShouldHaveSingleItem().Position.ShouldBe(1);
    }

    [Fact]
    public async Task A_foreign_transaction_that_stays_open_holds_nothing_up()
    {
        await using var store = NewStore();
        await store.InitializeAsync(default);
        await using var foreign = await OpenAsync();
        await ExecuteAsync(foreign, $"BEGIN ISOLATION LEVEL REPEATABLE READ; CREATE TABLE {_schema}.of_another_program (id integer); SELECT count(*) FROM {_schema}.events");

        await AppendAsync(store, 1);
        await store.NumberEventsAsync(default);

        (await store.ReadEventsAsync(null, 10, default)).Events.Count.ShouldBe(1);
        await ExecuteAsync(foreign, "ROLLBACK");
    }

    [Fact]
    public async Task The_host_that_committed_numbers_its_events_by_itself()
    {
        await using var store = NewStore();
        await using var other = NewStore();
        await AppendAsync(store, 1);

        using var patience = new CancellationTokenSource(Patience);
        while (await other.ReadLastEventAsync(patience.Token) == 0)
        {
        }

        (await other.ReadEventsAsync(null, 10, default)).Events.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_hosts_that_write_while_a_third_follows_lose_nothing_and_keep_the_order_of_each_resource()
    {
        await using var first = NewStore();
        await using var second = NewStore();
        await using var reader = NewStore();
        await reader.InitializeAsync(default);
        await using var foreign = await OpenAsync();
        await ExecuteAsync(foreign, $"BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM {_schema}.events");
        const int Resources = 4, Each = 150, PerCommit = 40;
        var writing = Task.WhenAll(Enumerable.Range(0, Resources * 2).Select(writer => Task.Run(() => WriteAsync(writer % 2 == 0 ? first : second, writer / 2, Each, PerCommit))));

        var read = new List<BookstoreEvent>();
        using var patience = new CancellationTokenSource(Patience);
        while (read.Count < Resources * 2 * Each * PerCommit)
        {
            var slice = await reader.ReadEventsAsync(read.Count == 0 ? null : read[^1].Position, 1_000, patience.Token);
            read.AddRange(slice.Events);
        }

        await writing;
        read.Select(happened => happened.Position).ShouldBe(Enumerable.Range(1, read.Count).Select(position => (long)position));
        foreach (var resource in read.GroupBy(happened => happened.Resource))
        {
            resource.Select(happened => happened.Sequence).ShouldBe(Enumerable.Range(1, 2 * Each * PerCommit).Select(number => (long)number), resource.Key);
        }

        await ExecuteAsync(foreign, "ROLLBACK");
    }

    [Fact]
    public async Task Numbering_while_the_lock_of_the_feed_is_held_fails_in_time_and_later_continues()
    {
        _options.LockTimeout = TimeSpan.FromMilliseconds(1_100);
        await using var store = NewStore();
        await store.InitializeAsync(default);
        await using var foreign = await HoldFeedAsync();
        await ExecuteAsync(foreign, Insert(1));

        (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.NumberEventsAsync(default))).IsTransient.ShouldBeTrue();

        await ExecuteAsync(foreign, "COMMIT");
        await store.NumberEventsAsync(default);
        (await store.ReadLastEventAsync(default)).ShouldBe(1);
    }

    [Fact]
    public async Task Numbering_waits_for_the_lock_of_the_feed_as_long_as_for_any_other_and_one_at_a_time_on_a_host()
    {
        await using var store = NewStore();
        await AppendAsync(store, 1);
        await store.NumberEventsAsync(default);
        await using var foreign = await HoldFeedAsync();
        await AppendAsync(store, 2);
        using var impatience = new CancellationTokenSource();
        var first = store.NumberEventsAsync(default).AsTask();
        var second = store.NumberEventsAsync(default).AsTask();
        var impatient = store.NumberEventsAsync(impatience.Token).AsTask();

        // The nudge of the commit numbers too. A second transaction means that the first has waited for as long as it waits at a time.
        var seen = new HashSet<DateTime>();
        while (seen.Count < 2)
        {
            var waiting = await TransactionsThatWaitAsync();
            waiting.Count.ShouldBeLessThanOrEqualTo(1, "callers on one host wait for each other in the database");
            seen.UnionWith(waiting);
        }

        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => impatient);
        await ExecuteAsync(foreign, "COMMIT");
        await Task.WhenAll(first, second);
        (await store.ReadLastEventAsync(default)).ShouldBe(2);
    }

    [Fact]
    public async Task A_commit_says_when_its_events_have_positions()
    {
        await using var store = NewStore();
        await store.InitializeAsync(default);
        await using var foreign = await HoldFeedAsync();
        await using var unit = await store.OpenAsync(new RecordKeys(), default);
        unit.Records.Events.Append(Event(1, "orders/1"));
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
        unit.EventsNumbered.IsCompleted.ShouldBeFalse();

        await ExecuteAsync(foreign, "COMMIT");
        await unit.EventsNumbered.WaitAsync(Patience);
        (await store.ReadLastEventAsync(default)).ShouldBe(1);
    }

    // Each writer of a resource locks its stock level, which has the sequence.
    private static async Task WriteAsync(PostgreSqlStore store, int resource, int commits, int perCommit)
    {
        var isbn = Records.Isbn(resource + 1);
        for (var commit = 0; commit < commits;)
        {
            try
            {
                var keys = new RecordKeys();
                keys.Stock.Add(isbn);
                await using var unit = await store.OpenAsync(keys, default);
                var level = unit.Records.Stock.Find(isbn) ?? StockLevel.Empty(isbn);
                for (var i = 1; i <= perCommit; i++)
                {
                    unit.Records.Events.Append(Event(level.EventCount + i, $"books/{isbn}"));
                }

                unit.Records.Stock.Put(isbn, level with { EventCount = level.EventCount + perCommit });
                await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
                commit++;
            }
            catch (StoreConflictException)
            {
                // The first two find no level, and one of them inserts it.
            }
        }
    }

    private static async Task AppendAsync(PostgreSqlStore store, int sequence)
    {
        await using var unit = await store.OpenAsync(new RecordKeys(), default);
        unit.Records.Events.Append(Event(sequence, "orders/1"));
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
    }

    private static BookstoreEvent Event(long sequence, string resource) => new()
    {
        Id = Guid.NewGuid(),
        Position = 0,
        Type = EventTypes.OrderCreated,
        Resource = resource,
        Sequence = sequence,
        OccurredAt = Records.Time,
        Data = "{}"u8.ToArray(),
    };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> HoldFeedAsync()
    {
        var foreign = await OpenAsync();
        await ExecuteAsync(foreign, $"BEGIN; SELECT pg_advisory_xact_lock({new EventRows(SchemaName.Quote(_schema)).Lock})");
        return foreign;
    }

    // Those of this schema's hosts, by the time at which they began.
    private async Task<List<DateTime>> TransactionsThatWaitAsync()
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand("SELECT xact_start FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE locktype = 'advisory' AND NOT granted AND ((classid::bigint << 32) | objid::bigint) = $1", connection);
        command.Parameters.Add(new() { Value = new EventRows(SchemaName.Quote(_schema)).Lock });
        await using var reader = await command.ExecuteReaderAsync();
        var began = new List<DateTime>();
        while (await reader.ReadAsync())
        {
            began.Add(reader.GetDateTime(0));
        }

        return began;
    }

    private string Insert(int sequence) =>
        $"INSERT INTO {_schema}.events (count, committed_at, body) VALUES (1, 0, decode('{Convert.ToHexString(EventBlock.Encode([Event(sequence, "orders/1")], 0, 1))}', 'hex'))";

    private async Task<List<long>> IdsAfterAsync(long last)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT id FROM {_schema}.events WHERE id > {last} ORDER BY id"), connection);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<long>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetInt64(0));
        }

        return ids;
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    private PostgreSqlStore NewStore() => new(_options, NullLoggerFactory.Instance, TimeProvider.System);
}
