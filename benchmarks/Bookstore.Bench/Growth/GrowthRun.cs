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

        var sizes = new List<StoreSize>();
        foreach (var orders in options.Orders)
        {
            sizes.Add(await MeasureAsync(options, orders));
            Console.WriteLine(sizes[^1].Line);
        }

        await GrowthReport.WriteAsync(options, Plan, sizes);
        foreach (var orders in ours)
        {
            Directory.Delete(Path.GetDirectoryName(FileOf(options, orders))!, recursive: true);
        }

        return 0;
    }

    private static string FileOf(BenchOptions options, int orders) => Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"bookstore-growth-{orders}"), "bookstore.db");

    private static async Task<StoreSize> MeasureAsync(BenchOptions options, int orders)
    {
        var megabytes = new FileInfo(FileOf(options, orders)).Length / 1e6;
        await using var bed = new Testbed(options, Plan);
        await using var host = new HostServer(options, Path.GetDirectoryName(FileOf(options, orders))!);
        var startUps = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await host.StopAsync();
            startUps.Add((await host.StartAsync()).TotalSeconds);
        }

        await bed.StartWithAsync(host);
        var pages = await Pages.ReadAsync(host.Process.Url);
        await HttpLoad.PlaceOrdersAsync(bed, 64, Plan.WarmUp);
        var runs = new List<Measurement>();
        for (var round = 0; round < Rounds; round++)
        {
            runs.Add(await HttpLoad.PlaceOrdersAsync(bed, 64, Plan.Http));
        }

        var books = await HttpLoad.ReadBooksAsync(bed, host.Process, 64, Plan.Http);
        return new StoreSize(orders, megabytes, startUps.Order().ElementAt(Rounds / 2), Measurement.Median(runs), books, bed.Memory.PeakMb, pages);
    }

    private static async Task<bool> VerifyAsync(string database)
    {
        await using var services = new ServiceCollection().AddBookstore().UseSqlite($"Data Source={database}").Services.BuildServiceProvider();
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
