using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The first page.</summary>
internal static class HomeReads
{
    private const int Newest = 10;

    public static async ValueTask<ConsoleAnswer> ShowAsync(ConsoleRequest request)
    {
        IReadOnlyList<Order> attention = [];
        IReadOnlyList<Order> newest = [];
        if (request.Can(ApiRole.OrdersRead))
        {
            var sales = request.Service<ISalesService>();
            attention = (await sales.ListOrdersAsync(new OrderQuery { Attention = true, Limit = Newest }, request.Aborted).ConfigureAwait(false)).Items;
            newest = (await sales.ListOrdersAsync(new OrderQuery { Limit = Newest }, request.Aborted).ConfigureAwait(false)).Items;
        }

        return ConsoleAnswer.Page<HomePage, HomeModel>("Home", "home", new HomeModel(attention, newest));
    }
}

/// <summary>What the first page shows.</summary>
internal sealed record HomeModel(IReadOnlyList<Order> Attention, IReadOnlyList<Order> Newest);
