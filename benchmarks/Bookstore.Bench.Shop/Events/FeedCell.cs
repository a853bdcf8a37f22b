using System.Diagnostics;

namespace Bookstore.Bench.Events;

/// <summary>How fast the feed is read, page by page from its beginning to its end, again and again: the opening of the shelves, two events a title, and the orders of the warm-up.</summary>
internal static class FeedCell
{
    private const int PageSize = 1_000;

    public static async Task<CellResult> RunAsync(CellOptions options, string folder)
    {
        await using var shop = ShopHost.Build(options, folder);
        await shop.StartAsync();
        await Shelves.FillAsync(shop.Get<IInventoryService>());
        var feed = shop.Get<IEventFeed>();
        await ReadAsync(feed, options.Warmup, new Latencies());

        var pages = new Latencies();
        var before = Spent.Now();
        var read = await ReadAsync(feed, options.Time, pages);
        var after = Spent.Now();
        var seconds = after.SecondsSince(before);
        return new CellResult
        {
            Store = options.Store,
            Load = options.Load,
            Callers = 1,
            Orders = read,
            Seconds = seconds,
            PerSecond = read / seconds,
            P50Ms = pages.Percentile(0.5),
            P99Ms = pages.Percentile(0.99),
            P999Ms = pages.Percentile(0.999),
            BytesPerOrder = after.BytesSince(before) / Math.Max(1, read),
            CpuMicrosPerOrder = after.MicrosecondsSince(before) / Math.Max(1, read),
            ResidentMb = Spent.PeakResidentMegabytes(),
        };
    }

    private static async Task<long> ReadAsync(IEventFeed feed, TimeSpan time, Latencies pages)
    {
        var (read, began, after) = (0L, Stopwatch.GetTimestamp(), (long?)null);
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            var started = Stopwatch.GetTimestamp();
            var page = await feed.ReadPageAsync(new EventQuery { After = after, Limit = PageSize });
            pages.Record(started);
            read += page.Events.Count;
            after = page.HasMore ? page.Next : null;
        }

        return read;
    }
}
