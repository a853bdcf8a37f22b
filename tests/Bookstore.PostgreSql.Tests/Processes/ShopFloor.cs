using System.Collections.Concurrent;
using System.Diagnostics;
using Bookstore.Payments.Simulated;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bookstore.PostgreSql;

/// <summary>What the hosts of a test share, a database and the gateway's ledger, and the judgement on it afterwards.</summary>
internal sealed class ShopFloor : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly DirectoryInfo _folder;
    private readonly ConcurrentBag<ShopProcess> _hosts = [];

    public ShopFloor(string connectionString, string schema = "bookstore")
    {
        (ConnectionString, Schema) = (connectionString, schema);
        _folder = Directory.CreateTempSubdirectory("bookstore-ledger-");
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = Ledger }));
        services.AddBookstore().UsePostgreSql(Use);
        _services = services.BuildServiceProvider();
    }

    public string ConnectionString { get; }

    public string Schema { get; }

    public string Ledger => Path.Combine(_folder.FullName, "ledger");

    private IBookstoreStore Store => _services.GetRequiredService<IBookstoreStore>();

    public static TimeSpan For(int shortSeconds, int longSeconds) => TimeSpan.FromSeconds(LongRun.IsOn ? longSeconds : shortSeconds);

    /// <summary>Has a shop keep its records where the hosts do.</summary>
    public void Use(PostgreSqlStoreOptions options) => (options.ConnectionString, options.Schema) = (ConnectionString, Schema);

    /// <summary>Puts books on the shelves.</summary>
    public async Task SeedAsync(int titles, int copies)
    {
        var inventory = _services.GetRequiredService<IInventoryService>();
        for (var title = 0; title < titles; title++)
        {
            await inventory.SaveBookAsync(Records.Book(Records.Isbn(title + 1)));
            await inventory.ReceiveStockAsync(new StockChange { Isbn = Records.Isbn(title + 1), Quantity = copies, Reason = "opening" });
        }
    }

    /// <summary>Starts a host. It ends with the test, also when that fails.</summary>
    public async Task<ShopProcess> OpenHostAsync(params string[] work)
    {
        var host = await ShopProcess.StartAsync([ConnectionString, Schema, Ledger, .. work]);
        _hosts.Add(host);
        return host;
    }

    public async Task<StockLevel> LevelAsync(int title) => (await Store.FindBookAsync(Records.Isbn(title + 1), default))!.Stock;

    public async Task<IReadOnlyList<OrderRecord>> OrdersAsync(OrderStatus status) => (await Store.ListOrdersAsync(new OrderFilter { Status = status }, null, 100_000, default)).Items;

    public async Task<HashSet<Guid>> PendingAsync() => [.. (await OrdersAsync(OrderStatus.Pending)).Select(order => order.Order.Id)];

    /// <summary>Whether the ledger's lock is free, or given back soon.</summary>
    public async Task<bool> IsLedgerFreeAsync()
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(1); await Task.Delay(1))
        {
            try
            {
                await using (new FileStream(Ledger + ".turn", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                await using (new FileStream(Ledger + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                    return true;
                }
            }
            catch (IOException)
            {
                // In use.
            }
        }

        return false;
    }

    /// <summary>Does what the hosts left behind.</summary>
    public async Task SettleAsync()
    {
        do
        {
            await _services.GetRequiredService<OrderRecovery>().RunOnceAsync();
            await _services.GetRequiredService<PaymentSettlement>().RunOnceAsync();
            await Task.Delay(200);
        }
        while (await HasWorkAsync(OrderWork.Recovery) || await HasWorkAsync(OrderWork.CustomerAction) || await HasWorkAsync(OrderWork.Settlement));
    }

    /// <summary>Everything adds up, every payment belongs to an order, and every order that was promised is there.</summary>
    public async Task CheckAsync(IEnumerable<Guid> confirmed)
    {
        await SettleAsync();
        var audit = _services.GetRequiredService<IBookstoreAudit>();
        (await audit.VerifyAsync()).Findings.ShouldBeEmpty();
        (await audit.ReconcileAsync()).Findings.ShouldBeEmpty();
        foreach (var id in confirmed)
        {
            var order = await Store.FindOrderAsync(id, default);
            order.ShouldNotBeNull($"order {id} was confirmed to its customer");
            order.Order.Status.ShouldBeOneOf(OrderStatus.Created, OrderStatus.Cancelled);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> HasWorkAsync(OrderWork work) => (await Store.ListDueOrdersAsync(work, "simulated", DateTimeOffset.MaxValue, 1, default)).Count > 0;
}
