namespace Bookstore.AspNetCore;

/// <summary>Lets one line of a kind into the log in each interval, and counts those that it holds back. Thread-safe.</summary>
internal sealed class LogGate(TimeProvider timeProvider)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private long _nextAt = long.MinValue;
    private long _heldBack;

    /// <summary>Whether a line may be written now, and how many were held back since the last one.</summary>
    public bool TryOpen(out long heldBack)
    {
        var now = timeProvider.GetTimestamp();
        var nextAt = Volatile.Read(ref _nextAt);
        if (now >= nextAt && Interlocked.CompareExchange(ref _nextAt, now + (long)(Interval.TotalSeconds * timeProvider.TimestampFrequency), nextAt) == nextAt)
        {
            heldBack = Interlocked.Exchange(ref _heldBack, 0);
            return true;
        }

        Interlocked.Increment(ref _heldBack);
        heldBack = 0;
        return false;
    }
}
