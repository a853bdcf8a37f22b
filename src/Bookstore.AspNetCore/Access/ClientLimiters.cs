using System.Collections.Concurrent;

namespace Bookstore.AspNetCore;

/// <summary>The limiter of each client. Tokens can bring any number of names, so idle limiters make room; beyond the capacity clients share one. Thread-safe.</summary>
internal sealed class ClientLimiters(TimeProvider timeProvider, int capacity = ClientLimiters.DefaultCapacity)
{
    private const int DefaultCapacity = 10_000;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ClientLimiter> _byName = new(StringComparer.Ordinal);
    private readonly ClientLimiter _shared = new(timeProvider);
    private long _nextSweep = long.MinValue;

    public ClientLimiter Of(string name)
    {
        if (_byName.TryGetValue(name, out var limiter))
        {
            return limiter;
        }

        if (_byName.Count >= capacity && !TrySweep())
        {
            return _shared;
        }

        return _byName.GetOrAdd(name, static (_, time) => new ClientLimiter(time), timeProvider);
    }

    private bool TrySweep()
    {
        var now = timeProvider.GetTimestamp();
        var due = Volatile.Read(ref _nextSweep);
        var next = now + (long)(SweepInterval.TotalSeconds * timeProvider.TimestampFrequency);
        if (now < due || Interlocked.CompareExchange(ref _nextSweep, next, due) != due)
        {
            return false;
        }

        foreach (var (name, limiter) in _byName)
        {
            if (limiter.IsIdle)
            {
                _byName.TryRemove(name, out _);
            }
        }

        return _byName.Count < capacity;
    }
}
