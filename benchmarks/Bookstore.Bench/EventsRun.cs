using System.Diagnostics;

namespace Bookstore.Bench;

/// <summary>The cells about events alone: each is a process of its own, so no server is started but PostgreSQL's.</summary>
internal static class EventsRun
{
    public static async Task<int> RunAsync(Plan plan, BenchOptions options)
    {
        var started = Stopwatch.GetTimestamp();
        await using var bed = new Testbed(options, plan);
        await bed.StartForShopsAsync();
        var results = ShopCells.OfEvents.Select(cell => new CellResult(cell) { WhyNot = bed.WhyNot(cell) }).ToList();
        for (var round = 1; round <= plan.Rounds; round++)
        {
            foreach (var result in results)
            {
                await Matrix.RunAsync(bed, result, round);
            }
        }

        var report = new Report(Machine.Read(options), plan, results, bed.StartUps, 0, new Durability(0, 0, 0), Stopwatch.GetElapsedTime(started));
        foreach (var goal in Goals.OfEvents(report))
        {
            Console.WriteLine(goal.Line);
        }

        return report.Failures.Any() ? 1 : 0;
    }
}
