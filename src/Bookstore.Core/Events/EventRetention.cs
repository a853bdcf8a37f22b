using Bookstore.Storage;

namespace Bookstore;

/// <summary>Keeps the feed: removes events after their time, slice by slice, and gives positions to those whose host ended before it could.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class EventRetention
{
    // A bound for the harm of a mistake, far above what a shop writes between two rounds.
    private const int MaxSlicesPerRound = 10_000;

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;

    public EventRetention(WorkContext context, GroupCommit commit)
    {
        (_context, _commit) = (context, commit);
        Rounds =
        [
            new WorkRound(nameof(Housekeeping), "events", context.Options.HousekeepingInterval, RemoveAsync),
            new WorkRound(nameof(Housekeeping), "event-positions", context.Options.PollInterval, NumberAsync),
        ];
    }

    /// <summary>The rounds.</summary>
    public IReadOnlyList<WorkRound> Rounds { get; }

    // Not counted: a caller who waits until nothing is left to do need not wait for it.
    private async Task<int> RemoveAsync(CancellationToken cancellationToken)
    {
        for (var slice = 0; slice < MaxSlicesPerRound; slice++)
        {
            if (await _context.Clock.ReadSteadyAsync(_context.LeaseOf(_context.Options.GatewayTimeout), cancellationToken).ConfigureAwait(false) is not { } now
                || await _context.Store.FindEventsBeforeAsync(now.Minus(_context.Options.Events.Retention), RemoveEvents.MaxEvents, cancellationToken).ConfigureAwait(false) is not { } through)
            {
                break;
            }

            await _commit.SubmitAsync(new RemoveEvents(through), cancellationToken).ConfigureAwait(false);
        }

        return 0;
    }

    private async Task<int> NumberAsync(CancellationToken cancellationToken)
    {
        await _context.Store.NumberEventsAsync(cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
