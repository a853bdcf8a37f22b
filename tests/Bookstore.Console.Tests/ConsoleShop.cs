using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Bookstore.Operating;

/// <summary>A shop with its console on real Kestrel, on a free port of the loopback, with a store in memory.</summary>
public sealed class ConsoleShop : IAsyncDisposable
{
    public const string OwnerKey = "owner-key";
    public const string ReaderKey = "reader-key";
    public static readonly Isbn Martian = Isbn.Parse("9780143127550");
    public static readonly Isbn Odyssey = Isbn.Parse("9780140449136");

    private ConsoleShop(WebApplication app) => App = app;

    public WebApplication App { get; }

    public Uri Address => new(App.Urls.Single());

    public static async Task<ConsoleShop> StartAsync(
        Action<IServiceCollection>? services = null, Action<BookstoreConsoleOptions>? options = null, Action<WebApplication>? application = null, Action<WebApplicationBuilder>? host = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddBookstore(static shop => shop.DispatchWait = TimeSpan.Zero).UseInMemoryStore().UseSimulatedPayments().UseLocalCourier();
        builder.Services.AddBookstoreApi(static api =>
        {
            AddClient(api, "owner", OwnerKey, BookstoreRoles.Wildcard);
            AddClient(api, "reader", ReaderKey, BookstoreRoles.OrdersRead, BookstoreRoles.RefundsRead, BookstoreRoles.DeliveryRead);
        });
        builder.Services.AddBookstoreConsole(options);
        services?.Invoke(builder.Services);
        host?.Invoke(builder);
        var app = builder.Build();
        application?.Invoke(app);
        app.MapBookstoreConsole();
        await app.StartAsync();
        var shop = new ConsoleShop(app);
        await shop.StockAsync(Martian, "The Martian", 12.99m, 10);
        await shop.StockAsync(Odyssey, "The Odyssey", 9.50m, 25);
        return shop;
    }

    public static void AddClient(BookstoreApiOptions options, string name, string key, params string[] roles)
    {
        var client = new ApiClientRegistration();
        client.KeyHashes.Add(ApiClientRegistration.HashKey(key));
        foreach (var role in roles)
        {
            client.Roles.Add(role);
        }

        options.Clients.Add(name, client);
    }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public async Task StockAsync(Isbn isbn, string title, decimal price, int stock)
    {
        await Get<IInventoryService>().SaveBookAsync(new Book { Isbn = isbn, Title = title, Author = "Author", Price = new Money(price, "USD") });
        await Get<IInventoryService>().ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = stock, Reason = "test" });
    }

    /// <summary>Places an order and waits until it is captured, unless the shop captures by hand.</summary>
    public async Task<Guid> OrderAsync(string customer = "cust-1", int quantity = 2, bool isCaptured = true)
    {
        var placed = await Get<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = customer,
            Lines = [new PlaceOrderLine(Martian, quantity)],
            Payment = new PaymentToken("4111111111111111"),
        });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        var id = placed.Order!.Id;
        if (isCaptured)
        {
            await EventuallyAsync(async () => (await FindAsync(id)).PaymentStatus == PaymentStatus.Captured);
        }

        return id;
    }

    public async Task<Order> FindAsync(Guid id) => (await Get<ISalesService>().FindOrderAsync(id))!;

    /// <summary>Makes a delivery of all of an order, and takes it to the customer.</summary>
    public async Task DeliverAsync(Guid order)
    {
        var scheduled = await Get<IDeliveryService>().ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 High Street" });
        foreach (var status in (DeliveryStatus[])[DeliveryStatus.Dispatched, DeliveryStatus.Delivered])
        {
            (await Get<IDeliveryService>().MoveAsync(scheduled.Delivery!.Id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        }
    }

    /// <summary>A browser without script that is signed in.</summary>
    public async Task<ConsoleBrowser> SignInAsync(string key = OwnerKey)
    {
        var browser = Open();
        var page = await browser.SubmitAsync("/console/sign-in", ("key", key));
        page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
        return browser;
    }

    public ConsoleBrowser Open() => new(Address);

    public static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
