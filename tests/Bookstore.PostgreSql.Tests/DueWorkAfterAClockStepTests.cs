using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>The search for due work when the database's clock goes back, by hand or because another server took over, and when a commit takes longer than time passes.</summary>
public sealed class DueWorkAfterAClockStepTests : IAsyncLifetime
{
    private readonly string _schema = TestServer.NewSchema();
    private readonly string _clock = TestServer.NewSchema();
    private PostgreSqlStore _store = null!;

    public async Task InitializeAsync()
    {
        await TestServer.ExecuteAsync(
            $"""
            CREATE SCHEMA {_clock};
            CREATE TABLE {_clock}.shift (by interval);
            INSERT INTO {_clock}.shift VALUES ('0');
            CREATE FUNCTION {_clock}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT pg_catalog.clock_timestamp() + (SELECT by FROM {_clock}.shift)'
            """);
        var options = await TestServer.OptionsAsync(_schema);
        options.ConnectionString += $";Search Path=\"{_clock},pg_catalog\";Application Name={_schema}";
        options.CommandTimeout = TimeSpan.FromMinutes(1);
        _store = new PostgreSqlStore(options, NullLoggerFactory.Instance, TimeProvider.System);
        await _store.InitializeAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await TestServer.DropAsync(_schema);
        await TestServer.DropAsync(_clock);
    }

    [Theory]
    [InlineData(OrderWork.Recovery, OrderStatus.Pending)]
    [InlineData(OrderWork.Settlement, OrderStatus.Created)]
    public async Task List_clock_was_set_back_finds_what_was_written_since(OrderWork work, OrderStatus status)
    {
        (await ListDueAsync(work, TimeSpan.Zero)).ShouldBeEmpty();
        await ShiftAsync(TimeSpan.FromMinutes(-10));
        var now = await _store.ReadTimeAsync(new HostTime(DateTimeOffset.UtcNow, null), default);
        now.ShouldBeLessThan(DateTimeOffset.UtcNow.AddMinutes(-9));
        await SaveAsync(Records.Order(Records.Id(1), status, dueAt: now.AddSeconds(20)));
        (await ListDueAsync(work, TimeSpan.FromMinutes(-10))).ShouldBeEmpty();

        await ShiftAsync(TimeSpan.FromMinutes(-9));

        (await ListDueAsync(work, TimeSpan.FromMinutes(-9))).ShouldBe([Records.Id(1)]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task List_commit_hangs_while_time_passes_finds_its_order_once_it_is_there(bool isBusy)
    {
        await HoldCommitsAsync();
        (await ListDueAsync(OrderWork.Settlement, TimeSpan.Zero)).ShouldBeEmpty();
        Task hung;
        await using (await HoldAsync(1))
        await using (isBusy ? await HoldAsync(2) : null)
        {
            hung = SaveAsync(Records.Order(Records.Id(1), dueAt: DateTimeOffset.UtcNow.AddSeconds(20)));
            await UntilCommitsWaitAsync(1);
            var other = isBusy ? SaveAsync(Records.Order(Records.Id(2), dueAt: DateTimeOffset.UtcNow.AddDays(1))) : Task.CompletedTask;
            await UntilCommitsWaitAsync(isBusy ? 2 : 1);

            // The list is empty up to a time at which the order is long due, look after look.
            for (var minutes = 10; minutes <= 30; minutes += 10)
            {
                await ShiftAsync(TimeSpan.FromMinutes(minutes));
                (await ListDueAsync(OrderWork.Settlement, TimeSpan.FromMinutes(minutes))).ShouldBeEmpty();
            }
        }

        await hung;
        (await ListDueAsync(OrderWork.Settlement, TimeSpan.FromMinutes(30))).ShouldBe([Records.Id(1)]);
        (await ListDueAsync(OrderWork.Settlement, TimeSpan.FromMinutes(30))).ShouldBe([Records.Id(1)]);
    }

    // A commit that writes an entry waits for whoever holds the entry's order.
    private Task HoldCommitsAsync() => TestServer.ExecuteAsync(
        $"""
        CREATE FUNCTION {_schema}.wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(hashtextextended('{_schema}' || NEW.order_id, 0)); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON {_schema}.due DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {_schema}.wait()
        """);

    private async Task<NpgsqlConnection> HoldAsync(int order)
    {
        var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock(hashtextextended('{_schema}' || '{Records.Id(order)}'::uuid, 0))", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task UntilCommitsWaitAsync(int commits)
    {
        var waiting = $"SELECT count(*) >= {commits} FROM pg_stat_activity WHERE wait_event = 'advisory' AND application_name = '{_schema}'";
        while (await TestServer.ExecuteAsync(waiting) is not true)
        {
        }
    }

    private Task ShiftAsync(TimeSpan shift) => TestServer.ExecuteAsync($"UPDATE {_clock}.shift SET by = interval '{(int)shift.TotalSeconds} seconds'");

    private async Task<IReadOnlyList<Guid>> ListDueAsync(OrderWork work, TimeSpan shift) =>
        [.. (await _store.ListDueOrdersAsync(work, null, DateTimeOffset.UtcNow + shift, 10, default)).Select(static order => order.Order.Id)];

    private async Task SaveAsync(OrderRecord order)
    {
        var keys = new RecordKeys();
        keys.Orders.Add(order.Order.Id);
        await using var unit = await _store.OpenAsync(keys, default);
        unit.Records.Orders.Put(order.Order.Id, order);
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
    }
}
