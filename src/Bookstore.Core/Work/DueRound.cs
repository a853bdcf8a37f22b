using Bookstore.Storage;

namespace Bookstore;

/// <summary>Rounds over what is due by the store's time, page by page. A round has one time, deals with each item once, and continues behind those that fail.</summary>
/// <remarks>
/// A round passes over <see cref="MostPassed"/> items at most: those that fail, that another host has, or that cannot be read. With more of them the next round continues
/// where this one ended, and begins anew behind the last item. So every due item is reached, and a round reads a bounded number of bad ones.
/// </remarks>
/// <param name="clock">The store's time.</param>
/// <param name="steadyFor">For how long the store's time must have gone as time does: as long as a lease.</param>
/// <param name="pageSize">How many items are listed at a time.</param>
/// <param name="items">Deals with the items of a page.</param>
/// <param name="limit">The most items that a round finishes or postpones.</param>
internal sealed class DueRound(StoreClock clock, Func<TimeSpan> steadyFor, int pageSize, RoundItems items, int limit = int.MaxValue)
{
    /// <summary>After so many items that were neither finished nor postponed a round ends.</summary>
    public const int MostPassed = 2_000;

    // Where the last round ended before its list did. Rounds at a time only repeat each other's work.
    private volatile Place? _place;

    /// <summary>Deals with each item that is due now, once, or with as many as one round may.</summary>
    /// <param name="list">Lists what is due at a time, behind a position, up to a number of items.</param>
    /// <param name="itemOf">An item's id and fence.</param>
    /// <param name="act">Deals with one item that was due at the time of the round.</param>
    /// <param name="waits">Whether to wait for the items. Otherwise the round ends when each was begun, and slow ones stay in progress.</param>
    /// <param name="cancellationToken">Stops between two items.</param>
    /// <returns>How many items were finished.</returns>
    public async Task<int> RunAsync<T>(
        Func<DateTimeOffset, DuePosition?, int, ValueTask<KeysetPage<T, DuePosition>>> list,
        Func<T, RoundItem> itemOf,
        Func<T, RoundItem, DateTimeOffset, ValueTask<ItemOutcome>> act,
        bool waits,
        CancellationToken cancellationToken)
    {
        var (done, passed, left) = (0, 0, limit);
        if (await clock.ReadSteadyAsync(steadyFor(), cancellationToken).ConfigureAwait(false) is not { } now)
        {
            return done;
        }

        var after = _place?.After;
        do
        {
            var size = Math.Min(pageSize, left);
            var due = await list(now, after, size).ConfigureAwait(false);

            // Read again: another process may have committed what is listed by an earlier time, and its commit tells that time.
            if (due.Items.Count > 0 && await clock.ReadSteadyAsync(steadyFor(), cancellationToken).ConfigureAwait(false) is null)
            {
                return done;
            }

            var page = await items.ForEachAsync(due.Items, itemOf, (listed, item) => act(listed, item, now), waits, cancellationToken).ConfigureAwait(false);
            done += page.Done;
            left -= page.Moved;

            // Of a page that is not full the rest could not be read.
            passed += (due.Next is null ? due.Items.Count : size) - page.Moved;
            after = due.Next;
        }
        while (after is not null && left > 0 && passed < MostPassed);

        _place = after is { } ended && passed >= MostPassed ? new Place(ended) : null;
        return done;
    }

    private sealed record Place(DuePosition After);
}
