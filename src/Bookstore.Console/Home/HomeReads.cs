using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The first page: what sells, what needs a person, what happens now.</summary>
internal static class HomeReads
{
    public static async ValueTask<ConsoleAnswer> ShowAsync(ConsoleRequest request)
    {
        HourlySales? sales = null;
        if (request.Can(ApiRole.OrdersRead))
        {
            sales = await request.Settings.Sales.ReadAsync(request.Service<ISalesService>(), request.Service<IInventoryService>(), request.Now, request.Aborted).ConfigureAwait(false);
        }

        var attention = await Attention.ReadAsync(request, sales).ConfigureAwait(false);

        var events = request.Can(ApiRole.EventsRead) ? await LiveFeed.NewestAsync(request).ConfigureAwait(false) : null;
        return ConsoleAnswer.Page<HomePage, HomeModel>("Home", "home", new HomeModel(sales, attention, events));
    }
}

/// <summary>What the first page shows; <see langword="null"/> where the person may not see it.</summary>
internal sealed record HomeModel(HourlySales? Sales, AttentionList Attention, NewestEvents? Events);
