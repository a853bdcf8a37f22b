using System.Runtime.InteropServices;

namespace Bookstore.Webhooks;

/// <summary>The tries of one endpoint that this host has made and not stored yet. Thread-safe.</summary>
/// <param name="time">Measures how long ago something was known or stored, independent of the system clock.</param>
/// <remarks>A delivery that succeeds writes nothing: tries are stored together, now and then. A host that dies loses those of its last seconds from the list, and nothing else.</remarks>
internal sealed class TryLog(TimeProvider time)
{
    public const int MaxTries = 100;

    // Longer ago, another host may have made tries since.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    // How often tries are stored at most: what failed is looked for, what succeeded hardly.
    private static readonly TimeSpan StoreFailuresEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StoreSuccessesEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<TryBody> _waiting = new();
    private FailureRun? _failing;
    private long? _knownAt;
    private long? _storedAt;
    private long _changes;
    private long _changesStored;
    private bool _isUrgent;

    /// <summary>Whether the failures before have to be read from the store first.</summary>
    public bool IsOld
    {
        get
        {
            lock (_lock)
            {
                return IsOldNow;
            }
        }
    }

    private bool IsOldNow => _knownAt is not { } at || time.GetElapsedTime(at) > MaxAge;

    /// <summary>Whether there is something to store, and it is time for that.</summary>
    public bool IsDue(bool all)
    {
        lock (_lock)
        {
            return _waiting.Count > 0 && (all || _storedAt is not { } at || time.GetElapsedTime(at) >= (_isUrgent ? StoreFailuresEvery : StoreSuccessesEvery));
        }
    }

    /// <summary>Takes what the store knows, unless a try was added meanwhile, which knows better.</summary>
    public void Know(FailureRun? failing)
    {
        lock (_lock)
        {
            (_failing, _knownAt) = IsOldNow ? (failing, time.GetTimestamp()) : (_failing, _knownAt);
        }
    }

    /// <summary>Adds a try of the feed.</summary>
    /// <param name="made">The try.</param>
    /// <param name="now">The store's time.</param>
    /// <param name="enabledAt">Since when the endpoint is enabled.</param>
    /// <returns>The failures since the last success; <see langword="null"/> after a success.</returns>
    public FailureRun? Add(TryBody made, DateTimeOffset now, DateTimeOffset enabledAt)
    {
        lock (_lock)
        {
            _isUrgent |= !made.IsSuccess || _failing is not null;
            _failing = made.IsSuccess ? null : FailureRun.After(_failing, now, enabledAt);
            _knownAt = time.GetTimestamp();
            _changes++;
            Enqueue(made);
            return _failing;
        }
    }

    /// <summary>Adds a try that says nothing of the endpoint's health: a person asked for it, or what was before it cannot be read.</summary>
    public void AddApart(TryBody made)
    {
        lock (_lock)
        {
            _isUrgent |= !made.IsSuccess;
            Enqueue(made);
        }
    }

    /// <summary>What waits to be stored.</summary>
    public TryLogChanges Peek()
    {
        lock (_lock)
        {
            return new TryLogChanges([.. _waiting], _changes > _changesStored, _failing, _changes);
        }
    }

    /// <summary>Takes out what was stored.</summary>
    public void Stored(TryLogChanges stored)
    {
        lock (_lock)
        {
            while (_waiting.Count > 0 && stored.Tries.Contains(_waiting.Peek(), ReferenceEqualityComparer.Instance))
            {
                _waiting.Dequeue();
            }

            (_storedAt, _changesStored) = (time.GetTimestamp(), Math.Max(_changesStored, stored.Number));
            _isUrgent = _waiting.Any(static made => !made.IsSuccess);
        }
    }

    private void Enqueue(TryBody made)
    {
        _waiting.Enqueue(made);
        if (_waiting.Count > MaxTries)
        {
            _waiting.Dequeue();
        }
    }
}

/// <summary>Tries that are not stored yet, and what they say of the endpoint's health.</summary>
/// <param name="Tries">The tries, oldest first.</param>
/// <param name="SaysHealth">Whether some of them are of the feed. Else what is stored of the failures stays: another host knows better.</param>
/// <param name="Failing">The failures since the last success.</param>
/// <param name="Number">How many tries of the feed there were.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TryLogChanges(IReadOnlyList<TryBody> Tries, bool SaysHealth, FailureRun? Failing, long Number);
