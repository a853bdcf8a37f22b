using System.Diagnostics;
using System.Globalization;

namespace Bookstore.Bench;

/// <summary>Runs all cells, round after round, so that what disturbs the machine for a while disturbs no cell in all of its runs.</summary>
internal static class Matrix
{
    public static async Task<int> RunAsync(Plan plan, BenchOptions options, bool writeReport)
    {
        var cells = HttpCells.All.Concat(ShopCells.All).Where(cell => plan.IsWhole || cell.IsQuick).ToArray();
        var started = Stopwatch.GetTimestamp();
        Say($"{plan.Name}: {cells.Length} cells, {plan.Rounds} rounds, about {plan.SecondsOf(cells)} s");
        await using var bed = new Testbed(options, plan);
        await bed.StartAsync();
        Say(bed.StartUps.Line);
        var results = cells.ToDictionary(cell => cell.Id, cell => new CellResult(cell) { WhyNot = bed.WhyNot(cell) });
        for (var round = 1; round <= plan.Rounds; round++)
        {
            foreach (var cell in cells)
            {
                await RunAsync(bed, results[cell.Id], round);
            }
        }

        var report = new Report(Machine.Read(options), plan, [.. results.Values], bed.StartUps, bed.Memory.PeakMb, await DurabilityAsync(bed), Stopwatch.GetElapsedTime(started));
        Say(string.Create(CultureInfo.InvariantCulture, $"{report.Durability}; {report.Took.TotalSeconds:f0} s"));
        foreach (var goal in Goals.Of(report))
        {
            Say(goal.Line);
        }

        if (writeReport)
        {
            await ReportFiles.WriteAsync(report, options);
        }

        var failures = report.Failures.ToArray();
        Say($"{failures.Length} failures {string.Join("; ", failures)}");
        return failures.Length == 0 ? 0 : 1;
    }

    /// <summary>Runs a cell once, and says what it saw.</summary>
    public static async Task RunAsync(Testbed bed, CellResult result, int round)
    {
        if (result.WhyNot is not null)
        {
            Say($"{round} {result.Cell.Id}: not run, {result.WhyNot}");
            return;
        }

        try
        {
            var run = await result.Cell.RunAsync(bed);
            result.Runs.Add(run);
            Say(string.Create(CultureInfo.InvariantCulture, $"{round} {result.Cell.Id,-24} {run.PerSecond,9:n0} /s  p50 {run.P50Ms:f2} p99 {run.P99Ms:f2} ms"));
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or System.Net.Sockets.SocketException)
        {
            result.Failure = exception.Message;
            Say($"{round} {result.Cell.Id}: FAILED, {exception.Message}");
        }
    }

    // Every order that was answered 201 is on the disk and paid; those that were cut off at the end of a run may be too.
    private static async Task<Durability> DurabilityAsync(Testbed bed)
    {
        await bed.Host.StopAsync();
        return new Durability(bed.Created.Answers, bed.Created.Cut, await bed.Host.CountOrdersAsync());
    }

    private static void Say(string line) => Console.WriteLine(line);
}
