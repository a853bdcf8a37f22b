using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The feed of events, in the blocks in which they were staged, by the position of the first.</summary>
/// <remarks>Not thread-safe: <see cref="InMemoryStore"/> locks.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class EventTable
{
    private readonly List<Block> _blocks = [];
    private long _removed;

    public long Last { get; private set; }

    public void Write(StagedEvents staged, DateTimeOffset committedAt)
    {
        foreach (var (count, body) in staged.Blocks)
        {
            _blocks.Add(new Block(Last + 1, Last + count, committedAt, body.ToArray()));
            Last += count;
        }

        if (staged.RemovedThrough is { } through && through > _removed)
        {
            _removed = Math.Min(through, Last);
            _blocks.RemoveRange(0, Count(upTo: _removed));
        }
    }

    public EventSlice Read(long? asked, int limit)
    {
        var after = asked ?? _removed;
        if (after < _removed || after >= Last)
        {
            return new EventSlice([], after, _removed, Last);
        }

        var until = Math.Min(Last, after + limit);
        var events = new List<BookstoreEvent>((int)(until - after));
        for (var i = Count(upTo: after); i < _blocks.Count && _blocks[i].First <= until; i++)
        {
            EventBlock.Decode(_blocks[i].Body, _blocks[i].First, after, until, events);
        }

        return new EventSlice(events, until, _removed, Last);
    }

    public long? FindBefore(DateTimeOffset committedBefore, DateTimeOffset now, int limit)
    {
        // What was committed at a time that has not come yet is as old as the next one.
        var old = default(long?);
        for (var i = 0; i < _blocks.Count && (old ?? _removed) - _removed < limit; i++)
        {
            if (_blocks[i].CommittedAt >= committedBefore && _blocks[i].CommittedAt < now)
            {
                break;
            }

            old = _blocks[i].CommittedAt < committedBefore ? Math.Min(_blocks[i].Last, _removed + limit) : old;
        }

        return old;
    }

    // How many blocks end at a position or before it.
    private int Count(long upTo)
    {
        var (low, high) = (0, _blocks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _blocks[middle].Last <= upTo ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private readonly record struct Block(long First, long Last, DateTimeOffset CommittedAt, byte[] Body);
}
