using System.Runtime.CompilerServices;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The feed, out of the store's positions.</summary>
/// <param name="read">Reads the events of the next positions, see <see cref="IEventReads.ReadEventsAsync"/>.</param>
/// <param name="tail">The end of the feed.</param>
internal sealed class EventFeed(Func<long?, int, CancellationToken, ValueTask<EventSlice>> read, EventTail tail) : IEventFeed
{
    // The positions of one read of the store, and of a page whose filter leaves most of them out.
    private const int SliceSize = 1_000;
    private const int MaxLookedAt = 10_000;

    private static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);

    public ValueTask<EventPage> ReadPageAsync(EventQuery query, CancellationToken cancellationToken = default)
    {
        Require.NotNull(query);
        return ReadPageAsync(Position(query.After), EventFilter.Of(Require.NotNull(query.Types)), Require.Limit(query.Limit), cancellationToken);
    }

    public IAsyncEnumerable<BookstoreEvent> ReadAsync(long? after = null, IReadOnlyList<string>? types = null, CancellationToken cancellationToken = default) =>
        FollowAsync(Position(after), EventFilter.Of(types), cancellationToken);

    public ValueTask<bool> WaitAsync(long after, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        if (timeout != Timeout.InfiniteTimeSpan && (timeout < TimeSpan.Zero || timeout > MaxWait))
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, $"The time-out must be zero to {MaxWait}, or infinite.");
        }

        return tail.WaitAsync(after, timeout, cancellationToken);
    }

    private static long? Position(long? after) => after < 0 ? throw new InvalidCursorException("The position is negative. Give one that the feed gave out, or none to begin with the oldest event.") : after;

    private async IAsyncEnumerable<BookstoreEvent> FollowAsync(long? after, EventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await ReadPageAsync(after, filter, SliceSize, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < page.Events.Count; i++)
            {
                yield return page.Events[i];
            }

            after = page.Next;
            cancellationToken.ThrowIfCancellationRequested();
            if (!page.HasMore)
            {
                await tail.WaitAsync(page.Next, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads a page, see <see cref="ReadPageAsync(EventQuery, CancellationToken)"/>.</summary>
    public async ValueTask<EventPage> ReadPageAsync(long? after, EventFilter filter, int limit, CancellationToken cancellationToken)
    {
        var found = new List<BookstoreEvent>();
        for (var lookedAt = 0; ; lookedAt += SliceSize)
        {
            var slice = await read(after, filter.IsAll ? limit : SliceSize, cancellationToken).ConfigureAwait(false);
            Check(after, slice);
            tail.Note(slice.Last);
            var next = Take(slice, filter, limit, found);
            if (found.Count >= limit || filter.IsAll || next >= slice.Last || lookedAt + SliceSize >= MaxLookedAt)
            {
                return new EventPage(found, next, next < slice.Last);
            }

            after = next;
        }
    }

    private static void Check(long? after, EventSlice slice)
    {
        if (after < slice.Removed)
        {
            throw new EventCursorExpiredException(after.Value, slice.Removed);
        }

        if (after > slice.Last)
        {
            throw new InvalidCursorException("The position is beyond the end of the feed: it is of another database, or of this one before it was restored from a backup. Fetch the current state, then read the feed without a position.");
        }
    }

    private static long Take(EventSlice slice, EventFilter filter, int limit, List<BookstoreEvent> found)
    {
        for (var i = 0; i < slice.Events.Count; i++)
        {
            if (!filter.Matches(slice.Events[i]))
            {
                continue;
            }

            found.Add(slice.Events[i]);
            if (found.Count == limit)
            {
                return slice.Events[i].Position;
            }
        }

        return slice.Next;
    }
}
