using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The page of an order: what it is, and all that happened to it.</summary>
internal static class OrderReads
{
    private const int MostMovements = 100;
    private const int MostLedgers = 20;

    public static async ValueTask<ConsoleAnswer> ShowAsync(ConsoleRequest request)
    {
        if (await request.Service<ISalesService>().FindOrderAsync(request.Id(), request.Aborted).ConfigureAwait(false) is not { } order)
        {
            return ConsoleAnswer.Problem(Problems.OrderNotFound);
        }

        var page = new PageRequest { Limit = Page.DefaultLimit };
        IReadOnlyList<Delivery> deliveries = [];
        IReadOnlyList<Refund> refunds = [];
        IReadOnlyList<Return> returns = [];
        if (request.Can(ApiRole.DeliveryRead))
        {
            deliveries = (await request.Service<IDeliveryService>().ListAsync(new DeliveryQuery { OrderId = order.Id, Limit = Order.MaxDeliveries }, request.Aborted).ConfigureAwait(false)).Items;
        }

        if (request.Can(ApiRole.RefundsRead))
        {
            refunds = (await request.Service<IRefundService>().ListAsync(order.Id, page, request.Aborted).ConfigureAwait(false)).Items;
        }

        if (request.Can(ApiRole.ReturnsRead))
        {
            returns = (await request.Service<IReturnService>().ListAsync(order.Id, page, request.Aborted).ConfigureAwait(false)).Items;
        }

        var titles = await TitlesAsync(request, order.Lines.Select(static line => line.Isbn)).ConfigureAwait(false);
        var movements = await MovementsAsync(request, order, deliveries, returns).ConfigureAwait(false);
        return ConsoleAnswer.Page<OrderPage, OrderModel>(
            $"Order {Format.Short(order.Id)}", "orders", new OrderModel(order, titles, deliveries, refunds, returns, Timeline.Of(order, deliveries, refunds, returns, movements), request.Find<IWebhookService>() is not null));
    }

    /// <summary>The titles of books, for those who may read the catalogue.</summary>
    public static async ValueTask<IReadOnlyDictionary<Isbn, string>> TitlesAsync(ConsoleRequest request, IEnumerable<Isbn> isbns)
    {
        var titles = new Dictionary<Isbn, string>();
        if (request.Can(ApiRole.CatalogRead))
        {
            var inventory = request.Service<IInventoryService>();
            foreach (var isbn in isbns.Distinct().Take(Order.MaxLines))
            {
                if (await inventory.FindBookAsync(isbn, request.Aborted).ConfigureAwait(false) is { } listing)
                {
                    titles[isbn] = listing.Book.Title;
                }
            }
        }

        return titles;
    }

    // Of each book the last movements only: those of an old order are on the page of the book.
    private static async ValueTask<IReadOnlyList<StockMovement>> MovementsAsync(ConsoleRequest request, Order order, IReadOnlyList<Delivery> deliveries, IReadOnlyList<Return> returns)
    {
        var found = new List<StockMovement>();
        if (!request.Can(ApiRole.StockRead))
        {
            return found;
        }

        HashSet<Guid> causes = [order.Id, .. deliveries.Select(static delivery => delivery.Id), .. returns.Select(static known => known.Id)];
        var inventory = request.Service<IInventoryService>();
        foreach (var line in order.Lines.Take(MostLedgers))
        {
            var page = await inventory.ListMovementsAsync(line.Isbn, new PageRequest { Limit = MostMovements }, request.Aborted).ConfigureAwait(false);
            found.AddRange(page.Items.Where(movement => movement.CauseId is { } cause && causes.Contains(cause)));
        }

        return found;
    }
}

/// <summary>What the page of an order shows.</summary>
internal sealed record OrderModel(
    Order Order,
    IReadOnlyDictionary<Isbn, string> Titles,
    IReadOnlyList<Delivery> Deliveries,
    IReadOnlyList<Refund> Refunds,
    IReadOnlyList<Return> Returns,
    IReadOnlyList<TimelineEntry> Timeline,
    bool HasWebhooks)
{
    public string TitleOf(Isbn isbn) => Titles.GetValueOrDefault(isbn, isbn.ToString());
}
