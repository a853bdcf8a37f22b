namespace Bookstore.AspNetCore;

/// <summary>Counts what one client has in progress, and how fast it comes. It outlives a change of the configuration.</summary>
internal sealed class ClientLimiter(TimeProvider timeProvider)
{
    private const int ItemsAtATime = 2_000;
    private const long PageMemory = 32 * 1_048_576;

    private static readonly TimeSpan RetryLater = TimeSpan.FromSeconds(1);

    private int _underWay;
    private int _streams;
    private long _nextFree = long.MinValue;

    /// <summary>What the pages of its lists together may take while they are sent, those of at most 64 KiB aside.</summary>
    public MemoryBudget Pages { get; } = new(PageMemory);

    /// <summary>How many items of its lists are read at a time.</summary>
    public PageTurns Turns { get; } = new(ItemsAtATime);

    public LogGate ForbiddenLog { get; } = new(timeProvider);

    public LogGate CustomerLimitLog { get; } = new(timeProvider);

    public LogGate ThrottledLog { get; } = new(timeProvider);

    /// <summary>Whether a new limiter would let the same requests in.</summary>
    public bool IsIdle => Volatile.Read(ref _underWay) == 0 && Volatile.Read(ref _nextFree) <= timeProvider.GetTimestamp();

    /// <summary>Lets a request in, which then must <see cref="Leave"/>; or says when to come again.</summary>
    public bool TryEnter(int maxConcurrent, int maxPerSecond, out TimeSpan retryAfter)
    {
        retryAfter = RetryLater;
        if (Interlocked.Increment(ref _underWay) <= maxConcurrent && (maxPerSecond == 0 || TryTake(maxPerSecond, out retryAfter)))
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Lets the request become a stream of events, which then must <see cref="LeaveStream"/>.</summary>
    public bool TryEnterStream(int maxStreams)
    {
        if (Interlocked.Increment(ref _streams) <= maxStreams)
        {
            return true;
        }

        LeaveStream();
        return false;
    }

    public void LeaveStream() => Interlocked.Decrement(ref _streams);

    public void Leave() => Interlocked.Decrement(ref _underWay);

    /// <summary>How many requests would be let in now, one after the other, and when the client has its whole share again.</summary>
    public (long Requests, TimeSpan ResetAfter) Left(int maxPerSecond)
    {
        var ahead = Math.Max(0, Volatile.Read(ref _nextFree) - timeProvider.GetTimestamp());
        var interval = IntervalOf(maxPerSecond);
        return (Math.Max(0, (timeProvider.TimestampFrequency - ahead) / interval), timeProvider.GetElapsedTime(0, ahead));
    }

    // The generic cell rate algorithm: each request moves the time at which the client has used up its share by one interval;
    // it may run ahead of the clock by one second, which is the burst.
    private bool TryTake(int maxPerSecond, out TimeSpan retryAfter)
    {
        var second = timeProvider.TimestampFrequency;
        var interval = IntervalOf(maxPerSecond);
        while (true)
        {
            var now = timeProvider.GetTimestamp();
            var seen = Volatile.Read(ref _nextFree);
            var next = Math.Max(seen, now) + interval;
            if (next - now > second)
            {
                retryAfter = timeProvider.GetElapsedTime(now, next - second);
                return false;
            }

            if (Interlocked.CompareExchange(ref _nextFree, next, seen) == seen)
            {
                retryAfter = TimeSpan.Zero;
                return true;
            }
        }
    }

    private long IntervalOf(int maxPerSecond) => Math.Max(1, timeProvider.TimestampFrequency / maxPerSecond);
}
