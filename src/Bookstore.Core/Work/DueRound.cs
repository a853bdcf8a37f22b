using Bookstore.Storage;

namespace Bookstore;

/// <summary>One round over what is due by the store's time, page by page. The round has one time, deals with each item once, and continues behind those that fail.</summary>
/// <param name="clock">The store's time.</param>
/// <param name="steadyFor">For how long the store's time must have gone as time does: as long as a lease.</param>
/// <param name="pageSize">How many items are listed at a time.</param>
/// <param name="items">Deals with the items of a page.</param>
/// <param name="limit">The most items that a round finishes or postpones.</param>
internal sealed class DueRound(StoreClock clock, TimeSpan steadyFor, int pageSize, RoundItems items, int limit = int.MaxValue)
{
    /// <summary>Deals with each item that is due now, once.</summary>
    /// <param name="list">Lists what is due at a time, up to a number of items.</param>
    /// <param name="idOf">An item's id.</param>
    /// <param name="act">Deals with one item that was due at the time of the round.</param>
    /// <param name="cancellationToken">Stops between two items.</param>
    /// <returns>How many items were finished.</returns>
    public async Task<int> RunAsync<T>(
        Func<DateTimeOffset, int, ValueTask<IReadOnlyList<T>>> list, Func<T, Guid> idOf, Func<T, DateTimeOffset, ValueTask<ItemOutcome>> act, CancellationToken cancellationToken)
    {
        var done = 0;
        var passed = new PassedItems();
        if (await clock.ReadSteadyAsync(steadyFor, cancellationToken).ConfigureAwait(false) is not { } now)
        {
            return done;
        }

        for (var left = limit; left > 0;)
        {
            // What was passed over is still due, and listed in front of the rest.
            var size = Math.Min(pageSize, left) + passed.Count;
            var listed = await list(now, size).ConfigureAwait(false);
            var due = passed.Without(listed, idOf);

            // Read again: another process may have committed what is listed by an earlier time, and its commit tells that time.
            if (due.Count == 0 || await clock.ReadSteadyAsync(steadyFor, cancellationToken).ConfigureAwait(false) is null)
            {
                return done;
            }

            var page = await items.ForEachAsync(due, idOf, item => act(item, now), cancellationToken, passed).ConfigureAwait(false);
            done += page.Done;
            left -= page.Moved;
            if (listed.Count < size || passed.IsFull)
            {
                return done;
            }
        }

        return done;
    }
}
