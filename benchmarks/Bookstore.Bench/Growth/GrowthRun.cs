using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Bench;

/// <summary>The same measurements with an empty store and with full ones.</summary>
internal static class GrowthRun
{
    private const int Rounds = 3;
    private const int LargestAudited = 1_000_000;
    private static readonly Plan Plan = new("growth", Rounds, WarmUp: 12, Http: 4, Shop: 0, ShopWarmUp: 0, IsWhole: false);

    /// <summary>Fills the databases and leaves them, so that they need not be filled while nobody else may work.</summary>
    public static async Task<int> PreloadAsync(BenchOptions options)
    {
        foreach (var orders in options.Orders.Where(orders => !File.Exists(FileOf(options, orders))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(options, orders))!);
            await Preload.FillAsync(FileOf(options, orders), orders);
            if (orders <= LargestAudited && !await VerifyAsync(FileOf(options, orders)))
            {
                return 1;
            }
        }

        return 0;
    }

    /// <summary>Measures each of them.</summary>
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var ours = options.Orders.Where(orders => !File.Exists(FileOf(options, orders))).ToArray();
        if (await PreloadAsync(options) != 0)
        {
            return 1;
        }

        var sizes = await MeasureAsync(options);
        await GrowthReport.WriteAsync(options, Plan, sizes);
        foreach (var orders in ours)
        {
            Directory.Delete(Path.GetDirectoryName(FileOf(options, orders))!, recursive: true);
        }

        return 0;
    }

    /// <summary>The database with so many orders.</summary>
    public static string FileOf(BenchOptions options, int orders) => Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"bookstore-growth-{orders}"), "bookstore.db");

    // In rounds over all sizes, so that what disturbs the machine for a while disturbs none of them alone.
    private static async Task<List<StoreSize>> MeasureAsync(BenchOptions options)
    {
        var megabytes = options.Orders.Select(orders => new FileInfo(FileOf(options, orders)).Length / 1e6).ToArray();
        var stores = new List<GrownStore>();
        try
        {
            foreach (var orders in options.Orders)
            {
                stores.Add(await GrownStore.StartAsync(options, Plan, Path.GetDirectoryName(FileOf(options, orders))!));
            }

            for (var round = 0; round < Rounds; round++)
            {
                foreach (var store in stores)
                {
                    await store.PlaceOrdersAsync();
                }
            }

            return await FinishAsync(options, stores, megabytes);
        }
        finally
        {
            foreach (var store in stores)
            {
                await store.DisposeAsync();
            }
        }
    }

    private static async Task<List<StoreSize>> FinishAsync(BenchOptions options, List<GrownStore> stores, double[] megabytes)
    {
        var sizes = new List<StoreSize>();
        for (var i = 0; i < stores.Count; i++)
        {
            sizes.Add(await stores[i].FinishAsync(options.Orders[i], megabytes[i]));
            Console.WriteLine(sizes[^1].Line);
        }

        return sizes;
    }

    private static async Task<bool> VerifyAsync(string database)
    {
        await using var services = new ServiceCollection().AddBookstore().UseSimulatedPayments().UseSqlite($"Data Source={database}").Services.BuildServiceProvider();
        var report = await services.GetRequiredService<IBookstoreAudit>().VerifyAsync();
        Console.WriteLine(FormattableString.Invariant($"{report.Checked:n0} records audited, {report.Findings.Count} findings {(report.Findings.Count == 0 ? "" : report.Findings[0].ToString())}"));
        return report.Findings.Count == 0;
    }
}

/// <summary>What was seen with a store of some size.</summary>
internal sealed record StoreSize(int Orders, double Megabytes, double StartUp, Measurement Post, Measurement Get, double PeakMb, IReadOnlyList<PageTime> Pages)
{
    public PageTime Slowest => Pages.MaxBy(page => page.P50Ms)!;

    public string Line => FormattableString.Invariant(
        $"{Orders,12:n0} orders: start-up {StartUp:f2} s, POST {Post.PerSecond:n0}/s, GET {Get.PerSecond:n0}/s, {PeakMb:f0} MB, slowest page {Slowest.P50Ms:f2} ms ({Slowest.Name})");
}
