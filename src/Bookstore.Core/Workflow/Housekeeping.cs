using Bookstore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Releases reservations of carts that have expired, and removes idempotency keys after their time.</summary>
/// <remarks>A hosted service; without a host call <see cref="RunOnceAsync"/>. Thread-safe.</remarks>
public sealed class Housekeeping : BackgroundService
{
    private const int PageSize = 200;

    // The keys of orders that stay unsettled are kept, and need not be walked every round.
    private static readonly TimeSpan FullWalkEvery = TimeSpan.FromHours(1);

    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly BookstoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RoundItems _items;
    private KeyWalk? _walk;

    internal Housekeeping(IBookstoreStore store, GroupCommit commit, IOptions<BookstoreOptions> options, TimeProvider time, ILogger<Housekeeping> logger)
    {
        _store = store;
        _commit = commit;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _items = new RoundItems(nameof(Housekeeping), PageSize, _options.PollInterval, time, logger);
    }

    /// <summary>Sweeps and purges what is due now, once. An item that fails is logged and left alone for a while; the others go on.</summary>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>How many reservations were released and keys removed.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        _walk = null;
        return RunRoundAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !_options.BackgroundWork ? Task.CompletedTask :
        Rounds.RunAsync(nameof(Housekeeping), RunRoundAsync, _options.PollInterval, _time, _logger, stoppingToken);

    /// <summary>A round of the background work: as <see cref="RunOnceAsync"/>, but the keys begin where the last round ended, for up to an hour.</summary>
    internal async Task<int> RunRoundAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var swept = SweepReservationsAsync(now, cancellationToken);

        // Two kinds of work: a failure of the one does not keep the other waiting.
        await ((Task)swept).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var purged = await PurgeKeysAsync(now, cancellationToken).ConfigureAwait(false);
        return purged + await swept.ConfigureAwait(false);
    }

    private async Task<int> SweepReservationsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var swept = 0;
        while (true)
        {
            var expired = await _store.ListExpiredReservationsAsync(now, PageSize, cancellationToken).ConfigureAwait(false);
            var page = await _items.ForEachAsync(expired, static reservation => reservation.Id, ReleaseAsync, cancellationToken).ConfigureAwait(false);
            swept += page.Done;
            if (expired.Count < PageSize || page.Tried == 0)
            {
                return swept;
            }
        }

        async ValueTask<bool> ReleaseAsync(Reservation reservation)
        {
            var released = await _commit.SubmitAsync(new ReleaseReservation(reservation, now, now), cancellationToken).ConfigureAwait(false);
            return released?.Status == ReservationStatus.Expired;
        }
    }

    private async Task<int> PurgeKeysAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var purged = 0;
        var walk = _walk is { } before && _time.GetElapsedTime(before.BeganAt) < FullWalkEvery ? before : new KeyWalk(_time.GetTimestamp(), null);
        while (true)
        {
            var old = await _store.ListKeysAsync(now.Minus(_options.IdempotencyRetention), walk.Last, PageSize, cancellationToken).ConfigureAwait(false);

            // A key is a client's own text and is not logged; its fingerprint tells it apart.
            var page = await _items.ForEachAsync(old, static key => key.Fingerprint, PurgeAsync, cancellationToken).ConfigureAwait(false);
            purged += page.Done;
            walk = old.Count == 0 ? walk : walk with { Last = old[^1] };
            _walk = walk;
            if (old.Count < PageSize)
            {
                return purged;
            }
        }

        async ValueTask<bool> PurgeAsync(IdempotencyRecord key) => await _commit.SubmitAsync(new PurgeKey(key), cancellationToken).ConfigureAwait(false);
    }

    private sealed record KeyWalk(long BeganAt, IdempotencyRecord? Last);
}
