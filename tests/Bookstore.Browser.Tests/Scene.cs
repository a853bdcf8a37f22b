namespace Bookstore.Operating;

/// <summary>One browser and one shop for all tests: a shop in which something has happened.</summary>
public sealed class Scene : IAsyncLifetime
{
    /// <summary>A title of the longest length, without a place to break it.</summary>
    public static readonly string LongTitle = new('W', Book.MaxTextLength);

    public const string Markup = "<script>alert('x')</script><b>bold</b>";
    public const string RightToLeft = "ספר השירים ‏(מהדורה שנייה)";
    public static readonly Isbn Long = Isbn.Parse("9780306406157");
    public static readonly Isbn Hebrew = Isbn.Parse("9783161484100");

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public ConsoleShop Shop { get; private set; } = null!;

    /// <summary>An order that was delivered, refunded in part and is on its way back.</summary>
    public Guid Order { get; private set; }

    /// <summary>An order whose customer and books have difficult names.</summary>
    public Guid Difficult { get; private set; }

    public Guid Endpoint { get; private set; }

    public Guid Audit { get; private set; }

    /// <summary>Every page of the console, with something on it.</summary>
    public IReadOnlyList<string> Pages =>
    [
        "", "orders", $"orders/{Order}", $"orders/{Difficult}", $"orders/{Order}/refund", $"orders/{Order}/refund-items", $"orders/{Difficult}/cancel", $"orders/{Difficult}/deliver", $"orders/{Order}/resend",
        "deliveries", "returns", "stock", $"stock/{ConsoleShop.Martian}", $"stock/{Long}", $"stock/{ConsoleShop.Martian}/adjust",
        "webhooks", "webhooks/new", $"webhooks/{Endpoint}", $"webhooks/{Endpoint}/edit", $"webhooks/{Endpoint}/replay", "work", "audits", $"audits/{Audit}", "nothing", "orders?q=a-search-that-finds-nothing",
    ];

    public async Task InitializeAsync()
    {
        if (Chromium.SkipReason is not null)
        {
            return;
        }

        var starting = Playwright.CreateAsync();
        Shop = await ConsoleShop.StartWithWebhooksAsync();
        await FillAsync();
        _playwright = await starting;
        Browser = await Chromium.LaunchAsync(_playwright);
    }

    public async Task DisposeAsync()
    {
        if (_playwright is not null)
        {
            await Browser.DisposeAsync();
            _playwright.Dispose();
            await Shop.DisposeAsync();
        }
    }

    private async Task FillAsync()
    {
        (Endpoint, _) = await Shop.SubscribeAsync();
        await Shop.StockAsync(Long, LongTitle, 30m, 500);
        await Shop.StockAsync(Hebrew, RightToLeft, 18.50m, 500);
        await Shop.StockAsync(ConsoleShop.Martian, "The Martian", 12.99m, 500);

        Order = await Shop.OrderAsync("anna");
        await Shop.DeliverAsync(Order);
        await Shop.Get<IRefundService>().CreateAsync(new CreateRefundRequest { OrderId = Order, Amount = 3m, Reason = "goodwill" });
        await Shop.Get<IReturnService>().CreateAsync(new CreateReturnRequest { OrderId = Order, Items = [new ReturnItem(ConsoleShop.Martian, 1, "damaged")] });
        Difficult = await PlaceAsync(Markup, "4111111111111111", Long, Hebrew);
        await PlaceAsync("bert", "4000000000001976", ConsoleShop.Martian);
        await ConsoleShop.EventuallyAsync(async () => (await Shop.Get<ISalesService>().ListOrdersAsync(new OrderQuery { Attention = true })).Items.Count > 0);

        await Shop.Get<IPaymentGateway>().AuthorizeAsync(new AuthorizeRequest(Guid.CreateVersion7(), new Money(1m, "USD"), new PaymentToken("4111111111111111")), default);
        Audit = Guid.CreateVersion7();
        (await Shop.Get<IBookstoreAudit>().RunAsync(Audit, AuditKind.Reconciliation)).Findings.ShouldNotBeEmpty();
    }

    private async Task<Guid> PlaceAsync(string customer, string card, params Isbn[] books)
    {
        var placed = await Shop.Get<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest { CustomerId = customer, Lines = [.. books.Select(static isbn => new PlaceOrderLine(isbn, 2))], Payment = new PaymentToken(card) });
        return placed.Order!.Id;
    }
}

/// <summary>The tests that share the browser. They run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SceneTests : ICollectionFixture<Scene>
{
    public const string Name = "browser";
}
