using Bookstore.Storage;

namespace Bookstore;

/// <summary>The newest events of the feed, read once for all consumers of a host whose position is its end or shortly before it. Thread-safe.</summary>
/// <remarks>Those that are further behind read the store themselves, each at its own position.</remarks>
/// <param name="store">The store.</param>
/// <param name="time">Measures how old what is kept is.</param>
internal sealed class NewestEvents(IEventReads store, TimeProvider time)
{
    private const int SliceSize = 1_000;

    // A few megabytes: an event holds ids, amounts and states.
    private const int MostKept = 2_000;

    // A database that was restored since has other events at these positions: reading it tells.
    private static readonly TimeSpan LongestKept = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly List<BookstoreEvent> _kept = [];
    private (long After, Task<EventSlice> Slice)? _reading;
    private long _from;
    private long _through;
    private long _removed;
    private long _last;
    private long _readAt;

    /// <summary>Reads the events of the next positions, see <see cref="IEventReads.ReadEventsAsync"/>. At the end of the feed it may share a read that has begun before.</summary>
    public async ValueTask<EventSlice> ReadAsync(long? after, int limit, CancellationToken cancellationToken)
    {
        Task<EventSlice>? shared = null;
        lock (_lock)
        {
            if (after is { } position)
            {
                if (IsKept(position))
                {
                    return Cut(position, limit, new EventSlice(_kept, _through, _removed, _last));
                }

                if (MayShare(position))
                {
                    _reading ??= (position, Task.Run(() => ReadNextAsync(position), CancellationToken.None));
                    shared = _reading.Value.Slice;
                }
            }
        }

        if (shared is null)
        {
            return await store.ReadEventsAsync(after, limit, cancellationToken).ConfigureAwait(false);
        }

        var slice = await shared.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Cut(after!.Value, limit, slice);
    }

    private static EventSlice Cut(long after, int limit, EventSlice slice)
    {
        BookstoreEvent[] found = [.. slice.Events.SkipWhile(happened => happened.Position <= after).Take(limit)];
        return slice with { Events = found, Next = found.Length == limit ? found[^1].Position : slice.Next };
    }

    private bool IsKept(long position) => position >= _from && position < _through && time.GetElapsedTime(_readAt) < LongestKept;

    // With one reader at a time. What is further behind must not take its place.
    private bool MayShare(long position) => _reading is { } reading ? reading.After == position : position >= _through;

    private async Task<EventSlice> ReadNextAsync(long after)
    {
        EventSlice? slice = null;
        try
        {
            return slice = await store.ReadEventsAsync(after, SliceSize, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                _reading = null;
                Keep(after, slice);
            }
        }
    }

    private void Keep(long after, EventSlice? slice)
    {
        if (slice is null || slice.Last < after || after < slice.Removed)
        {
            _kept.Clear();
            (_from, _through) = (0, 0);
            return;
        }

        if (after != _through)
        {
            _kept.Clear();
            _from = after;
        }

        _kept.AddRange(slice.Events);
        if (_kept.Count - MostKept is > 0 and var over)
        {
            _from = _kept[over - 1].Position;
            _kept.RemoveRange(0, over);
        }

        (_through, _removed, _last, _readAt) = (slice.Next, slice.Removed, slice.Last, time.GetTimestamp());
    }
}
