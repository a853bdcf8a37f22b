namespace Bookstore.Webhooks;

/// <summary>The tries of one endpoint that this host has made and not stored yet. Thread-safe.</summary>
/// <remarks>A delivery that succeeds writes nothing: tries are stored together, now and then. A host that dies loses those of its last seconds from the list, and nothing else.</remarks>
internal sealed class TryLog
{
    public const int MaxTries = 100;

    // Longer ago, another host may have made tries since.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<TryBody> _waiting = new();
    private DateTimeOffset? _failingSince;
    private DateTimeOffset _knownAt = DateTimeOffset.MinValue;

    /// <summary>When the last tries were stored.</summary>
    public DateTimeOffset StoredAt { get; private set; } = DateTimeOffset.MinValue;

    public bool HasWaiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count > 0;
            }
        }
    }

    /// <summary>Whether since when tries fail has to be read from the store first.</summary>
    public bool IsOld(DateTimeOffset now)
    {
        lock (_lock)
        {
            return now - _knownAt > MaxAge;
        }
    }

    /// <summary>Takes what the store knows, unless a try was added meanwhile, which knows better.</summary>
    public void Know(DateTimeOffset? failingSince, DateTimeOffset now)
    {
        lock (_lock)
        {
            (_failingSince, _knownAt) = now - _knownAt > MaxAge ? (failingSince, now) : (_failingSince, _knownAt);
        }
    }

    /// <summary>Adds a try of the feed.</summary>
    /// <returns>Since when every try has failed; <see langword="null"/> after a success.</returns>
    public DateTimeOffset? Add(TryBody made)
    {
        lock (_lock)
        {
            _failingSince = made.IsSuccess ? null : _failingSince ?? made.At;
            _knownAt = made.At > _knownAt ? made.At : _knownAt;
            Enqueue(made);
            return _failingSince;
        }
    }

    /// <summary>Adds a try that a person asked for. It says nothing of the endpoint's health.</summary>
    public void AddByHand(TryBody made)
    {
        lock (_lock)
        {
            Enqueue(made);
        }
    }

    /// <summary>The tries that wait, oldest first.</summary>
    public (IReadOnlyList<TryBody> Tries, DateTimeOffset? FailingSince) Peek()
    {
        lock (_lock)
        {
            return ([.. _waiting], _failingSince);
        }
    }

    /// <summary>Takes out what was stored.</summary>
    public void Stored(IReadOnlyList<TryBody> tries, DateTimeOffset now)
    {
        lock (_lock)
        {
            while (_waiting.Count > 0 && tries.Contains(_waiting.Peek(), ReferenceEqualityComparer.Instance))
            {
                _waiting.Dequeue();
            }

            StoredAt = now;
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
