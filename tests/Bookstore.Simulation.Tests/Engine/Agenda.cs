namespace Bookstore.Simulation;

/// <summary>All that can happen next. The seed picks one thing at a time, and whoever waited for it goes on at once, on the same thread.</summary>
internal sealed class Agenda(Clock clock, Chance chance)
{
    private readonly List<AgendaItem> _items = [];
    private readonly List<int> _ready = [];

    public int Count => _items.Count;

    /// <summary>Puts something on the agenda.</summary>
    /// <param name="host">The host to which it happens; <see langword="null"/> for the world outside.</param>
    /// <param name="what">A name for the trace.</param>
    /// <param name="happen">Makes it happen.</param>
    /// <param name="isReady">Whether it can happen now; always, when not given.</param>
    /// <param name="delay">After how much time it can happen at the earliest.</param>
    public void Add(Host? host, string what, Action happen, Func<bool>? isReady = null, TimeSpan delay = default) =>
        _items.Add(new AgendaItem(host, what, happen, isReady, clock.Now + delay));

    /// <summary>Takes one of the things that can happen now.</summary>
    public AgendaItem? Take()
    {
        _ready.Clear();
        for (var i = 0; i < _items.Count; i++)
        {
            var item = _items[i];
            if (item.NotBefore <= clock.Now && item.Host is not { IsAwake: false } && item.IsReady?.Invoke() != false)
            {
                _ready.Add(i);
            }
        }

        if (_ready.Count == 0)
        {
            return null;
        }

        var index = _ready[chance.Below(_ready.Count)];
        var taken = _items[index];
        _items.RemoveAt(index);
        return taken;
    }

    /// <summary>When the next thing can happen that cannot happen yet for its time.</summary>
    public DateTimeOffset? NextTime()
    {
        DateTimeOffset? next = null;
        foreach (var item in _items)
        {
            if (item.NotBefore > clock.Now && item.Host is not { IsAwake: false } && !(next <= item.NotBefore))
            {
                next = item.NotBefore;
            }
        }

        return next;
    }

    /// <summary>A dead host waits for nothing any more.</summary>
    public void Forget(Host host) => _items.RemoveAll(item => item.Host == host);
}

/// <summary>One thing that can happen.</summary>
internal sealed record AgendaItem(Host? Host, string What, Action Happen, Func<bool>? IsReady, DateTimeOffset NotBefore);
