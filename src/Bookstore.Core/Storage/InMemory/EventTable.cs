using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The feed of events, each at its position.</summary>
/// <remarks>Not thread-safe: <see cref="InMemoryStore"/> locks.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class EventTable
{
    private readonly List<(BookstoreEvent Event, DateTimeOffset CommittedAt)> _events = [];
    private long _removed;

    public long Last => _removed + _events.Count;

    public void Write(StagedEvents staged, DateTimeOffset committedAt)
    {
        for (var i = 0; i < staged.Appended.Count; i++)
        {
            var happened = staged.Appended[i];
            _events.Add((
                new BookstoreEvent
                {
                    Id = happened.Id,
                    Position = Last + 1,
                    Type = happened.Type,
                    Resource = happened.Resource,
                    Sequence = happened.Sequence,
                    OccurredAt = happened.OccurredAt.ToUniversalTime(),
                    Data = happened.Data,
                },
                committedAt));
        }

        if (staged.RemovedThrough is { } through && through > _removed)
        {
            var count = (int)Math.Min(through - _removed, _events.Count);
            _events.RemoveRange(0, count);
            _removed += count;
        }
    }

    public EventSlice Read(long? asked, int limit)
    {
        var after = asked ?? _removed;
        if (after < _removed || after >= Last)
        {
            return new EventSlice([], after, _removed, Last);
        }

        var count = (int)Math.Min(limit, Last - after);
        var events = new BookstoreEvent[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = _events[(int)(after - _removed) + i].Event;
        }

        return new EventSlice(events, after + count, _removed, Last);
    }

    public long? FindBefore(DateTimeOffset committedBefore, DateTimeOffset now, int limit)
    {
        // What was committed at a time that has not come yet is as old as the next one.
        var old = 0;
        for (var i = 0; i < _events.Count && old < limit; i++)
        {
            var committedAt = _events[i].CommittedAt;
            if (committedAt >= committedBefore && committedAt < now)
            {
                break;
            }

            old = committedAt < committedBefore ? Math.Min(i + 1, limit) : old;
        }

        return old == 0 ? null : _removed + old;
    }
}
