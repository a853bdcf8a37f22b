namespace Bookstore;

/// <summary>The items of one background work that failed, each with a growing pause before it is tried again. In memory and bounded. Thread-safe.</summary>
internal sealed class Setbacks(TimeSpan firstPause, TimeProvider time)
{
    /// <summary>The most items that are remembered. Beyond it an item that fails is tried again in the next round.</summary>
    public const int MaxItems = 10_000;

    private readonly Dictionary<Guid, Setback> _items = [];
    private readonly Lock _lock = new();

    /// <summary>Whether an item failed within its back-off and has not changed since. An item that a person retries has changed, so it is tried in the next round.</summary>
    public bool MustWait(RoundItem item)
    {
        lock (_lock)
        {
            return _items.TryGetValue(item.Id, out var setback) && setback.Fence >= item.Fence && IsRunning(setback);
        }
    }

    /// <summary>Notes that an item failed.</summary>
    /// <returns>How often it failed in a row, and for how long it is left alone.</returns>
    public (int Failures, TimeSpan Pause) Add(RoundItem item)
    {
        lock (_lock)
        {
            var failures = _items.TryGetValue(item.Id, out var known) ? known.Failures + 1 : 1;
            var pause = Backoff.After(failures - 1, firstPause);
            if (known.Failures > 0 || HasRoom())
            {
                _items[item.Id] = new Setback(failures, item.Fence, time.GetTimestamp(), pause);
            }

            return (failures, pause);
        }
    }

    /// <summary>Forgets an item that was dealt with.</summary>
    public void Remove(Guid id)
    {
        lock (_lock)
        {
            _items.Remove(id);
        }
    }

    private bool HasRoom()
    {
        if (_items.Count < MaxItems)
        {
            return true;
        }

        foreach (var (id, setback) in _items)
        {
            if (!IsRunning(setback))
            {
                _items.Remove(id);
            }
        }

        return _items.Count < MaxItems;
    }

    private bool IsRunning(in Setback setback) => time.GetElapsedTime(setback.Since) < setback.Pause;

    private readonly record struct Setback(int Failures, int Fence, long Since, TimeSpan Pause);
}
