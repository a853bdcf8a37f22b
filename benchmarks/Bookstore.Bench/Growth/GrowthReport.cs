using System.Globalization;
using System.Text;

namespace Bookstore.Bench;

/// <summary>The page on growth.</summary>
internal static class GrowthReport
{
    private const double LeastThroughput = 0.90;
    private const double SlowestPageMs = 5;

    public static async Task WriteAsync(BenchOptions options, Plan plan, IReadOnlyList<StoreSize> sizes)
    {
        await File.WriteAllTextAsync(Path.Combine(options.Root, "docs", "benchmarks-growth.md"), Of(Machine.Read(options), plan, sizes));
        Console.WriteLine("wrote docs/benchmarks-growth.md");
    }

    private static string Of(Machine machine, Plan plan, IReadOnlyList<StoreSize> sizes)
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            # Growth

            Written by `dotnet run -c Release --project benchmarks/Bookstore.Bench -- growth`; do not edit. The sample host over HTTP on SQLite, its store filled
            beforehand by bulk SQL with orders of the past: nine of ten delivered, one of ten open, each with its movements, over 10,000 titles. The file may be
            in the system's page cache. {machine.Processor}, {machine.Processors} processors, {machine.MemoryGb:f0} GB; {machine.Runtime}; SQLite {machine.Sqlite}; commit {machine.Commit}, {machine.Date}.


            """);
        AppendTotals(page, plan, sizes);
        AppendGoals(page, sizes);
        AppendPages(page, sizes);
        return page.ToString();
    }

    private static void AppendTotals(StringBuilder page, Plan plan, IReadOnlyList<StoreSize> sizes)
    {
        page.AppendLine("| orders in the store | file, MB | start-up, s | `POST /api/orders`, 64 connections, a second | p99 ms | `GET` a book, a second | MB resident |");
        page.AppendLine("|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var size in sizes)
        {
            page.AppendLine(CultureInfo.InvariantCulture, $"| {size.Orders:n0} | {size.Megabytes:n0} | {size.StartUp:f2} | {size.Post.PerSecond:n0} | {size.Post.P99Ms:f1} | {size.Get.PerSecond:n0} | {size.PeakMb:f0} |");
        }

        page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Throughput is the median of {plan.Rounds} runs of {plan.Http} s after {plan.WarmUp} s of load; an order counts when its money is captured.").AppendLine();
    }

    private static void AppendGoals(StringBuilder page, IReadOnlyList<StoreSize> sizes)
    {
        var (first, last) = (sizes[0], sizes[^1]);
        var ratio = last.Post.PerSecond / first.Post.PerSecond;
        page.AppendLine("| goal | figure | |").AppendLine("|---|---:|---|");
        page.AppendLine(CultureInfo.InvariantCulture, $"| {last.Orders:n0} orders in the store: at least {LeastThroughput} of the throughput with {first.Orders:n0} | {ratio:f2} | {Verdict(ratio >= LeastThroughput)} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| a page of any list within {SlowestPageMs} ms | {last.Slowest.P50Ms:f2} ms ({last.Slowest.Name}) | {Verdict(last.Slowest.P50Ms <= SlowestPageMs)} |");
        page.AppendLine();
    }

    private static void AppendPages(StringBuilder page, IReadOnlyList<StoreSize> sizes)
    {
        page.AppendLine("A page as a client gets it over HTTP, of 100 entries where there are as many; the median of 60, and the slowest of them, in milliseconds.").AppendLine();
        page.AppendLine(CultureInfo.InvariantCulture, $"| page | {string.Join(" | ", sizes.Select(size => $"{size.Orders.ToString("n0", CultureInfo.InvariantCulture)} orders"))} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(sizes.Select(_ => "---:|"))}");
        for (var index = 0; index < sizes[0].Pages.Count; index++)
        {
            var times = sizes.Select(size => size.Pages[index]).Select(time => string.Create(CultureInfo.InvariantCulture, $"{time.P50Ms:f2} ({time.MaxMs:f1})"));
            page.AppendLine(CultureInfo.InvariantCulture, $"| {sizes[0].Pages[index].Name} | {string.Join(" | ", times)} |");
        }
    }

    private static string Verdict(bool isMet) => isMet ? "met" : "**not met**";
}
