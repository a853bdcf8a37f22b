using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Reads over a connection string that names several hosts.</summary>
public sealed class MultiHostReadTests : IAsyncLifetime
{
    // Waits until they have ended.
    private const string EndConnections = "SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity WHERE application_name = 'shop'";

    private PostgresCluster _server = null!;
    private PostgreSqlStore _store = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresCluster.StartAsync();

        // Nothing listens at the second.
        _store = new PostgreSqlStore(
            new PostgreSqlStoreOptions { ConnectionString = PostgresCluster.ConnectionTo($"{_server.Host},127.0.0.1:1") + ";Application Name=shop" },
            NullLoggerFactory.Instance,
            TimeProvider.System);
        await _store.InitializeAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Read_pooled_connections_are_dead_and_the_server_is_there_no_read_fails()
    {
        for (var round = 0; round < 3; round++)
        {
            await ReadAsync(16);
            await _server.ExecuteAsync(EndConnections);
            await ReadAsync(64);
        }
    }

    [Fact]
    public async Task Open_pooled_connection_is_dead_and_the_server_is_there_the_next_try_has_one()
    {
        await (await OpenAsync()).DisposeAsync();
        await _server.ExecuteAsync(EndConnections);
        (await Should.ThrowAsync<BookstoreStoreException>(OpenAsync)).IsTransient.ShouldBeTrue();
        await (await OpenAsync()).DisposeAsync();
    }

    private Task ReadAsync(int times) =>
        Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(async () => (await _store.FindOrderAsync(Records.Id(i), default)).ShouldBeNull())));

    private async Task<IStoreTransaction> OpenAsync()
    {
        var keys = new RecordKeys();
        keys.Stock.Add(Records.Isbn(1));
        return await _store.OpenAsync(keys, default);
    }
}
