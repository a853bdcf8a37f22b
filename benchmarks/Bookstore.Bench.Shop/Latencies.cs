using System.Diagnostics;
using System.Numerics;

namespace Bookstore.Bench;

/// <summary>Counts how long calls took, to within 2 percent. Recording is safe from any number of threads.</summary>
internal sealed class Latencies
{
    private const int BucketBits = 6;
    private const int Buckets = 1 << BucketBits;

    private readonly long[] _counts = new long[(64 - BucketBits) * Buckets];

    public void Record(long sinceTimestamp)
    {
        var nanoseconds = Math.Max(Buckets, (long)Stopwatch.GetElapsedTime(sinceTimestamp).TotalNanoseconds);
        var octave = BitOperations.Log2((ulong)nanoseconds) - BucketBits;
        Interlocked.Increment(ref _counts[(octave * Buckets) + (nanoseconds >> octave) - Buckets]);
    }

    /// <summary>The time in milliseconds that so much of all calls did not exceed; null when none was recorded.</summary>
    public double? Percentile(double share)
    {
        var total = _counts.Sum();
        var rank = Math.Max(1, (long)Math.Ceiling(total * share));
        var seen = 0L;
        for (var i = 0; total > 0 && i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return ((long)(Buckets + (i % Buckets)) << (i / Buckets)) / 1e6;
            }
        }

        return null;
    }
}
