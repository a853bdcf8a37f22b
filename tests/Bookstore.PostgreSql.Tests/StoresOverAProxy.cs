using System.Diagnostics;
using System.Globalization;
using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;

namespace Bookstore.PostgreSql;

/// <summary>Stores on one schema: two over a proxy that can hold back or cut what goes either way, and one beside it.</summary>
internal sealed class StoresOverAProxy : IAsyncDisposable
{
    public static readonly Isbn First = Records.Isbn(1);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Schema { get; } = TestServer.NewSchema();

    public CommitToken Mark { get; } = new(Guid.NewGuid(), 1, Records.Time);

    public TcpProxy Proxy { get; private set; } = null!;

    public string ThroughProxy { get; private set; } = null!;

    /// <summary>Waits two seconds for a response.</summary>
    public PostgreSqlStore Impatient { get; private set; } = null!;

    /// <summary>Waits a minute for a response, where one is to come from a machine that does other things.</summary>
    public PostgreSqlStore Patient { get; private set; } = null!;

    /// <summary>Waits a minute for a response, and does not use the proxy.</summary>
    public PostgreSqlStore Direct { get; private set; } = null!;

    public static async Task<StoresOverAProxy> OpenAsync()
    {
        var stores = new StoresOverAProxy();
        var options = await TestServer.OptionsAsync(stores.Schema);
        var server = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        stores.Proxy = new TcpProxy(server.Host!.Split(':') is [_, var number] ? int.Parse(number) : server.Port);
        server.Host = "127.0.0.1";
        server.Port = stores.Proxy.Port;
        stores.ThroughProxy = server.ConnectionString;
        stores.Direct = stores.NewStore(options.ConnectionString, Patience);
        stores.Patient = stores.NewStore(stores.ThroughProxy, Patience);
        stores.Impatient = stores.NewStore(stores.ThroughProxy, TimeSpan.FromSeconds(2));
        await stores.Direct.RegisterWriterAsync(stores.Mark.Writer, default);
        return stores;
    }

    public PostgreSqlStore NewStore(string connectionString, TimeSpan patience, int maxOpenUnits = 3, TimeSpan? idleTimeout = null) => new(
        new PostgreSqlStoreOptions
        {
            ConnectionString = connectionString + string.Create(CultureInfo.InvariantCulture, $";Application Name={Schema};Cancellation Timeout=100;Timeout={(int)patience.TotalSeconds}"),
            Schema = Schema,
            CommandTimeout = patience,
            LockTimeout = TimeSpan.FromMilliseconds(500),
            IdleTransactionTimeout = idleTimeout ?? TimeSpan.FromSeconds(8),
            MaxOpenUnits = maxOpenUnits,
        },
        NullLoggerFactory.Instance,
        TimeProvider.System);

    /// <summary>Lets each insert of stock fail, by a trigger.</summary>
    public async Task FailAsync(string state, string trigger)
    {
        await TestServer.ExecuteAsync($"CREATE FUNCTION {Schema}.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$");
        await TestServer.ExecuteAsync(string.Format(CultureInfo.InvariantCulture, trigger, Schema));
    }

    /// <summary>Whether a commit took effect, as the store that waits two seconds finds out.</summary>
    public Task<bool> AskAsync(CommitToken mark) => UntilAnsweredAsync(() => Impatient.WasCommittedAsync(mark, default));

    /// <summary>Asks again after each transient fault, as the core does.</summary>
    public static async Task<T> UntilAnsweredAsync<T>(Func<ValueTask<T>> ask)
    {
        for (var asked = Stopwatch.StartNew(); ;)
        {
            try
            {
                return await ask();
            }
            catch (BookstoreStoreException fault) when (fault.IsTransient && asked.Elapsed < 3 * Patience)
            {
                await Task.Yield();
            }
        }
    }

    public static async Task CommitAsync(PostgreSqlStore store, CommitToken mark)
    {
        await using var unit = await OpenAsync(store, First);
        unit.Records.Stock.Put(First, Records.Level(First, 1, 0, mark.Batch));
        await unit.CommitAsync(mark);
    }

    public static async Task<IStoreTransaction> OpenAsync(PostgreSqlStore store, Isbn isbn)
    {
        var keys = new RecordKeys();
        keys.Stock.Add(isbn);
        return await store.OpenAsync(keys, default);
    }

    public Task<IStoreTransaction> StageAsync() => StageAsync(Impatient, First);

    public static async Task<IStoreTransaction> StageAsync(PostgreSqlStore store, Isbn isbn)
    {
        var unit = await UntilAnsweredAsync(() => new ValueTask<IStoreTransaction>(OpenAsync(store, isbn)));
        unit.Records.Stock.Put(isbn, Records.Level(isbn, 5));
        return unit;
    }

    public async Task ShouldBeUnknownAsync(IStoreTransaction unit) =>
        await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await unit.CommitAsync(Mark));

    public async Task<StockLevel?> LevelAsync() => (await Direct.AuditStockAsync(null, 10, default)).SingleOrDefault()?.Level;

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await Impatient.DisposeAsync();
        await Patient.DisposeAsync();
        await Direct.DisposeAsync();
        await TestServer.DropAsync(Schema);
    }
}
