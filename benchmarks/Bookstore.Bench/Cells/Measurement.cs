namespace Bookstore.Bench;

/// <summary>What one run of a cell saw. What does not apply is null.</summary>
internal sealed record Measurement
{
    public required double PerSecond { get; init; }

    public double Seconds { get; init; }

    public double? P50Ms { get; init; }

    public double? P99Ms { get; init; }

    public double? P999Ms { get; init; }

    public double? BytesPerOrder { get; init; }

    public double? CpuMicrosPerOrder { get; init; }

    public double? MeanBatch { get; init; }

    public double? MaxBatch { get; init; }

    public double? RefusedPerSecond { get; init; }

    public double? BacklogAtEnd { get; init; }

    public double? ResidentMb { get; init; }

    /// <summary>How long it took after the load until the money of all orders was captured; it is part of the time that counts.</summary>
    public double? SettleSeconds { get; init; }

    /// <summary>Of refusals for load: how long 99 of 100 took at most.</summary>
    public double? RefusalP99Ms { get; init; }

    /// <summary>Under overload: orders a second in relation to what as many callers get as there is room for.</summary>
    public double? Goodput { get; init; }

    /// <summary>The median of each value, each by itself.</summary>
    public static Measurement Median(IReadOnlyList<Measurement> runs) => new()
    {
        PerSecond = MedianOf(runs, run => run.PerSecond)!.Value,
        Seconds = MedianOf(runs, run => run.Seconds)!.Value,
        P50Ms = MedianOf(runs, run => run.P50Ms),
        P99Ms = MedianOf(runs, run => run.P99Ms),
        P999Ms = MedianOf(runs, run => run.P999Ms),
        BytesPerOrder = MedianOf(runs, run => run.BytesPerOrder),
        CpuMicrosPerOrder = MedianOf(runs, run => run.CpuMicrosPerOrder),
        MeanBatch = MedianOf(runs, run => run.MeanBatch),
        MaxBatch = MedianOf(runs, run => run.MaxBatch),
        RefusedPerSecond = MedianOf(runs, run => run.RefusedPerSecond),
        BacklogAtEnd = MedianOf(runs, run => run.BacklogAtEnd),
        ResidentMb = MedianOf(runs, run => run.ResidentMb),
        SettleSeconds = MedianOf(runs, run => run.SettleSeconds),
        RefusalP99Ms = MedianOf(runs, run => run.RefusalP99Ms),
        Goodput = MedianOf(runs, run => run.Goodput),
    };

    private static double? MedianOf(IReadOnlyList<Measurement> runs, Func<Measurement, double?> value)
    {
        var sorted = runs.Select(value).OfType<double>().Order().ToArray();
        return sorted.Length == 0 ? null : (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
