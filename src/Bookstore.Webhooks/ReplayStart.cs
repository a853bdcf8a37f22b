using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Finds where an endpoint continues in the feed.</summary>
internal sealed class ReplayStart(IBookstoreStore store)
{
    // The clocks of hosts differ, so times do not ascend with positions to the second.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    // A host may be off by far more. One page has the events of all hosts that write at that time, and one of them that is recent enough is enough.
    private const int PageSize = 200;
    private const int MostPagesBack = 1_000;

    /// <summary>The position behind which the endpoint continues.</summary>
    /// <exception cref="ArgumentException">Not exactly one of the two is given.</exception>
    /// <exception cref="InvalidCursorException">The position was not given out by this feed.</exception>
    /// <exception cref="EventCursorExpiredException">Events behind the position were removed already.</exception>
    public async ValueTask<long> FindAsync(WebhookReplay from, CancellationToken cancellationToken)
    {
        if (from.After is null == from.Since is null)
        {
            throw new ArgumentException("Give exactly one of After and Since.", nameof(from));
        }

        var end = await store.ReadEventsAsync(null, 1, cancellationToken).ConfigureAwait(false);
        if (from.Since is { } since)
        {
            return await SearchAsync(since.Minus(Margin), end.Removed, end.Last, cancellationToken).ConfigureAwait(false);
        }

        var after = from.After!.Value;
        return after < 0 || after > end.Last ? throw new InvalidCursorException("The position is not one of this feed.")
            : after < end.Removed ? throw new EventCursorExpiredException(after, end.Removed)
            : after;
    }

    private async ValueTask<long> SearchAsync(DateTimeOffset since, long first, long last, CancellationToken cancellationToken)
    {
        var (oldest, end) = (first, last);
        while (first < last)
        {
            var middle = first + ((last - first) / 2);
            var slice = await store.ReadEventsAsync(middle, PageSize, cancellationToken).ConfigureAwait(false);
            if (slice.Events.Count == 0 || slice.Events.Any(happened => happened.OccurredAt >= since))
            {
                last = middle;
            }
            else
            {
                first = slice.Events[^1].Position;
            }
        }

        first = await FirstSinceAsync(since, Math.Min(first, end), PageSize, cancellationToken).ConfigureAwait(false) ?? first;

        // Where the search has met a time that was behind, there are events before it which are wanted as well.
        for (var page = 0; page < MostPagesBack && first > oldest; page++)
        {
            var start = Math.Max(oldest, first - PageSize);
            if (await FirstSinceAsync(since, start, (int)(first - start), cancellationToken).ConfigureAwait(false) is not { } earlier)
            {
                break;
            }

            first = earlier;
        }

        return first;
    }

    private async ValueTask<long?> FirstSinceAsync(DateTimeOffset since, long after, int limit, CancellationToken cancellationToken)
    {
        var slice = await store.ReadEventsAsync(after, limit, cancellationToken).ConfigureAwait(false);
        return slice.Events.FirstOrDefault(happened => happened.OccurredAt >= since) is { } found ? found.Position - 1 : null;
    }
}
