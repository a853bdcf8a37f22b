using System.Diagnostics.CodeAnalysis;

namespace Bookstore;

/// <summary>The resources whose next event can be tried. New events are tried in the order of the feed, so that few come again when the host ends; those that were parked take turns with them.</summary>
internal sealed class ConsumerLine
{
    private readonly Queue<ConsumerLane> _due = new();
    private readonly PriorityQueue<ConsumerLane, long> _new = new();
    private bool _isDueNext;

    public int Count => _due.Count + _new.Count;

    public void Add(ConsumerLane lane)
    {
        if (lane.Due.Count > 0)
        {
            _due.Enqueue(lane);
        }
        else
        {
            _new.Enqueue(lane, lane.Slots.Peek().Event.Position);
        }
    }

    public bool TryTake([NotNullWhen(true)] out ConsumerLane? lane)
    {
        _isDueNext = _new.Count == 0 || (!_isDueNext && _due.Count > 0);
        return _isDueNext ? _due.TryDequeue(out lane) : _new.TryDequeue(out lane, out _);
    }
}
