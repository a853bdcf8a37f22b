using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>What writes look up first, beside reads and look-ups that hang.</summary>
public sealed class LookUpTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly string _name = TestServer.NewSchema();
    private readonly long _lock = Random.Shared.NextInt64();
    private readonly List<Task> _hanging = [];
    private NpgsqlConnection _holder = null!;
    private PostgreSqlStoreOptions _options = null!;

    public async Task InitializeAsync()
    {
        _options = await TestServer.OptionsAsync(_name);
        _options.ConnectionString += $";Application Name={_name}";
        (_options.MaxReaders, _options.ReadTimeout, _options.CommandTimeout, _options.ReadQueueTimeout) = (2, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));
        _holder = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await _holder.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock({_lock})", _holder);
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await _holder.DisposeAsync();
        await Task.WhenAll(_hanging);
    }

    [Fact]
    public async Task LookUp_lists_hang_and_one_of_each_kind_others_are_answered_at_once_and_wait_for_no_connection()
    {
        await using var database = new Database(_options, NullLoggerFactory.Instance, TimeProvider.System);
        await HangAsync(database, lists: 2, [.. Enum.GetValues<LookUp>()]);

        var waited = Stopwatch.StartNew();
        var found = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => FindAsync(database, (LookUp)(i % (int)LookUp.NewestOrders))));

        waited.Elapsed.ShouldBeLessThan(Soon);
        found.ShouldAllBe(answer => answer == 1);
        _hanging.ShouldAllBe(task => !task.IsCompleted);
        await EndAsync();
    }

    [Fact]
    public async Task LookUp_every_connection_for_it_hangs_is_made_by_a_reader_that_becomes_free()
    {
        await using var database = new Database(_options, NullLoggerFactory.Instance, TimeProvider.System);
        await HangAsync(database, lists: 1, LookUp.Order, LookUp.Order, LookUp.Order, LookUp.Order);
        var (begun, held) = (new TaskCompletionSource(), new TaskCompletionSource());
        var reader = Task.Run(() => database.ReadAsync(new Query("SELECT 1"), _ => Hold(begun, held.Task), default).AsTask());
        await begun.Task;
        var found = FindAsync(database, LookUp.Order);
        found.IsCompleted.ShouldBeFalse();

        held.SetResult();

        (await found.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe(1);
        await reader;
        _hanging.ShouldAllBe(task => !task.IsCompleted);
        await EndAsync();
    }

    [Theory]
    [InlineData(6)]
    [InlineData(20)]
    [InlineData(30)]
    public async Task LookUp_pool_is_small_and_customers_lists_hang_an_order_is_found_at_once(int size)
    {
        _options.ConnectionString += $";Maximum Pool Size={size}";
        await using var database = new Database(_options, NullLoggerFactory.Instance, TimeProvider.System);
        await HangAsync(database, lists: 0, [.. Enumerable.Repeat(LookUp.NewestOrders, PoolSizes.Of(_options, size) is { LookUps: > 1, Reads: var reads } ? reads + 1 : PoolSizes.Of(_options, size).Reads)]);

        var waited = Stopwatch.StartNew();
        (await FindAsync(database, LookUp.Order)).ShouldBe(1);

        waited.Elapsed.ShouldBeLessThan(Soon);
        await EndAsync();
    }

    private static int Hold(TaskCompletionSource begun, Task held)
    {
        begun.SetResult();
        held.Wait();
        return 1;
    }

    private static async Task<int> FindAsync(Database database, LookUp kind) => (await database.LookUpAsync(kind, new Query("SELECT 1"), static row => row.GetInt32(0), default))[0];

    private async Task HangAsync(Database database, int lists, params LookUp[] lookUps)
    {
        var query = new Query($"SELECT 1 FROM pg_advisory_xact_lock({_lock})");
        _hanging.AddRange(Enumerable.Range(0, lists).Select(_ => database.ReadAsync(query, static _ => 0, default).AsTask()));
        _hanging.AddRange(lookUps.Select(kind => database.LookUpAsync(kind, query, static _ => 0, default).AsTask()));
        var count = $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{_name}' AND wait_event_type = 'Lock'";
        for (var waited = Stopwatch.StartNew(); (long)(await TestServer.ExecuteAsync(count))! < _hanging.Count;)
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        }
    }

    private async Task EndAsync()
    {
        await _holder.CloseAsync();
        await Task.WhenAll(_hanging);
    }
}
