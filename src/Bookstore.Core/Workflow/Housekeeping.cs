using Bookstore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Releases reservations of carts that have expired, and removes idempotency keys after their time.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Housekeeping : BackgroundService
{
    private const int PageSize = 200;

    // A bound for the harm of a mistake, far above what a shop claims between two rounds.
    private const int MaxKeysPerRound = 50_000;

    // The keys of orders that stay unsettled are kept, and need not be walked every round.
    private static readonly TimeSpan FullWalkEvery = TimeSpan.FromHours(1);

    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly BookstoreOptions _options;
    private readonly StoreClock _clock;
    private readonly TimeSpan _steadyFor;
    private readonly RoundItems _items;
    private readonly DueRound _sweep;
    private readonly SharedRounds _shared;
    private KeyWalk? _walk;

    internal Housekeeping(IBookstoreStore store, GroupCommit commit, HostIdentity host, IOptions<BookstoreOptions> options, StoreClock clock, ILogger<Housekeeping> logger)
    {
        _store = store;
        _commit = commit;
        _options = options.Value;
        _clock = clock;
        _steadyFor = _options.GatewayTimeout + _options.RecoveryGrace;
        _shared = new SharedRounds(store, host, clock.Time, logger);
        _items = new RoundItems(nameof(Housekeeping), PageSize, _options.PollInterval, clock.Time, logger);
        _sweep = new DueRound(clock, _steadyFor, PageSize, _items);
    }

    /// <summary>Sweeps and purges what is due now, once. An item that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>How many reservations were released and keys removed.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        _walk = null;
        var swept = SweepReservationsAsync(cancellationToken);

        // Two kinds of work: a failure of the one does not keep the other waiting.
        await ((Task)swept).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var purged = await PurgeKeysAsync(cancellationToken).ConfigureAwait(false);
        return purged + await swept.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !_options.BackgroundWork ? Task.CompletedTask : Task.WhenAll(
        _shared.RunAsync(nameof(Housekeeping), "carts", SweepReservationsAsync, _options.PollInterval, stoppingToken),
        _shared.RunAsync(nameof(Housekeeping), "keys", PurgeAllKeysAsync, _options.HousekeepingInterval, stoppingToken));

    /// <summary>Removes keys, beginning where the last call ended, for up to an hour.</summary>
    internal async Task<int> PurgeKeysAsync(CancellationToken cancellationToken)
    {
        var purged = 0;
        if (await _clock.ReadSteadyAsync(_steadyFor, cancellationToken).ConfigureAwait(false) is not { } now)
        {
            return purged;
        }

        var walk = _walk is { } before && _clock.Time.GetElapsedTime(before.BeganAt) < FullWalkEvery ? before : new KeyWalk(_clock.Time.GetTimestamp(), null);
        while (purged < MaxKeysPerRound)
        {
            var old = await _store.ListExpiredKeysAsync(now.Minus(_options.IdempotencyRetention), walk.Last, PageSize, cancellationToken).ConfigureAwait(false);
            if (old.Count > 0 && await _clock.ReadSteadyAsync(_steadyFor, cancellationToken).ConfigureAwait(false) is null)
            {
                return purged;
            }

            // A key is a client's own text and is not logged; its fingerprint tells it apart.
            var page = await _items.ForEachAsync(old, static expired => expired.Key.Fingerprint, PurgeAsync, cancellationToken).ConfigureAwait(false);
            purged += page.Done;
            walk = old.Count == 0 ? walk : walk with { Last = old[^1].Key };
            _walk = walk;
            if (old.Count < PageSize)
            {
                return purged;
            }
        }

        return purged;

        // What is needed still is neither locked nor written.
        async ValueTask<ItemOutcome> PurgeAsync(ExpiredKey expired) =>
            !IsNeeded(expired) && await _commit.SubmitAsync(new PurgeKey(expired.Key), cancellationToken).ConfigureAwait(false) ? ItemOutcome.Done : ItemOutcome.Untouched;
    }

    private Task<int> SweepReservationsAsync(CancellationToken cancellationToken) => _sweep.RunAsync(
        (now, limit) => _store.ListExpiredReservationsAsync(now, limit, cancellationToken),
        static reservation => reservation.Id,
        async (reservation, now) =>
        {
            var operation = new ReleaseReservation(reservation, now, _clock.Time.GetUtcNow());
            var released = await _commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
            return released?.Status switch
            {
                ReservationStatus.Expired => ItemOutcome.Done,
                ReservationStatus.Held => ItemOutcome.Untouched,
                _ => ItemOutcome.Postponed,
            };
        },
        cancellationToken);

    // Many keys of one time, such as after a rush, are removed in portions.
    private async Task PurgeAllKeysAsync(CancellationToken cancellationToken)
    {
        while (await PurgeKeysAsync(cancellationToken).ConfigureAwait(false) >= MaxKeysPerRound)
        {
            await Task.Delay(_options.PollInterval, _clock.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // The key of an order that is unsettled still finds that order.
    private static bool IsNeeded(ExpiredKey expired) => expired.HasWork && string.Equals(expired.Key.Id.Operation, OrderWorkflow.KeyOperation, StringComparison.Ordinal);

    private sealed record KeyWalk(long BeganAt, IdempotencyRecord? Last);
}
