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

    internal Housekeeping(IBookstoreStore store, GroupCommit commit, IOptions<BookstoreOptions> options, TimeProvider time, ILogger<Housekeeping> logger)
    {
        _store = store;
        _commit = commit;
        _options = options.Value;
        _time = time;
        _logger = logger;
    }

    /// <summary>Sweeps and purges what is due now, once.</summary>
    /// <param name="cancellationToken">Stops between two pages.</param>
    /// <returns>How many reservations were released and keys removed.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var now = _time.GetUtcNow();
        return await SweepReservationsAsync(now, cancellationToken).ConfigureAwait(false) + await PurgeKeysAsync(now, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.RunAsync(nameof(Housekeeping), RunOnceAsync, _options.PollInterval, _time, _logger, stoppingToken);

    private async Task<int> SweepReservationsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var swept = 0;
        while (true)
        {
            var expired = await _store.ListExpiredReservationsAsync(now, PageSize, cancellationToken).ConfigureAwait(false);
            var releases = new Task<Reservation?>[expired.Count];
            for (var i = 0; i < releases.Length; i++)
            {
                releases[i] = _commit.SubmitAsync(new ReleaseReservation(expired[i], now, now), cancellationToken);
            }

            foreach (var reservation in await Task.WhenAll(releases).ConfigureAwait(false))
            {
                swept += reservation?.Status == ReservationStatus.Expired ? 1 : 0;
            }

            if (expired.Count < PageSize)
            {
                return swept;
            }
        }
    }

    private async Task<int> PurgeKeysAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var purged = 0;
        IdempotencyRecord? last = null;
        while (true)
        {
            var old = await _store.ListKeysAsync(now - _options.IdempotencyRetention, last, PageSize, cancellationToken).ConfigureAwait(false);
            var removals = new Task<bool>[old.Count];
            for (var i = 0; i < removals.Length; i++)
            {
                removals[i] = _commit.SubmitAsync(new PurgeKey(old[i]), cancellationToken);
            }

            foreach (var removed in await Task.WhenAll(removals).ConfigureAwait(false))
            {
                purged += removed ? 1 : 0;
            }

            if (old.Count < PageSize)
            {
                return purged;
            }

            last = old[^1];
        }
    }
}
