namespace Bookstore.Samples;

/// <summary>Remembers how long each call took. Recording is safe from any number of threads; reading is for afterwards.</summary>
internal sealed class LatencyRecorder(int capacity)
{
    private readonly TimeSpan[] _samples = new TimeSpan[capacity];
    private int _count;

    public int Count => Math.Min(Volatile.Read(ref _count), _samples.Length);

    public void Record(TimeSpan elapsed)
    {
        var index = Interlocked.Increment(ref _count) - 1;
        if (index < _samples.Length)
        {
            _samples[index] = elapsed;
        }
    }

    /// <summary>The times that so many of a hundred calls did not exceed (the nearest-rank method).</summary>
    /// <param name="percents">The percentages, above 0 and up to 100.</param>
    /// <returns>One time for each; zero when nothing was recorded.</returns>
    public IReadOnlyList<TimeSpan> Percentiles(params IReadOnlyList<double> percents)
    {
        var sorted = _samples.AsSpan(0, Count).ToArray();
        Array.Sort(sorted);
        return [.. percents.Select(percent => sorted.Length == 0 ? TimeSpan.Zero : sorted[Rank(percent, sorted.Length)])];
    }

    // Decimal, because 99.9 percent of 1,000 is a little more than 999 in binary.
    private static int Rank(double percent, int count) => Math.Clamp((int)decimal.Ceiling((decimal)percent * count / 100) - 1, 0, count - 1);
}
