using Bookstore.Storage;

namespace Bookstore.Bench;

/// <summary>A cell of the whole path: open, authorize, confirm, capture, through the public interface.</summary>
internal static class ShopCell
{
    public static async Task<CellResult> RunAsync(CellOptions options, string folder)
    {
        await using var shop = ShopHost.Build(options, folder);
        await shop.StartAsync();
        await Shelves.FillAsync(shop.Get<IInventoryService>());
        return await MeasureAsync(options, shop);
    }

    private static async Task<CellResult> MeasureAsync(CellOptions options, ShopHost shop)
    {
        var workflow = shop.Get<IOrderWorkflow>();
        var maintenance = shop.Get<IBookstoreMaintenance>();
        await new Customers(workflow, options).BuyAsync(options.Warmup);
        await maintenance.DrainPaymentsAsync();

        var customers = new Customers(workflow, options);
        using var commits = new CommitSizes();
        var before = Spent.Now();
        await customers.BuyAsync(options.Time);
        await maintenance.DrainPaymentsAsync();
        var after = Spent.Now();

        var store = shop.Get<IBookstoreStore>();
        var owed = await store.ListDueOrdersAsync(OrderWork.Settlement, "simulated", DateTimeOffset.MaxValue, null, 1_000, CancellationToken.None);
        return Describe(options, customers, commits, before, after) with { BacklogAtEnd = owed.Items.Count };
    }

    private static CellResult Describe(CellOptions options, Customers customers, CommitSizes commits, Spent before, Spent after)
    {
        var seconds = after.SecondsSince(before);
        var isSoldOut = options.Load == "soldout";
        var calls = Math.Max(1, isSoldOut ? customers.Refused : customers.Placed);
        var answers = isSoldOut ? customers.Refusals : customers.Answers;
        return new CellResult
        {
            Store = options.Store,
            Load = options.Load,
            Callers = options.Callers,
            Orders = customers.Placed,
            Seconds = seconds,
            PerSecond = customers.Placed / seconds,
            P50Ms = answers.Percentile(0.5),
            P99Ms = answers.Percentile(0.99),
            P999Ms = answers.Percentile(0.999),
            BytesPerOrder = after.BytesSince(before) / calls,
            CpuMicrosPerOrder = after.MicrosecondsSince(before) / calls,
            MeanBatch = commits.Mean,
            MaxBatch = commits.Most,
            RefusedPerSecond = customers.Refused / seconds,
            RefusalP99Ms = customers.Refusals.Percentile(0.99),
            ResidentMb = Spent.PeakResidentMegabytes(),
        };
    }
}
