using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>Finds where an endpoint continues in the feed.</summary>
internal sealed class ReplayStart(IBookstoreStore store)
{
    // The clocks of hosts differ, so times do not ascend with positions to the second.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

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
        while (first < last)
        {
            var middle = first + ((last - first) / 2);
            var slice = await store.ReadEventsAsync(middle, 1, cancellationToken).ConfigureAwait(false);
            if (slice.Events.Count == 0 || slice.Events[0].OccurredAt >= since)
            {
                last = middle;
            }
            else
            {
                first = slice.Events[0].Position;
            }
        }

        return first;
    }
}
