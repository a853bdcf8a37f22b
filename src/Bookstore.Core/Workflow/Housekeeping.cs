using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Releases reservations of carts that have expired, and removes idempotency keys, documents and events after their time.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Housekeeping
{
    private const int PageSize = 200;

    // A bound for the harm of a mistake, far above what a shop claims between two rounds.
    private const int MaxKeysPerRound = 50_000;

    private const int MaxDocumentsPerRound = 1_000;

    // The keys of orders that stay unsettled are kept, and need not be walked every round.
    private static readonly TimeSpan FullWalkEvery = TimeSpan.FromHours(1);

    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly TimeSpan _steadyFor;
    private readonly RoundItems _items;
    private readonly DueRound _sweep;
    private readonly (DocumentKind Kind, DueRound Round)[] _removed;
    private readonly PurgeHorizon _keys;
    private readonly PurgeHorizon _documents;
    private readonly PurgeHorizon _carts;
    private KeyWalk? _walk;

    /// <summary>Makes the rounds.</summary>
    /// <param name="context">What all background work needs.</param>
    /// <param name="commit">The write path.</param>
    /// <param name="kinds">All kinds of documents of the shop.</param>
    /// <param name="logger">The log.</param>
    public Housekeeping(WorkContext context, GroupCommit commit, IEnumerable<DocumentKind> kinds, ILogger<Housekeeping> logger)
    {
        (_context, _commit) = (context, commit);
        var options = context.Options;
        _items = new RoundItems(nameof(Housekeeping), PageSize, options.PollInterval, context.Clock.Time, logger);
        _steadyFor = context.LeaseOf(options.GatewayTimeout);
        _keys = new PurgeHorizon(context, options.IdempotencyRetention);
        _documents = new PurgeHorizon(context, options.AuditRunRetention);
        _carts = new PurgeHorizon(context, HoldStockRequest.MaxDuration);
        _sweep = new DueRound(context.Clock, () => _steadyFor, PageSize, _items);
        _removed = [.. kinds.Where(static kind => kind.IsRemovedWhenDue).Select(kind => (kind, MakeRound()))];
        Rounds =
        [
            new WorkRound(nameof(Housekeeping), "carts", options.PollInterval, SweepReservationsAsync),
            new WorkRound(nameof(Housekeeping), "keys", options.HousekeepingInterval, PurgeAllKeysAsync),
            new WorkRound(nameof(Housekeeping), "documents", options.HousekeepingInterval, RemoveDocumentsAsync),
            .. new EventRetention(context, logger).Rounds,
        ];

        // Documents of different kinds may share an id, so the failures of each kind are remembered apart.
        DueRound MakeRound()
        {
            var items = new RoundItems(nameof(Housekeeping), PageSize, options.PollInterval, context.Clock.Time, logger);
            return new DueRound(context.Clock, () => _steadyFor, PageSize, items, MaxDocumentsPerRound);
        }
    }

    /// <summary>The rounds for carts, for keys, for documents and for events.</summary>
    public IReadOnlyList<WorkRound> Rounds { get; }

    /// <summary>Sweeps and purges what is due now, once. An item that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>How many reservations were released, and how many keys and documents removed.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        _walk = _walk is { IsCut: true } cut ? cut : null;
        return WorkRound.RunAllOnceAsync(Rounds, cancellationToken);
    }

    /// <summary>Removes keys, beginning where the last call ended, for up to an hour. It ends behind as many keys that cannot be removed as a <see cref="DueRound"/> passes over.</summary>
    internal async Task<int> PurgeKeysAsync(CancellationToken cancellationToken)
    {
        var (purged, passed) = (0, 0);
        if (await _context.Clock.ReadSteadyAsync(_steadyFor, cancellationToken).ConfigureAwait(false) is not { } now)
        {
            return purged;
        }

        var horizon = _keys.Advance(now);
        var walk = _walk is { } before && _context.Clock.Time.GetElapsedTime(before.BeganAt) < FullWalkEvery ? before : new KeyWalk(_context.Clock.Time.GetTimestamp(), null);
        while (purged < MaxKeysPerRound && passed < DueRound.MostPassed)
        {
            var old = await _context.Store.ListKeysWithOrdersAsync(horizon.Minus(_context.Options.IdempotencyRetention), walk.Last, PageSize, cancellationToken).ConfigureAwait(false);
            if (old.Count > 0 && await _context.Clock.ReadSteadyAsync(_steadyFor, cancellationToken).ConfigureAwait(false) is null)
            {
                return purged;
            }

            var page = await _items.ForEachAsync(old, static listed => new RoundItem(HashOf(listed.Key.Id)), PurgeAsync, waits: true, cancellationToken).ConfigureAwait(false);
            purged += page.Done;
            passed += old.Count(static listed => !IsNeeded(listed)) - page.Done;
            walk = old.Count == 0 ? walk : walk with { Last = old[^1].Key };
            _walk = walk with { IsCut = passed >= DueRound.MostPassed };
            if (old.Count < PageSize)
            {
                return purged;
            }
        }

        return purged;

        // What is needed still is neither locked nor written.
        async ValueTask<ItemOutcome> PurgeAsync(KeyWithOrder listed, RoundItem _) =>
            !IsNeeded(listed) && !await IsOfOpenRefundAsync(listed.Key, cancellationToken).ConfigureAwait(false) && await _commit.SubmitAsync(new PurgeKey(listed.Key), cancellationToken).ConfigureAwait(false) ? ItemOutcome.Done : ItemOutcome.Untouched;
    }

    private Task<int> SweepReservationsAsync(CancellationToken cancellationToken) => _sweep.RunAsync(
        (now, after, limit) => _context.Store.ListExpiredReservationsAsync(now, after, limit, cancellationToken),
        static reservation => new RoundItem(reservation.Id),
        async (reservation, _, now) =>
        {
            // A cart of before a jump of the store's clock has its time by what this host saw pass; one that was held since has it by that clock.
            var horizon = _carts.Advance(now);
            if (reservation.CreatedAt <= horizon && reservation.ExpiresAt > horizon)
            {
                return ItemOutcome.Untouched;
            }

            var operation = new ReleaseReservation(reservation, now, _context.Clock.Time.GetUtcNow());
            var released = await _commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
            return released?.Status switch
            {
                ReservationStatus.Expired => ItemOutcome.Done,
                ReservationStatus.Held => ItemOutcome.Untouched,
                _ => ItemOutcome.Postponed,
            };
        },
        waits: true,
        cancellationToken);

    // At most so many of each kind in a round: the rest waits for the next one.
    private async Task<int> RemoveDocumentsAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var (kind, round) in _removed)
        {
            removed += await RemoveDocumentsAsync(kind, round, cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    private Task<int> RemoveDocumentsAsync(DocumentKind kind, DueRound round, CancellationToken cancellationToken) => round.RunAsync(
        (now, after, limit) => _context.Store.ListDueDocumentsAsync(kind.Name, null, _documents.Advance(now), after, limit, cancellationToken),
        static document => new RoundItem(document.Id.Id),
        async (document, _, _) => await _commit.SubmitAsync(new RemoveDocument(document), cancellationToken).ConfigureAwait(false) ? ItemOutcome.Done : ItemOutcome.Untouched,
        waits: true,
        cancellationToken);

    // Many keys of one time, such as after a rush, are removed in portions.
    private async Task<int> PurgeAllKeysAsync(CancellationToken cancellationToken)
    {
        var all = 0;
        while (true)
        {
            var purged = await PurgeKeysAsync(cancellationToken).ConfigureAwait(false);
            all += purged;
            if (purged < MaxKeysPerRound)
            {
                return all;
            }

            await Task.Delay(_context.Options.PollInterval, _context.Clock.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // A key is a client's own text and is not logged. Its fingerprint is that of the request, which many keys may have in common.
    private static Guid HashOf(IdempotencyId key) => new Fingerprint().Add(key.Client).Add(key.Operation).Add(key.Key).Compute();

    // The key of an order that is unsettled still finds that order.
    private static bool IsNeeded(KeyWithOrder listed) => listed.HasWork && string.Equals(KeyClaim.KindOf(listed.Key), KeyClaim.Scope, StringComparison.Ordinal);

    // So is the key of a refund that is not made yet, or that a person may still have made: without it the same request would be another refund.
    private async ValueTask<bool> IsOfOpenRefundAsync(IdempotencyRecord key, CancellationToken cancellationToken)
    {
        if (!string.Equals(KeyClaim.KindOf(key), RefundService.KeyKind, StringComparison.Ordinal))
        {
            return false;
        }

        var document = await _context.Store.FindDocumentAsync(RefundDocuments.Kind.IdOf(key.ResourceId), cancellationToken).ConfigureAwait(false);
        return document is not null && (document.DueAt is not null || RefundDocuments.TryRead(document) is not { Refund.Attention: null });
    }

    /// <summary>A walk over the old keys.</summary>
    /// <param name="BeganAt">When it began, by the monotonic clock.</param>
    /// <param name="Last">The last key that was looked at.</param>
    /// <param name="IsCut">Whether it ended behind keys that cannot be removed, before the list did.</param>
    private sealed record KeyWalk(long BeganAt, IdempotencyRecord? Last, bool IsCut = false);
}
