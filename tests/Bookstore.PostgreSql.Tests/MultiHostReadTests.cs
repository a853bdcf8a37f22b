using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Reads over a connection string that names a primary and its standby.</summary>
[Collection(nameof(PrimaryAndStandby))]
[OwnServers]
public sealed class MultiHostReadTests(PrimaryAndStandby servers) : IAsyncLifetime
{
    private const string EndConnections = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'shop'";

    private PostgreSqlStore _store = null!;
    private int _read;

    public async Task InitializeAsync()
    {
        _store = new PostgreSqlStore(
            new PostgreSqlStoreOptions { ConnectionString = servers.ConnectionString + ";Application Name=shop" },
            NullLoggerFactory.Instance,
            TimeProvider.System);
        await _store.InitializeAsync(default);
    }

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Read_pooled_connections_are_dead_and_the_server_is_there_no_read_fails()
    {
        for (var round = 0; round < 3; round++)
        {
            await ReadAsync(16);
            await EndConnectionsAsync();
            await ReadAsync(64);
        }
    }

    [Fact]
    public async Task Read_primary_restarts_meanwhile_no_read_fails()
    {
        await ReadAsync(16);
        using var stop = new CancellationTokenSource();
        var reading = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ReadUntilAsync(stop.Token))));
        await servers.Primary.RestartAsync();
        await HaveReadAsync(64, reading);
        await stop.CancelAsync();
        await reading;
    }

    [Fact]
    public async Task Read_primary_was_killed_and_is_there_again_no_read_fails()
    {
        await ReadAsync(16);
        servers.Primary.Kill();
        await servers.Primary.RestartAsync();
        await ReadAsync(64);
    }

    [Fact]
    public async Task Open_pooled_connection_is_dead_and_the_server_is_there_the_next_try_has_one()
    {
        await (await OpenAsync()).DisposeAsync();
        await EndConnectionsAsync();
        (await Should.ThrowAsync<BookstoreStoreException>(OpenAsync)).IsTransient.ShouldBeTrue();
        await (await OpenAsync()).DisposeAsync();
    }

    private async Task EndConnectionsAsync()
    {
        while (await servers.Primary.ExecuteAsync(EndConnections) is not 0L)
        {
        }
    }

    private Task ReadAsync(int times) => Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => ReadOnceAsync(i))));

    private async Task ReadUntilAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await ReadOnceAsync(1);
        }
    }

    // So many more, and at once when one has failed.
    private async Task HaveReadAsync(int times, Task reading)
    {
        for (var least = Volatile.Read(ref _read) + times; Volatile.Read(ref _read) < least && !reading.IsCompleted; await Task.Yield())
        {
        }
    }

    private async Task ReadOnceAsync(int id)
    {
        (await _store.FindOrderAsync(Records.Id(id), default)).ShouldBeNull();
        Interlocked.Increment(ref _read);
    }

    private async Task<IStoreTransaction> OpenAsync()
    {
        var keys = new RecordKeys();
        keys.Stock.Add(Records.Isbn(1));
        return await _store.OpenAsync(keys, default);
    }
}
