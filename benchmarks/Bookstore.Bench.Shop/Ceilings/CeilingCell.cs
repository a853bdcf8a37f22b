using System.Diagnostics;

namespace Bookstore.Bench.Ceilings;

/// <summary>
/// The ceiling of the disk: one thread that writes the rows of an order, and does nothing else. No queue, no rules, no answers, nothing is read.
/// </summary>
internal static class CeilingCell
{
    public static async Task<CellResult> RunAsync(CellOptions options, string folder)
    {
        // The store itself makes the file, so that it has the same schema; the books are in it as for the store.
        await using (var shop = ShopHost.Build(options, folder))
        {
            await Shelves.FillAsync(shop.Get<IInventoryService>());
        }

        using IOrderWriter writer = options.Store == "ado" ? new AdoOrderWriter(ShopHost.DatabaseIn(folder)) : new RawOrderWriter(ShopHost.DatabaseIn(folder));
        var orders = new CeilingOrders(Shelves.Of(options.Load), writer.LoadStock());
        Write(options, writer, orders, options.Warmup, new Latencies());
        var commits = new Latencies();
        var before = Spent.Now();
        var count = Write(options, writer, orders, options.Time, commits);
        var after = Spent.Now();
        return Describe(options, count, commits, before, after);
    }

    private static long Write(CellOptions options, IOrderWriter writer, CeilingOrders orders, TimeSpan time, Latencies commits)
    {
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var written = 0L;
        for (var now = Stopwatch.GetTimestamp(); now < end; now = Stopwatch.GetTimestamp())
        {
            writer.Begin();
            for (var i = 0; i < options.CommitSize; i++)
            {
                writer.Write(orders.Next());
            }

            writer.Commit();
            commits.Record(now);
            written += options.CommitSize;
        }

        return written;
    }

    private static CellResult Describe(CellOptions options, long count, Latencies commits, Spent before, Spent after) => new()
    {
        Store = options.Store,
        Load = options.Load,
        Callers = 1,
        CommitSize = options.CommitSize,
        Orders = count,
        Seconds = after.SecondsSince(before),
        PerSecond = count / after.SecondsSince(before),
        P50Ms = commits.Percentile(0.5),
        P99Ms = commits.Percentile(0.99),
        P999Ms = commits.Percentile(0.999),
        BytesPerOrder = after.BytesSince(before) / count,
        CpuMicrosPerOrder = after.MicrosecondsSince(before) / count,
        ResidentMb = Spent.PeakResidentMegabytes(),
    };
}
