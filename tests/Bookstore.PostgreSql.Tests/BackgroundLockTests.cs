using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Background work that waits for what another program has locked leaves the connections to the writes.</summary>
public sealed class BackgroundLockTests : IAsyncLifetime
{
    // More than the store has connections for writes.
    private const int Works = 15;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly string _schema = TestServer.NewSchema();
    private readonly FakeTimeProvider _time = new();
    private readonly Guid _host = Guid.NewGuid();
    private PostgreSqlStore _store = null!;
    private NpgsqlConnection _other = null!;

    public async Task InitializeAsync()
    {
        _store = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, _time);
        await _store.InitializeAsync(default);
        _other = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await _other.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _store.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task Commit_rows_of_all_rounds_are_locked_is_not_held_up()
    {
        await Task.WhenAll(Enumerable.Range(0, Works).Select(BeginAsync));
        await using var locked = await LockAsync($"SELECT * FROM {_schema}.rounds FOR UPDATE");
        var asked = Enumerable.Range(0, Works).Select(BeginAsync).ToArray();
        await CommitAsync();
        (await Task.WhenAll(asked)).ShouldAllBe(static began => !began);
    }

    [Fact]
    public async Task Commit_tables_of_all_lists_are_locked_is_not_held_up()
    {
        await using var locked = await LockAsync(
            $"LOCK TABLE {_schema}.orders, {_schema}.due, {_schema}.deliveries, {_schema}.reservations, {_schema}.idempotency_keys, {_schema}.rounds IN ACCESS EXCLUSIVE MODE");
        var lists = Enumerable.Range(0, Works).Select(ListAsync).ToArray();
        await CommitAsync();
        await _store.ReadTimeAsync(new HostTime(Records.Time, null), default);
        foreach (var list in lists)
        {
            (await Should.ThrowAsync<BookstoreStoreException>(list)).IsTransient.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task TryBegin_row_stays_locked_begins_without_asking_after_some_intervals()
    {
        (await BeginAsync(0)).ShouldBeTrue();
        await using (await LockAsync($"SELECT * FROM {_schema}.rounds FOR UPDATE"))
        {
            (await BeginAsync(0)).ShouldBeFalse();
            _time.Advance((RoundTurns.MostLockedIntervals - 1) * Interval);
            (await BeginAsync(0)).ShouldBeFalse();
            _time.Advance(Interval);
            (await BeginAsync(0)).ShouldBeTrue();
            (await BeginAsync(1)).ShouldBeTrue("its row is not there yet, and nobody has it");
        }

        (await BeginAsync(0)).ShouldBeFalse("the row says again that the round began within the interval");
        await using (await LockAsync($"SELECT * FROM {_schema}.rounds FOR UPDATE"))
        {
            (await BeginAsync(0)).ShouldBeFalse("the time counts from the first look at the lock");
        }
    }

    private Task<bool> BeginAsync(int work) => _store.TryBeginRoundAsync($"work {work}", _host, Interval, default).AsTask();

    private Task ListAsync(int number) => (number % 4) switch
    {
        0 => _store.ListDueOrdersAsync(OrderWork.Settlement, null, Records.Time, 10, default).AsTask(),
        1 => _store.ListDueDeliveriesAsync("local", Records.Time, 10, default).AsTask(),
        2 => _store.ListExpiredReservationsAsync(Records.Time, 10, default).AsTask(),
        _ => _store.ListKeysWithOrdersAsync(Records.Time, null, 10, default).AsTask(),
    };

    private async Task CommitAsync()
    {
        var keys = new RecordKeys();
        keys.Stock.Add(Records.Isbn(1));
        await using var unit = await _store.OpenAsync(keys, default);
        unit.Records.Stock.Put(Records.Isbn(1), Records.Level(Records.Isbn(1), 1));
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
    }

    private async Task<NpgsqlTransaction> LockAsync(string sql)
    {
        var transaction = await _other.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, _other, transaction);
        await command.ExecuteNonQueryAsync();
        return transaction;
    }
}
