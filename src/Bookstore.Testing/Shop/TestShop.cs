using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Bookstore.Testing;

/// <summary>A whole shop for a test: its clock does not advance by itself, its gateway and courier do what the test plans, its background work runs on request.</summary>
/// <remarks>
/// The clock, the gateway, the courier and the store are outside the host and survive <see cref="RestartAsync"/>; everything else is gone with it.
/// Calls may be made from several threads; <see cref="RestartAsync"/> and <see cref="DisposeAsync"/> are for one.
/// </remarks>
public sealed class TestShop : IAsyncDisposable
{
    private const int MaxRounds = 64;

    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);

    private readonly TestShopOptions _options;
    private readonly ServiceCollection _outside = [];
    private readonly ServiceProvider _storeKeeper;
    private readonly AsyncLocal<Visit?> _visit = new();
    private TestHost _host;

    private TestShop(TestShopOptions options)
    {
        _options = options;
        Gateway = new ScriptedPaymentGateway(Time, options.AuthorizationLifetime);
        _outside.AddSingleton<TimeProvider>(Time);
        _outside.AddSingleton<IPaymentGateway>(Gateway);
        _outside.AddSingleton<ICourier>(Courier);
        var keeper = new ServiceCollection();
        keeper.AddSingleton<TimeProvider>(Time);
        keeper.AddBookstore().UseInMemoryStore();
        _storeKeeper = keeper.BuildServiceProvider();
        _host = StartHost();
    }

    /// <summary>The clock. It starts at 2026-01-01 and advances only when the test advances it; timers fire while it does.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The gateway, unless <see cref="TestShopOptions.Services"/> registers another one.</summary>
    public ScriptedPaymentGateway Gateway { get; }

    /// <summary>The courier <c>local</c>.</summary>
    public ScriptedCourier Courier { get; } = new();

    /// <summary>Where the last host died; <see langword="null"/> when it did not, or was restarted by <see cref="RestartAsync"/>.</summary>
    public CrashPoint? LastCrash { get; private set; }

    /// <summary>The services of the running host.</summary>
    public IServiceProvider Services => Host.Services;

    /// <summary>The catalogue and the stock.</summary>
    public IInventoryService Inventory => Get<IInventoryService>();

    /// <summary>The order workflow.</summary>
    public IOrderWorkflow Orders => Get<IOrderWorkflow>();

    /// <summary>The orders.</summary>
    public ISalesService Sales => Get<ISalesService>();

    /// <summary>The deliveries.</summary>
    public IDeliveryService Deliveries => Get<IDeliveryService>();

    /// <summary>The audits. See also <see cref="ShopAssert"/>.</summary>
    public IBookstoreAudit Audit => Get<IBookstoreAudit>();

    /// <summary>Opens a shop.</summary>
    /// <example>
    /// <code>
    /// await using var shop = await TestShop.OpenAsync();
    /// var placed = await shop.PlaceAsync(TestBooks.Martian);
    /// await shop.DrainAsync();
    /// await ShopAssert.InvariantsHoldAsync(shop);
    /// </code>
    /// </example>
    /// <param name="configure">Changes what it is made of.</param>
    /// <returns>The shop, with its books on the shelf.</returns>
    public static async Task<TestShop> OpenAsync(Action<TestShopOptions>? configure = null)
    {
        var options = new TestShopOptions();
        configure?.Invoke(options);
        var shop = new TestShop(options);
        foreach (var (book, copies) in options.HasBooks ? TestBooks.Opening : [])
        {
            await shop.StockAsync(book, copies).ConfigureAwait(false);
        }

        return shop;
    }

    /// <summary>Puts a book into the catalogue and copies of it on the shelf.</summary>
    /// <param name="book">The book.</param>
    /// <param name="copies">How many copies come in: at least 1.</param>
    /// <returns>A task that ends when they are there.</returns>
    public async Task StockAsync(Book book, int copies)
    {
        ArgumentNullException.ThrowIfNull(book);
        await Inventory.SaveBookAsync(book).ConfigureAwait(false);
        await Inventory.ReceiveStockAsync(new StockChange { Isbn = book.Isbn, Quantity = copies, Reason = "opening stock" }).ConfigureAwait(false);
    }

    /// <summary>Places an order of one book.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="quantity">How many copies. Default 1.</param>
    /// <param name="key">An idempotency key, so that the order can be sent again. Default <see langword="null"/>: each call is an order of its own.</param>
    /// <param name="card">The card, see <see cref="TestCards"/>. Default <see cref="TestCards.Approved"/>.</param>
    /// <returns>The result. A gateway that hangs runs into the shop's time-out, for which the clock advances.</returns>
    public Task<PlaceOrderResult> PlaceAsync(Isbn isbn, int quantity = 1, string? key = null, string card = TestCards.Approved) => FinishAsync(Orders.PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = "test-customer",
        Lines = [new PlaceOrderLine(isbn, quantity)],
        Payment = new PaymentToken(card),
        IdempotencyKey = key is null ? null : new IdempotencyKey("test", key),
    }));

    /// <summary>Waits for something that the shop does. While a gateway or a courier hangs, or nothing moves for a second, the clock advances, so that time-outs elapse.</summary>
    /// <typeparam name="T">What it results in.</typeparam>
    /// <param name="work">What the shop does.</param>
    /// <returns>Its result.</returns>
    public async Task<T> FinishAsync<T>(Task<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var life = Host.Life;
        while (!work.IsCompleted && !life.IsOver)
        {
            if (!await MovesAsync(work, life).ConfigureAwait(false))
            {
                Time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        // The clock is the next host's now: its time-outs end calls of the dead host, whose scenario must not continue.
        if (_visit.Value is not null)
        {
            await life.StayAsync().ConfigureAwait(false);
        }

        return await work.ConfigureAwait(false);
    }

    /// <summary>Runs one round of the background work: recovery, settlement, the calls to couriers, housekeeping.</summary>
    /// <returns>The number of orders, payment actions, calls, reservations and keys that were processed.</returns>
    public async Task<int> RunBackgroundWorkAsync()
    {
        var done = await FinishAsync(Get<IBookstoreMaintenance>().RunOnceAsync()).ConfigureAwait(false);
        return done.OrdersRecovered + done.PaymentsSettled + done.CourierCallsMade + done.ItemsCleanedUp;
    }

    /// <summary>Runs the background work, and the clock, until no order is pending, no payment action is pending and no courier has to be called.</summary>
    /// <returns>A task that ends when the shop is at rest.</returns>
    /// <exception cref="ShopAssertException">There is work left after 64 rounds and two days of the shop's time.</exception>
    public async Task DrainAsync()
    {
        var pause = TimeSpan.FromSeconds(20);
        for (var round = 0; round < MaxRounds; round++)
        {
            await RunBackgroundWorkAsync().ConfigureAwait(false);
            if ((await ShopBacklog.FindAsync(Services, limit: 1, CancellationToken.None).ConfigureAwait(false)).Count == 0)
            {
                return;
            }

            Time.Advance(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        throw new ShopAssertException(await ShopBacklog.FindAsync(Services, limit: 100, CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>Kills the host at this moment and starts another one on the same store: everything in memory is gone, and pending work never continues.</summary>
    /// <remarks>Nothing of the dead host is disposed of, its store excepted.</remarks>
    /// <returns>A task that ends when the new host is there. Its clock shows the same time: leases of the dead host still run.</returns>
    public async Task RestartAsync()
    {
        var dead = _host;
        LastCrash = dead.Life.Crashed.IsCompletedSuccessfully ? await dead.Life.Crashed.ConfigureAwait(false) : null;
        await dead.KillAsync().ConfigureAwait(false);
        _host = StartHost();
        if (_visit.Value is { } visit)
        {
            visit.Host = _host;
        }
    }

    /// <summary>Ends the shop.</summary>
    /// <returns>A task that ends when it is gone.</returns>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync().ConfigureAwait(false);
        await _storeKeeper.DisposeAsync().ConfigureAwait(false);
        await Gateway.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Lets the running host die at a boundary, counted from now on.</summary>
    /// <returns>Ends when it has died.</returns>
    internal Task<CrashPoint> DieAt(int number)
    {
        _host.Life.DieAt(number);
        return _host.Life.Crashed;
    }

    /// <summary>Runs a scenario on the running host alone: what the scenario calls after that host has died does not reach the next host.</summary>
    internal async Task PlayAsync(Func<TestShop, Task> scenario)
    {
        _visit.Value = new Visit { Host = _host };
        await scenario(this).ConfigureAwait(false);
    }

    // Looks often while something hangs on purpose; gives everything else a second, which is long for a shop in memory.
    private async Task<bool> MovesAsync(Task work, HostLifetime life)
    {
        for (var i = 0; i < 50; i++)
        {
            var isHanging = Gateway.IsHanging || Courier.IsHanging;
            await Task.WhenAny(work, Task.Delay(TimeSpan.FromMilliseconds(isHanging ? 1 : 20), TimeProvider.System)).ConfigureAwait(false);
            if (work.IsCompleted || life.IsOver)
            {
                return true;
            }

            if (isHanging)
            {
                return false;
            }
        }

        return false;
    }

    private TestHost StartHost() => TestHost.Start(_options, _outside, _storeKeeper.GetRequiredService<IBookstoreStore>());

    private T Get<T>()
        where T : notnull => Host.Services.GetRequiredService<T>();

    private TestHost Host => _visit.Value?.Host ?? _host;

    // The host that a scenario is played on. A restart within the scenario gives it the next one.
    private sealed class Visit
    {
        public required TestHost Host { get; set; }
    }
}
