using Bookstore.Storage;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace Bookstore.Support;

/// <summary>A whole shop in memory with a clock and a gateway that the test holds in its hands, and without background work.</summary>
internal sealed class TestShop : IAsyncDisposable
{
    public const string Card = "4111111111111111";
    public const string Declined = "4000000000000002";
    public const string AnswerLost = "4000000000000341";
    public const string GatewayFails = "4000000000000119";

    public static readonly Isbn Martian = Isbn.Parse("9780143127550");
    public static readonly Isbn Algorithms = Isbn.Parse("9780262033848");
    public static readonly Isbn Odyssey = Isbn.Parse("9780140449136");

    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private Task _settling = Task.CompletedTask;

    private TestShop(Action<BookstoreOptions>? configure, Func<IBookstoreStore, IBookstoreStore>? decorate, Action<IServiceCollection>? register, TimeSpan? authorizationLifetime)
    {
        Time = new ManualTime();
        Gateway = new ScriptedPaymentGateway(Time, authorizationLifetime);
        var services = new ServiceCollection();
        register?.Invoke(services);
        services.AddSingleton<TimeProvider>(Time);
        services.TryAddSingleton<IPaymentGateway>(Gateway);
        services.AddBookstore(options =>
        {
            // Time stands still here: a wait for the capture would not end.
            options.DispatchWait = TimeSpan.Zero;
            configure?.Invoke(options);
        }).UseStore(_ => decorate is null ? new InMemoryStore() : decorate(new InMemoryStore())).UseLocalCourier();
        _services = services.BuildServiceProvider();
    }

    public IServiceProvider Services => _services;

    public ManualTime Time { get; }

    public ScriptedPaymentGateway Gateway { get; }

