using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The first page: what sells, what needs a person, what happens now.</summary>
internal static class HomeReads
{
    private const int Most = 10;

    public static async ValueTask<ConsoleAnswer> ShowAsync(ConsoleRequest request)
    {
        HourlySales? sales = null;
        IReadOnlyList<Order> attention = [];
        if (request.Can(ApiRole.OrdersRead))
        {
            var orders = request.Service<ISalesService>();
            sales = await request.Settings.Sales.ReadAsync(orders, request.Now, request.Aborted).ConfigureAwait(false);
            attention = (await orders.ListOrdersAsync(new OrderQuery { Attention = true, Limit = Most }, request.Aborted).ConfigureAwait(false)).Items;
        }

        IReadOnlyList<Delivery> deliveries = [];
        if (request.Can(ApiRole.DeliveryRead))
        {
            deliveries = (await request.Service<IDeliveryService>().ListAsync(new DeliveryQuery { Attention = true, Limit = Most }, request.Aborted).ConfigureAwait(false)).Items;
        }

        var events = request.Can(ApiRole.EventsRead) ? await LiveFeed.NewestAsync(request).ConfigureAwait(false) : null;
        return ConsoleAnswer.Page<HomePage, HomeModel>("Home", "home", new HomeModel(sales, attention, deliveries, events));
    }
}

/// <summary>What the first page shows; <see langword="null"/> where the person may not see it.</summary>
internal sealed record HomeModel(HourlySales? Sales, IReadOnlyList<Order> Attention, IReadOnlyList<Delivery> Deliveries, NewestEvents? Events);
