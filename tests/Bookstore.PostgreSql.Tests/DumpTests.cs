using System.Diagnostics;
using System.Globalization;
using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A shop that is dumped with <c>pg_dump</c> while it sells, and restored into another database: the feed goes on at its end, and each consumer where it was.</summary>
public sealed class DumpTests : IAsyncLifetime
{
    private const string HowToInstall = "pg_dump and pg_restore were not found beside the server's programs or on the PATH. Install them (Debian and Ubuntu: apt-get install postgresql-client).";

    private readonly string _schema = TestServer.NewSchema();
    private readonly string _restored = TestServer.NewSchema();
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"bookstore-{Guid.NewGuid():n}.dump");
    private readonly Seen _before = new() { Poison = 3 };
    private readonly Seen _after = new();
    private ServiceProvider _shop = null!;
    private ServiceProvider? _other;

    public static string? SkipReason => Find("pg_dump") is not { } program ? Environment.GetEnvironmentVariable("CI") == "true" ? null : HowToInstall
        : TestServer.GivenVersion is { } given && MajorOf(program) is var major && major < given.Major ? $"The pg_dump that is here, {major}, dumps no server of version {given.Major}."
        : null;

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
        await ServerAsync("pg_dump", "--format=custom", $"--schema={_schema}", $"--file={_file}", await TargetAsync(null));

        // What the shop goes on with is not in the dump.
        await ReceiveAsync(_shop, 4);
        await TestServer.ExecuteAsync($"CREATE DATABASE {_restored}");
        await ServerAsync("pg_restore", "--exit-on-error", $"--dbname={await TargetAsync(_restored)}", _file);
        _other = await OpenAsync(new NpgsqlConnectionStringBuilder(await TestServer.ConnectionStringAsync()) { Database = _restored }.ConnectionString, _after);

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

    private static string? Find(string program) => new[] { PostgresBinaries.Folder }.Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
        .OfType<string>().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    // It says: pg_dump (PostgreSQL) 15.18
    private static int MajorOf(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true })!;
        return int.Parse(process.StandardOutput.ReadToEnd().Split(' ')[2].Split('.')[0], CultureInfo.InvariantCulture);
    }

    // As the programs of PostgreSQL are told of a database.
    private static async Task<string> TargetAsync(string? database)
    {
        await using var connection = new NpgsqlConnection(await TestServer.ConnectionStringAsync());
        await connection.OpenAsync();
        return $"host={connection.Host} port={connection.Port} user={new NpgsqlConnectionStringBuilder(connection.ConnectionString).Username} dbname={database ?? connection.Database}";
    }

    private static async Task ServerAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program) ?? throw new InvalidOperationException(HowToInstall), arguments) { RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = new NpgsqlConnectionStringBuilder(await TestServer.ConnectionStringAsync()).Password;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, said);
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
