using System.Diagnostics;

namespace Bookstore.Bench;

/// <summary>What the process has used up to a moment.</summary>
internal readonly record struct Spent(long Timestamp, TimeSpan Processor, long Bytes)
{
    public static Spent Now() => new(Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(precise: true));

    public static double PeakResidentMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1e6;
    }

    public double SecondsSince(Spent before) => Stopwatch.GetElapsedTime(before.Timestamp, Timestamp).TotalSeconds;

    public double BytesSince(Spent before) => Bytes - before.Bytes;

    public double MicrosecondsSince(Spent before) => (Processor - before.Processor).TotalMicroseconds;
}
