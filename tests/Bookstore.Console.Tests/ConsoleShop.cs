using Bookstore.Payments.Simulated;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
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

    /// <summary>What the receiver of webhooks answers.</summary>
    public int ReceiverStatus { get; set; } = StatusCodes.Status204NoContent;

    /// <summary>The address of the receiver of webhooks, which is a part of the application.</summary>
    public string Receiver => new Uri(Address, "/receiver").ToString();

    public WebApplication App { get; }

    public Uri Address => new(App.Urls.Single());

    public static async Task<ConsoleShop> StartAsync(
        Action<IServiceCollection>? services = null, Action<BookstoreConsoleOptions>? options = null, Action<WebApplication>? application = null, Action<WebApplicationBuilder>? host = null, Action<IBookstoreBuilder>? more = null,
        Action<SimulatedPaymentGatewayOptions>? payments = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var bookstore = builder.Services.AddBookstore(static shop => shop.DispatchWait = TimeSpan.Zero).UseInMemoryStore().UseSimulatedPayments(payments).UseLocalCourier();
        more?.Invoke(bookstore);
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
        var shop = new ConsoleShop(app);
        app.MapPost("/receiver", () => Results.StatusCode(shop.ReceiverStatus));
        await app.StartAsync();
        await shop.StockAsync(Martian, "The Martian", 12.99m, 10);
        await shop.StockAsync(Odyssey, "The Odyssey", 9.50m, 25);
        return shop;
    }

    /// <summary>A shop with webhooks, which may be sent to the application itself.</summary>
    public static Task<ConsoleShop> StartWithWebhooksAsync(Action<IServiceCollection>? services = null) => StartAsync(services, more: static bookstore => bookstore.AddWebhooks(static options =>
    {
        options.SecretKey = Convert.ToBase64String(new byte[32]);
        options.AllowHttp = true;
        options.AllowPrivateAddresses = true;
    }));

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
    public async Task<Guid> OrderAsync(string customer = "cust-1", int quantity = 2, bool isCaptured = true, (string Key, string Value)? metadata = null)
    {
        var placed = await Get<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = customer,
            Lines = [new PlaceOrderLine(Martian, quantity)],
            Payment = new PaymentToken("4111111111111111"),
            Metadata = metadata is (var name, var value) ? new Dictionary<string, string> { [name] = value } : [],
        });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        var id = placed.Order!.Id;
        if (isCaptured)
        {
            await EventuallyAsync(async () => (await FindAsync(id)).PaymentStatus == PaymentStatus.Captured);
        }

        return id;
    }

    /// <summary>Adds an endpoint for all events at the receiver.</summary>
    public async Task<(Guid Id, string Secret)> SubscribeAsync()
    {
        var created = await Get<IWebhookService>().CreateAsync(new WebhookSettings { Url = Receiver });
        created.Outcome.ShouldBe(WebhookOutcome.Done, created.Problem);
        return (created.Endpoint!.Id, created.Secret!);
    }

    /// <summary>Waits until an endpoint has a delivery in a state.</summary>
    public async Task<WebhookDelivery> WaitForDeliveryAsync(Guid endpoint, WebhookDeliveryState state)
    {
        WebhookDelivery? found = null;
        await EventuallyAsync(async () =>
        {
            found = (await Get<IWebhookService>().ListDeliveriesAsync(endpoint, new PageRequest()))!.Items.FirstOrDefault(delivery => delivery.State == state);
            return found is not null;
        });
        return found!;
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
