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

    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly BookstoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RoundItems _items;

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
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        var swept = SweepReservationsAsync(now, cancellationToken);

        // Two kinds of work: a failure of the one does not keep the other waiting.
        await ((Task)swept).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var purged = await PurgeKeysAsync(now, cancellationToken).ConfigureAwait(false);
        return purged + await swept.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !_options.BackgroundWork ? Task.CompletedTask :
        Rounds.RunAsync(nameof(Housekeeping), RunOnceAsync, _options.PollInterval, _time, _logger, stoppingToken);

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
        IdempotencyRecord? last = null;
        while (true)
        {
            var old = await _store.ListKeysAsync(now.Minus(_options.IdempotencyRetention), last, PageSize, cancellationToken).ConfigureAwait(false);

            // A key is a client's own text and is not logged; its fingerprint tells it apart.
            var page = await _items.ForEachAsync(old, static key => key.Fingerprint, PurgeAsync, cancellationToken).ConfigureAwait(false);
            purged += page.Done;
            if (old.Count < PageSize)
            {
                return purged;
            }

            last = old[^1];
        }

        async ValueTask<bool> PurgeAsync(IdempotencyRecord key) => await _commit.SubmitAsync(new PurgeKey(key), cancellationToken).ConfigureAwait(false);
    }
}
