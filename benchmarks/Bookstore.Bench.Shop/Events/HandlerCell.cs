namespace Bookstore.Bench.Events;

/// <summary>How soon a handler in the process is told of an order, while orders are placed: from the confirmation, the commit included, to the handler.</summary>
internal static class HandlerCell
{
    public static async Task<CellResult> RunAsync(CellOptions options, string folder)
    {
        await using var shop = ShopHost.Build(options, folder);
        await shop.StartAsync();
        await Shelves.FillAsync(shop.Get<IInventoryService>());
        var workflow = shop.Get<IOrderWorkflow>();
        var buying = options with { Load = "uniform" };
        await new Customers(workflow, buying).BuyAsync(options.Warmup);

        var handled = shop.Get<HandledOrders>();
        handled.Begin();
        var customers = new Customers(workflow, buying);
        var before = Spent.Now();
        await customers.BuyAsync(options.Time);
        var after = Spent.Now();
        var seconds = after.SecondsSince(before);
        return new CellResult
        {
            Store = options.Store,
            Load = options.Load,
            Callers = options.Callers,
            Orders = customers.Placed,
            Seconds = seconds,
            PerSecond = customers.Placed / seconds,
            P50Ms = handled.Times.Percentile(0.5),
            P99Ms = handled.Times.Percentile(0.99),
            P999Ms = handled.Times.Percentile(0.999),
            ResidentMb = Spent.PeakResidentMegabytes(),
        };
    }
}
