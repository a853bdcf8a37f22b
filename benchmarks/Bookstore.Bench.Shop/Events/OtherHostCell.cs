using Bookstore.Storage;

namespace Bookstore.Bench.Events;

/// <summary>How soon a reader on another host has an order's event, while orders are placed at a fixed rate: from the confirmation, the commit included, to the reader.</summary>
internal static class OtherHostCell
{
    public static async Task<CellResult> RunAsync(CellOptions options, string folder)
    {
        await using var shop = ShopHost.Build(options, folder);
        await using var other = ShopHost.Build(options, folder);
        await shop.StartAsync();
        await other.StartAsync();
        await Shelves.FillAsync(shop.Get<IInventoryService>());
        var workflow = shop.Get<IOrderWorkflow>();
        var buying = options with { Load = "uniform" };
        await new Customers(workflow, buying).BuyAsync(options.Warmup);

        var read = new HandledOrders();
        using var stop = new CancellationTokenSource();
        var following = FollowAsync(other.Get<IEventFeed>(), await other.Get<IBookstoreStore>().ReadLastEventAsync(CancellationToken.None), read, stop.Token);
        var customers = new Customers(workflow, buying);
        var before = Spent.Now();
        await customers.BuyAsync(options.Time);
        var after = Spent.Now();
        await stop.CancelAsync();
        await following;
        var seconds = after.SecondsSince(before);
        return new CellResult
        {
            Store = options.Store,
            Load = options.Load,
            Callers = options.Callers,
            Orders = customers.Placed,
            Seconds = seconds,
            PerSecond = customers.Placed / seconds,
            P50Ms = read.Times.Percentile(0.5),
            P99Ms = read.Times.Percentile(0.99),
            P999Ms = read.Times.Percentile(0.999),
            ResidentMb = Spent.PeakResidentMegabytes(),
        };
    }

    private static async Task FollowAsync(IEventFeed feed, long end, HandledOrders read, CancellationToken stop)
    {
        try
        {
            await foreach (var happened in feed.ReadAsync(end, [EventTypes.OrderCreated], stop))
            {
                await read.HandleAsync(happened, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The time is over.
        }
    }
}
