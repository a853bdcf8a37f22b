namespace Bookstore;

/// <summary>How much longer than its call a lease is. Thread-safe.</summary>
/// <remarks>
/// A lease begins before the commit that acquires it. On a host whose commits take longer than the grace, every lease would be over before its call, and nothing would ever be
/// called. So a lease that came too late makes later ones longer, up to ten times the grace or a minute, and those that come in time shorten them again.
/// </remarks>
/// <param name="grace">The shortest margin, <see cref="BookstoreOptions.RecoveryGrace"/>.</param>
internal sealed class LeaseMargin(TimeSpan grace)
{
    private readonly TimeSpan _longest = 10 * grace > TimeSpan.FromMinutes(1) ? 10 * grace : TimeSpan.FromMinutes(1);
    private long _ticks = grace.Ticks;

    /// <summary>The margin of a lease that begins now.</summary>
    public TimeSpan Current => new(Volatile.Read(ref _ticks));

    /// <summary>Notes how long it took to acquire a lease that left no time for its call.</summary>
    public void TooLate(TimeSpan acquiring) => Set(acquiring < _longest / 2 ? 2 * acquiring : _longest);

    /// <summary>Notes how long it took to acquire a lease in time.</summary>
    public void InTime(TimeSpan acquiring)
    {
        if (Current > grace && acquiring < Current / 4)
        {
            Set(Current / 2);
        }
    }

    private void Set(TimeSpan margin) => Volatile.Write(ref _ticks, Math.Max(margin.Ticks, grace.Ticks));
}