    public int Authorizations => Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Authorize);

    public IInventoryService Inventory => Get<IInventoryService>();

    public ISalesService Sales => Get<ISalesService>();

    public IDeliveryService Deliveries => Get<IDeliveryService>();

    public IOrderWorkflow Workflow => Get<IOrderWorkflow>();

    public OrderRecovery Recovery => Get<OrderRecovery>();

    public ShopSettlement Settlement => new(Get<PaymentSettlement>(), Get<RefundSettlement>());

    public IRefundService Refunds => Get<IRefundService>();

    public IReturnService Returns => Get<IReturnService>();

    public RefundSettlement RefundSettlement => Get<RefundSettlement>();

    public NewPayment NewPayment => new(Get<GuardedGateway>(), Get<WorkContext>());

    public IInbox Inbox => Get<IInbox>();

    public CourierBooking Couriers => Get<CourierBooking>();

    public Housekeeping Housekeeping => Get<Housekeeping>();

    public SearchIndexing Indexing => Get<SearchIndexing>();

    public IBookstoreMaintenance Maintenance => Get<IBookstoreMaintenance>();

    public IBookstoreAudit Audit => Get<IBookstoreAudit>();

    public ICustomerService Customers => Get<ICustomerService>();

    public AuditWork Audits => Get<AuditWork>();

    public IEventFeed Events => Get<IEventFeed>();

    public ConsumerEngine Consumers => Get<ConsumerEngine>();

    public ConsumerHost ConsumerHost => Get<ConsumerHost>();

    public IEventConsumers EventConsumers => Get<IEventConsumers>();

    public ParkedEventList Parked => Get<ParkedEventList>();

    public IBookstoreStore Store => Get<IBookstoreStore>();

    public StoreClock Clock => Get<StoreClock>();

    public GroupCommit Commit => Get<GroupCommit>();

    /// <summary>Opens the shop of the original: three books, 10, 3 and 25 copies.</summary>
    public static async Task<TestShop> OpenAsync(
        Action<BookstoreOptions>? configure = null, Func<IBookstoreStore, IBookstoreStore>? decorate = null, Action<IServiceCollection>? register = null, TimeSpan? authorizationLifetime = null)
    {
        var shop = new TestShop(configure, decorate, register, authorizationLifetime);
        await shop.StockAsync(Martian, "The Martian", "Andy Weir", 12.99m, 10);
        await shop.StockAsync(Algorithms, "Introduction to Algorithms", "Cormen et al.", 89.99m, 3);
        await shop.StockAsync(Odyssey, "The Odyssey", "Homer", 9.50m, 25);
        return shop;
    }

    public async Task StockAsync(Isbn isbn, string title, string author, decimal price, int copies)
    {
        await Inventory.SaveBookAsync(new Book { Isbn = isbn, Title = title, Author = author, Price = new Money(price, "USD") });
        await Inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = copies, Reason = "delivery" });
    }

    /// <summary>Receives as many copies as there can be on hand.</summary>
    public async Task FillAsync(Isbn isbn)
    {
        for (var left = StockLevel.MaxOnHand - (await StockAsync(isbn)).OnHand; left > 0; left -= StockChange.MaxQuantity)
        {
            await Inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = Math.Min(left, StockChange.MaxQuantity), Reason = "delivery" });
        }
    }

    public static PlaceOrderRequest Request(Isbn isbn, int quantity = 1, string? card = Card, string? key = null) => new()
    {
        CustomerId = "cust-1",
        Lines = [new PlaceOrderLine(isbn, quantity)],
        Payment = card is null ? null : new PaymentToken(card),
        IdempotencyKey = key is null ? null : new IdempotencyKey("test", key),
    };

    public Task<PlaceOrderResult> PlaceAsync(Isbn isbn, int quantity = 1, string? card = Card, string? key = null) =>
        Workflow.PlaceAsync(Request(isbn, quantity, card, key));

    public async Task<Order> PlaceCapturedAsync(Isbn isbn, int quantity = 1)
    {
        var placed = await PlaceAsync(isbn, quantity);
        await Settlement.RunOnceAsync();
        var order = await OrderAsync(placed.Order!.Id);
        order.PaymentStatus.ShouldBe(PaymentStatus.Captured);
        return order;
    }

    /// <summary>Brings an order's copies to its customer: all that are left, or some.</summary>
    public async Task<Order> DeliverAsync(Guid orderId, params DeliveryLine[] lines)
    {
        var delivery = (await Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = orderId, Address = "1 Main St", Lines = lines })).Delivery.ShouldNotBeNull();
        (await Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        (await Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Delivered)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        return await OrderAsync(orderId);
    }

    public async Task<Order> OrderAsync(Guid id) => (await Sales.FindOrderAsync(id)).ShouldNotBeNull();

    public async Task<StockLevel> StockAsync(Isbn isbn) => (await Inventory.FindStockAsync(isbn)).ShouldNotBeNull();

    public async Task<GatewayPayment?> PaymentAsync(Guid orderId) => await Gateway.FindAsync(orderId, CancellationToken.None);

    /// <summary>Checks every promise that can be checked from the records and the gateway.</summary>
    public async Task ShouldHoldAsync()
    {
        (await Audit.VerifyAsync()).Findings.ShouldBeEmpty();
        await FeedAssert.ShouldMatchAsync(Store);
        (await Audit.ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.Zero })).Findings.ShouldBeEmpty();
    }

    /// <summary>Starts the settlement, and no other background work: its rounds, and the calls for what is handed over.</summary>
    public void StartSettlement() => _settling = Task.WhenAll(Settlement.StartWorkers(_stop.Token), Repeat(Settlement.Rounds));

    /// <summary>Starts rounds of background work, and nothing else.</summary>
    public void Start(IEnumerable<WorkRound> rounds) => _settling = Repeat(rounds);

    public async Task StopSettlementAsync()
    {
        await _stop.CancelAsync();
        await _settling;
    }

    public async ValueTask DisposeAsync()
    {
        await StopSettlementAsync();
        _stop.Dispose();
        await _services.DisposeAsync();
        await Gateway.DisposeAsync();
    }

    private Task Repeat(IEnumerable<WorkRound> rounds) => Task.WhenAll(rounds.Select(round => round.RepeatAsync(Get<WorkContext>(), NullLogger.Instance, _stop.Token)));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
