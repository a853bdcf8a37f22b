using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A shop that is dumped with <c>pg_dump</c> while it sells, and restored into another database: the feed goes on at its end, and each consumer where it was.</summary>
public sealed class DumpTests : IAsyncLifetime
{
    private readonly string _schema = TestServer.NewSchema();
    private readonly string _restored = TestServer.NewSchema();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"bookstore-{Guid.NewGuid():n}.dump");
    private readonly Seen _before = new() { Poison = 3 };
    private readonly Seen _after = new();
    private ServiceProvider _shop = null!;
    private ServiceProvider? _other;

    public async Task InitializeAsync() => _shop = await OpenAsync(await TestServer.ConnectionStringAsync(), _before);

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        if (_other is not null)
        {
            await _other.DisposeAsync();
        }

        await TestServer.DropDatabaseAsync(_restored);
        await TestServer.DropAsync(_schema);
        File.Delete(_file);
    }

    [Fact]
    public async Task A_restored_shop_has_the_same_feed_and_each_consumer_where_it_was()
    {
        for (var title = 0; title < 3; title++)
        {
            await ReceiveAsync(_shop, title);
        }

        await HandleAsync(_shop);
        _before.Positions.ShouldBe([1, 2, 3, 5, 6], ignoreOrder: true);
        await ReceiveAsync(_shop, 3);
        var feed = await ReadAsync(_shop);
        var server = await TestServer.ConnectionStringAsync();
        await DumpPrograms.RunAsync(server, "pg_dump", "--format=custom", $"--schema={_schema}", $"--file={_file}", DumpPrograms.TargetOf(server));

        // What the shop goes on with is not in the dump.
        await ReceiveAsync(_shop, 4);
        await TestServer.ExecuteAsync($"CREATE DATABASE {_restored}");
        var restored = new NpgsqlConnectionStringBuilder(server) { Database = _restored }.ConnectionString;
        await DumpPrograms.RunAsync(server, "pg_restore", "--exit-on-error", $"--dbname={DumpPrograms.TargetOf(restored)}", _file);
        _other = await OpenAsync(restored, _after);

        (await ReadAsync(_other)).ShouldBe(feed);
        (await Consumers(_other).ListParkedAsync("dumped")).Items.Select(static parked => parked.Event.Position).ShouldBe([3, 4]);
        await Consumers(_other).SendAgainAsync("dumped", feed[2].Id);
        await HandleAsync(_other);
        _after.Positions.ShouldBe([3, 4, 7, 8], ignoreOrder: true);

        await ReceiveAsync(_other, 5);
        (await ReadAsync(_other)).Select(static happened => happened.Position).ShouldBe(Enumerable.Range(1, 10).Select(static position => (long)position));
        await HandleAsync(_other);
        _after.Positions.ShouldBe([3, 4, 7, 8, 9, 10], ignoreOrder: true);
        (await _other.GetRequiredService<IBookstoreAudit>().VerifyAsync()).Findings.ShouldBeEmpty();
    }

    private static IEventConsumers Consumers(ServiceProvider shop) => shop.GetRequiredService<IEventConsumers>();

    private static Task HandleAsync(ServiceProvider shop) => shop.GetRequiredService<IBookstoreMaintenance>().RunOnceAsync();

    // The events of the last commit have their positions a moment after it.
    private static async Task<IReadOnlyList<(long Position, Guid Id, string Type, string Resource, long Sequence)>> ReadAsync(ServiceProvider shop)
    {
        await shop.GetRequiredService<IBookstoreStore>().NumberEventsAsync(default);
        return [.. (await shop.GetRequiredService<IEventFeed>().ReadPageAsync(new EventQuery { Limit = 1_000 })).Events.Select(static happened => (happened.Position, happened.Id, happened.Type, happened.Resource, happened.Sequence))];
    }

    // Two events: the book, and its stock.
    private static async Task ReceiveAsync(ServiceProvider shop, int title)
    {
        var inventory = shop.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(Records.Book(Records.Isbn(title)));
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(title), Quantity = 1, Reason = "opening" });
    }

    private async Task<ServiceProvider> OpenAsync(string connection, Seen seen)
    {
        var services = new ServiceCollection().AddSingleton(seen);
        services.AddBookstore().UsePostgreSql(store => (store.ConnectionString, store.Schema) = (connection, _schema)).UseSimulatedPayments();
        services.AddBookstoreEventHandler<Handler>("dumped", static handler => handler.StartAt = EventStart.Oldest);
        var shop = services.BuildServiceProvider();
        await shop.GetRequiredService<IBookstoreStore>().InitializeAsync(default);
        return shop;
    }

    /// <summary>The events that a handler was given.</summary>
    internal sealed class Seen
    {
        private readonly List<long> _positions = [];

        /// <summary>The position that fails; 0 for none.</summary>
        public long Poison { get; init; }

        public IReadOnlyList<long> Positions
        {
            get
            {
                lock (_positions)
                {
                    return [.. _positions];
                }
            }
        }

        public void Add(long position)
        {
            lock (_positions)
            {
                _positions.Add(position);
            }
        }
    }

    internal sealed class Handler(Seen seen) : IBookstoreEventHandler
    {
        public Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken)
        {
            seen.Add(happened.Position);
            return happened.Position == seen.Poison ? throw new InvalidOperationException("poison") : Task.CompletedTask;
        }
    }
}
