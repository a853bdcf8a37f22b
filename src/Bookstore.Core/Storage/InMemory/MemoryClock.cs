using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The time of a store in memory: the clock of its first host started it, and it advances as its hosts and its own monotonic clock saw time pass. Thread-safe.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class MemoryClock(TimeProvider? time)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _now;
    private long _timestamp;

    public DateTimeOffset Read(HostTime host)
    {
        lock (_lock)
        {
            return GoOn(host.Expected) ?? (_now = host.Clock).Value;
        }
    }

    /// <summary>Advances to a time that a host committed with, if it is later.</summary>
    public void Advance(DateTimeOffset until)
    {
        lock (_lock)
        {
            GoOn(until);
        }
    }

    private DateTimeOffset? GoOn(DateTimeOffset? until)
    {
        var timestamp = time?.GetTimestamp() ?? 0;
        if (_now is { } now && time is not null)
        {
            var passed = time.GetElapsedTime(_timestamp, timestamp);
            _now = DateTimeOffset.MaxValue - now > passed ? now + passed : DateTimeOffset.MaxValue;
        }

        _timestamp = timestamp;
        if (until > (_now ?? DateTimeOffset.MinValue))
        {
            _now = until;
        }

        return _now;
    }
}
