using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>The search for due work when the database's clock goes back, by hand or because another server took over.</summary>
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
        options.ConnectionString += $";Search Path=\"{_clock},pg_catalog\"";
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
