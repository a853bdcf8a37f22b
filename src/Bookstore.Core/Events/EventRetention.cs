using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Keeps the feed: removes events after their time, slice by slice, and gives positions to those whose host ended before it could.</summary>
/// <remarks>Slices are committed beside the write path: no customer waits for a lock of the beginning of the feed. Thread-safe.</remarks>
internal sealed class EventRetention
{
    // A bound for the harm of a mistake, far above what a shop writes between two rounds.
    private const int MaxSlicesPerRound = 10_000;

    private static readonly TimeSpan LockWait = TimeSpan.FromSeconds(1);

    private readonly WorkContext _context;
    private readonly ILogger _logger;
    private readonly PurgeHorizon _horizon;

    public EventRetention(WorkContext context, ILogger logger)
    {
        (_context, _logger) = (context, logger);
        _horizon = new PurgeHorizon(context, context.Options.Events.Retention);
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
        var committer = new UnitCommitter(_context.Store, _context.Options.WritePath, _context.Clock, new EventSignal(isEnabled: false), _logger, cancellationToken);
        for (var slice = 0; slice < MaxSlicesPerRound; slice++)
        {
            if (await _context.Clock.ReadSteadyAsync(_context.LeaseOf(_context.Options.GatewayTimeout), cancellationToken).ConfigureAwait(false) is not { } now
                || await _context.Store.FindEventsBeforeAsync(_horizon.Advance(now).Minus(_context.Options.Events.Retention), now, RemoveEvents.MaxEvents, cancellationToken).ConfigureAwait(false) is not { } through)
            {
                break;
            }

            if (await committer.TryCommitAsync([new RemoveEvents(through)], LockWait).ConfigureAwait(false) is { } obstacle)
            {
                throw obstacle is StoreConflictException
                    ? new BookstoreStoreException("Another transaction has the beginning of the feed locked. Its events are removed in a later round.", obstacle) { IsTransient = true }
                    : obstacle;
            }
        }

        return 0;
    }

    private async Task<int> NumberAsync(CancellationToken cancellationToken)
    {
        await _context.Store.NumberEventsAsync(cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
