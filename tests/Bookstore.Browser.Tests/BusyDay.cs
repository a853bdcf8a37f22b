namespace Bookstore.Operating;

/// <summary>A day of a shop, so that its pages have something to show.</summary>
/// <param name="Order">An order with a delivery, a refund and a return.</param>
/// <param name="Book">A book that sells.</param>
/// <param name="Endpoint">A webhook endpoint.</param>
/// <param name="Audit">A reconciliation with a finding.</param>
internal sealed record BusyDay(Guid Order, Isbn Book, Guid Endpoint, Guid Audit)
{
    public static readonly TimeSpan Length = TimeSpan.FromHours(23);

    private const string Card = "4111111111111111";

    private static readonly (string Isbn, string Title, string Author, decimal Price, int Stock)[] Books =
    [
        ("9780261103573", "The Fellowship of the Ring", "J. R. R. Tolkien", 12.99m, 400), ("9780141439518", "Pride and Prejudice", "Jane Austen", 8.99m, 64), ("9780143127550", "Everything I Never Told You", "Celeste Ng", 14.50m, 80),
        ("9780140449136", "Crime and Punishment", "Fyodor Dostoevsky", 11.20m, 180), ("9780679783268", "Hard Times", "Charles Dickens", 9.75m, 300), ("9780307474278", "The Da Vinci Code", "Dan Brown", 10.40m, 65),
    ];

    private static readonly string[] Customers = ["anna.keller", "j.moreau", "m.oconnor", "sofia.rossi", "t.nakamura", "lena.fischer", "p.novak", "amira.haddad"];

    private static readonly int[] OrdersByHour = [3, 2, 1, 1, 0, 1, 2, 4, 7, 9, 12, 14, 13, 10, 11, 12, 9, 8, 10, 13, 15, 11, 7, 4];

    public static async Task<BusyDay> LiveAsync(ConsoleShop shop, ShiftedTime time)
    {
        await StockAsync(shop);
        var (endpoint, _) = await shop.SubscribeAsync();
        var order = Guid.Empty;
        var count = 0;
        foreach (var (orders, hour) in OrdersByHour.Select(static (orders, hour) => (orders, hour)))
        {
            for (var index = 0; index < orders; index++)
            {
                var placed = await PlaceAsync(shop, count, count is 150 or 171 ? "4000000000001976" : Card);
                order = count == 160 ? placed : order;
                count++;
            }

            if (hour < OrdersByHour.Length - 1)
            {
                time.Shift(Length / (OrdersByHour.Length - 1));
            }
        }

        await ServeAsync(shop, order, time);
        var last = $"orders/{order}";
        await ConsoleShop.EventuallyAsync(async () => (await shop.Get<IWebhookService>().ListDeliveriesAsync(endpoint, new PageRequest()))!.Items.Any(delivery => delivery.Resource == last && delivery.Type == EventTypes.ReturnRequested));
        shop.ReceiverStatus = 503;
        await PlaceAsync(shop, count, Card);
        await shop.WaitForDeliveryAsync(endpoint, WebhookDeliveryState.Retrying);
        return new BusyDay(order, Isbn.Parse(Books[1].Isbn), endpoint, await AuditAsync(shop));
    }

    private static async Task StockAsync(ConsoleShop shop)
    {
        var inventory = shop.Get<IInventoryService>();
        foreach (var (isbn, title, author, price, stock) in Books)
        {
            await inventory.SaveBookAsync(new Book { Isbn = Isbn.Parse(isbn), Title = title, Author = author, Price = new Money(price, "USD") });
            await inventory.ReceiveStockAsync(new StockChange { Isbn = Isbn.Parse(isbn), Quantity = stock, Reason = "delivery of the wholesaler", Reference = "LS-20417" });
        }
    }

    private static async Task<Guid> PlaceAsync(ConsoleShop shop, int number, string card)
    {
        var (first, second) = (Books[number % Books.Length], Books[(number + 1) % Books.Length]);
        var placed = await shop.Get<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = Customers[number * 5 % Customers.Length],
            Lines = [new PlaceOrderLine(Isbn.Parse(first.Isbn), 1 + (number % 3 == 0 ? 1 : 0)), .. number % 2 == 0 ? (PlaceOrderLine[])[new PlaceOrderLine(Isbn.Parse(second.Isbn), 1)] : []],
            Payment = new PaymentToken(card),
            Metadata = new Dictionary<string, string> { ["channel"] = number % 4 == 0 ? "app" : "web" },
        });
        var id = placed.Order!.Id;
        await ConsoleShop.EventuallyAsync(async () => (await shop.FindAsync(id)).PaymentStatus is PaymentStatus.Captured or PaymentStatus.CaptureFailed);
        return id;
    }

    private static async Task ServeAsync(ConsoleShop shop, Guid order, ShiftedTime time)
    {
        await shop.DeliverAsync(order);
        time.Shift(TimeSpan.FromMinutes(20));
        var book = (await shop.FindAsync(order)).Lines[0].Isbn;
        await shop.Get<IRefundService>().CreateAsync(new CreateRefundRequest { OrderId = order, Amount = 3m, Reason = "goodwill" });
        time.Shift(TimeSpan.FromMinutes(12));
        await shop.Get<IReturnService>().CreateAsync(new CreateReturnRequest { OrderId = order, Items = [new ReturnItem(book, 1, "Damaged in the post")] });
        time.Shift(TimeSpan.FromMinutes(7));
    }

    private static async Task<Guid> AuditAsync(ConsoleShop shop)
    {
        await shop.Get<IPaymentGateway>().AuthorizeAsync(new AuthorizeRequest(Guid.CreateVersion7(), new Money(23.98m, "USD"), new PaymentToken(Card)), default);
        var run = Guid.CreateVersion7();
        await shop.Get<IBookstoreAudit>().RunAsync(run, AuditKind.Reconciliation);
        return run;
    }
}
