namespace Bookstore.Bench;

/// <summary>The memory of the host under full load, for a while: it must not grow.</summary>
internal static class Soak
{
    private const int SecondsAtATime = 20;
    private const double MostGrowth = 1.1;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var plan = new Plan("memory", Rounds: 1, WarmUp: 16, Http: SecondsAtATime, Shop: 0, ShopWarmUp: 0, IsWhole: false);
        await using var bed = new Testbed(options, plan);
        await bed.StartAsync();
        var end = DateTime.UtcNow.AddMinutes(options.Minutes);
        while (DateTime.UtcNow < end)
        {
            var run = await HttpLoad.PlaceOrdersAsync(bed, 64, SecondsAtATime);
            Console.WriteLine(FormattableString.Invariant($"{run.PerSecond:n0} orders/s, {run.ResidentMb:f0} MB resident"));
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{options.Minutes} minutes: peak {bed.Memory.PeakMb:f0} MB; mean of the second half {bed.Memory.Growth:f3} of that of the first; at most {MostGrowth}: {(bed.Memory.Growth <= MostGrowth ? "met" : "not met")}"));
        return 0;
    }
}
