using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>A consumer of the feed, which dies now and then in the middle of a page, and has at the end exactly what was committed.</summary>
internal sealed class Consumer(Simulation simulation, ulong seed)
{
    // Draws of its own, so that the shop's run does not depend on it.
    private readonly Random _random = new((int)seed);
    private readonly Dictionary<Guid, BookstoreEvent> _dealtWith = [];
    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);
    private long _position;
    private Guid _greatest;

    /// <summary>Reads a page now and then, while the shop sells.</summary>
    public void OnCommit()
    {
        if (_random.Next(4) == 0)
        {
            ReadPage(_random.Next(1, 20), mayDie: true);
        }
    }

    /// <summary>Reads to the end, and compares.</summary>
    public void Check()
    {
        while (ReadPage(1_000, mayDie: false))
        {
        }

        var committed = Read(0, int.MaxValue / 2).Events;
        foreach (var missed in committed.Where(happened => !_dealtWith.ContainsKey(happened.Id)))
        {
            simulation.Violate($"the consumer of the feed has missed {missed}");
        }

        if (_dealtWith.Count > committed.Count)
        {
            simulation.Violate("the consumer of the feed has events that were not committed");
        }

        foreach (var order in simulation.Records.Orders())
        {
            var last = committed.Where(happened => happened.Resource == $"orders/{order.Id}").Select(happened => happened.Sequence).LastOrDefault();
            if (last != order.Version)
            {
                simulation.Violate($"the feed ends at {last} for order {order.Id}, which has version {order.Version}");
            }
        }
    }

    private EventSlice Read(long after, int limit) => simulation.Database.Committed.ReadEventsAsync(after, limit, default).Result;

    private bool ReadPage(int limit, bool mayDie)
    {
        var slice = Read(_position, limit);
        var events = slice.Events;
        if (simulation.Bug is { ReadsByIds: true })
        {
            events = [.. Read(0, int.MaxValue / 2).Events.Where(happened => happened.Id > _greatest).OrderBy(happened => happened.Id).Take(limit)];
        }

        if (simulation.Bug is { StoresPositionFirst: true })
        {
            _position = slice.Next;
        }

        foreach (var happened in events)
        {
            if (mayDie && _random.Next(20) == 0)
            {
                return true;
            }

            DealWith(happened);
            _greatest = happened.Id;
        }

        _position = slice.Next;
        return events.Count > 0;
    }

    private void DealWith(BookstoreEvent happened)
    {
        // Once more after it died; new ones come in order.
        if (!_dealtWith.TryAdd(happened.Id, happened))
        {
            return;
        }

        var newest = _newest.GetValueOrDefault(happened.Resource);
        if (happened.Sequence != newest + 1)
        {
            simulation.Violate($"the consumer of the feed got {happened} after {newest}");
        }

        _newest[happened.Resource] = happened.Sequence;
    }
}
