using Bookstore.Payments.Simulated;
using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bookstore.Crash;

/// <summary>A bookstore as an application would have it, with the parts that the tests talk to.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private static readonly TimeSpan SettlementPatience = TimeSpan.FromMinutes(5);

    private readonly ServiceProvider _services;
    private readonly SimulatedPaymentGateway _gateway;

    /// <summary>Makes a shop.</summary>
    /// <param name="files">Its files; <see langword="null"/> keeps everything in memory.</param>
    /// <param name="off">How far its clock is off the system's.</param>
    /// <param name="crash">Where its process dies.</param>
    /// <param name="decorate">Puts another store in front of its store.</param>
    /// <param name="configure">Changes its options.</param>
    /// <param name="couriers">Further couriers.</param>
    public Shop(
        ShopFiles? files, TimeSpan off = default, CrashPoint? crash = null, Func<IBookstoreStore, IBookstoreStore>? decorate = null, Action<BookstoreOptions>? configure = null,
        params ICourier[] couriers)
    {
        Time = new ShiftedTime(off);
        _gateway = new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = files?.Ledger }, Time);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IPaymentGateway>(crash is null ? _gateway : new CrashingGateway(_gateway, crash));
        var builder = services.AddBookstore(options =>
        {
            options.GatewayTimeout = TimeSpan.FromSeconds(2);
            options.RecoveryGrace = TimeSpan.FromSeconds(1);
            options.PollInterval = TimeSpan.FromMilliseconds(100);

            // Who sends a request again does not wait for a capture that only the recovery makes.
            options.DispatchWait = TimeSpan.Zero;

            // For a machine that does other things.
            options.WritePath.RetryTimeout = TimeSpan.FromSeconds(30);
            configure?.Invoke(options);
        });
        if (files is null)
        {
            builder.UseInMemoryStore().UseLocalCourier();
        }
        else
        {
            builder.UseSqlite($"Data Source={files.Database}");
            services.AddSingleton<ICourier>(new LoggedCourier(files.CourierLog, crash));
        }

        Array.ForEach(couriers, courier => services.AddSingleton(courier));
        Decorate(services, crash is null ? decorate : store => new CrashingStore(store, crash));
        _services = services.BuildServiceProvider();

        // What passes from here on counts, however long its process was not there.
        _ = Store;
    }

    public ShiftedTime Time { get; }

    public IPaymentGateway Gateway => Get<IPaymentGateway>();

    public IBookstoreStore Store => Get<IBookstoreStore>();

    public IInventoryService Inventory => Get<IInventoryService>();

    public IOrderWorkflow Workflow => Get<IOrderWorkflow>();

    public IDeliveryService Deliveries => Get<IDeliveryService>();

    public IBookstoreAudit Audit => Get<IBookstoreAudit>();

    public OrderRecovery Recovery => Get<OrderRecovery>();

    public PaymentSettlement Settlement => Get<PaymentSettlement>();

    public RefundSettlement Refunds => Get<RefundSettlement>();

    public CourierBooking Booking => Get<CourierBooking>();

    public SqliteBackup Backup => Get<SqliteBackup>();

    /// <summary>Gives gateways and couriers time enough for a machine that does other things, where none of them is to be given up.</summary>
    public static void BePatient(BookstoreOptions options) => options.GatewayTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Starts the background work, as a host would.</summary>
    public async Task StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends the background work, as a host would.</summary>
    public async Task StopAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Does by hand what the background work would do: recovers, settles, calls couriers, until nothing is left.</summary>
    public async Task FinishAsync()
    {
        using var patience = new CancellationTokenSource(SettlementPatience);

        // From here on this process has seen the file, and what passes counts.
        await Recovery.RunOnceAsync(patience.Token);
        for (var round = 0; round < 3; round++)
        {
            // What was postponed or leased is due.
            Time.Advance(TimeSpan.FromHours(1));
            await Recovery.RunOnceAsync(patience.Token);
            await Settlement.DrainAsync(patience.Token);
            await Refunds.DrainAsync(patience.Token);
            await Booking.RunOnceAsync(patience.Token);
        }
    }

    /// <summary>Settles until no payment action is pending.</summary>
    public async Task SettleAsync()
    {
        using var patience = new CancellationTokenSource(SettlementPatience);
        await Settlement.DrainAsync(patience.Token);
        await Refunds.DrainAsync(patience.Token);
    }

    /// <summary>Puts a book into the catalogue and copies of it on the shelf.</summary>
    public async Task StockAsync(Isbn isbn, int copies)
    {
        await Inventory.SaveBookAsync(new Book { Isbn = isbn, Title = $"Title {isbn}", Author = "Author", Price = new Money(10m, "EUR") });
        await Inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = copies, Reason = "opening stock" });
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    private static void Decorate(ServiceCollection services, Func<IBookstoreStore, IBookstoreStore>? decorate)
    {
        if (decorate is null)
        {
            return;
        }

        var store = services.Single(static service => service.ServiceType == typeof(IBookstoreStore));
        services.Remove(store);
        services.AddSingleton(provider => decorate((IBookstoreStore)store.ImplementationFactory!(provider)));
    }

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
