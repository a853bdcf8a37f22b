namespace Bookstore;

/// <summary>The time by which one kind of purge may remove records. It advances no faster than this host's monotonic clock, so a store's clock that jumps ahead removes nothing before its time. Thread-safe.</summary>
/// <remarks>
/// While the store's time is ahead of what this host saw pass, the horizon stays behind it. Once that has been so, unchanged, for as long as records are kept, all that was written before the jump
/// is old enough by any clock, and the horizon follows the store's time. A store's time that goes back is followed at once: records are only kept longer by that.
/// </remarks>
/// <param name="context">The store and the clocks.</param>
/// <param name="keptFor">For how long the records are kept.</param>
internal sealed class PurgeHorizon(WorkContext context, TimeSpan keptFor)
{
    // Two clocks that are right differ that much between two rounds.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    // A host's own clock and that of a database server agree this well where both are set by a time server.
    private static readonly TimeSpan FirstTolerance = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private (DateTimeOffset Time, long At)? _seen;
    private (TimeSpan By, long Since)? _ahead;

    /// <summary>The time by which records may be removed now.</summary>
    /// <param name="now">The store's time.</param>
    /// <returns>A time that is not after <paramref name="now"/>.</returns>
    public DateTimeOffset Advance(DateTimeOffset now)
    {
        var time = context.Clock.Time;
        lock (_lock)
        {
            var timestamp = time.GetTimestamp();
            var (seen, at) = _seen ??= (FirstTime(now), timestamp);
            var passed = time.GetElapsedTime(at, timestamp);
            var horizon = seen.Plus(passed);
            var ahead = now - horizon;
            if (ahead <= Drift(passed))
            {
                return Follow(now, timestamp);
            }

            if (_ahead is not { } known || (ahead - known.By).Duration() > Drift(time.GetElapsedTime(known.Since, timestamp)))
            {
                _ahead = known = (ahead, timestamp);
            }

            return time.GetElapsedTime(known.Since, timestamp) < keptFor ? horizon : Follow(now, timestamp);
        }
    }

    private static TimeSpan Drift(TimeSpan passed) => Tolerance + (passed / 1_000);

    // Nothing has been seen to pass yet. A database server's clock may have been set ahead before this host started; then the host's own clock says so.
    private DateTimeOffset FirstTime(DateTimeOffset now)
    {
        var own = context.Clock.Time.GetUtcNow();
        return context.Store.HasOwnClock && now - own > FirstTolerance ? own : now;
    }

    private DateTimeOffset Follow(DateTimeOffset now, long timestamp)
    {
        (_seen, _ahead) = ((now, timestamp), null);
        return now;
    }
}
