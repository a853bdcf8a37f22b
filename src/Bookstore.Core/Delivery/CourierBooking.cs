using Bookstore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Makes the pending calls to couriers: bookings and cancellations, each repeated until its outcome is known.</summary>
/// <remarks>
/// It touches only deliveries of couriers that this host has. Each courier has rounds and a limit of
/// its own: one that is slow, throws or blocks delays no other. Thread-safe.
/// </remarks>
internal sealed class CourierBooking : BackgroundService
{
    private readonly Dictionary<string, CourierQueue> _queues = new(StringComparer.Ordinal);
    private readonly UnservedCouriers _unserved;
    private readonly BookstoreOptions _options;
    private readonly StoreClock _clock;
    private readonly ILogger _logger;
    private readonly SharedRounds _shared;

    internal CourierBooking(
        IBookstoreStore store, GroupCommit commit, IEnumerable<ICourier> couriers, HostIdentity host, IOptions<BookstoreOptions> options, StoreClock clock, ILogger<CourierBooking> logger)
    {
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _shared = new SharedRounds(store, host, clock.Time, logger);
        foreach (var courier in ByName(couriers))
        {
            _queues[courier.Key] = new CourierQueue(courier.Key, courier.Value, store, commit, host, _options, clock, logger);
        }

        _unserved = new UnservedCouriers(Knows, store, CourierQueue.LeaseOf(_options), _options.ShopName, clock, logger);
    }

    /// <summary>Makes every call that is due now to the couriers of this host, once. A delivery that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>How many calls were answered.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        var rounds = _queues.Values.Select(queue => queue.RunOnceAsync(cancellationToken)).ToArray();
        var answered = await Task.WhenAll(rounds).ConfigureAwait(false);
        await _unserved.LookAsync(cancellationToken).ConfigureAwait(false);
        return answered.Sum();
    }

    /// <summary>Counts the deliveries whose call is due now and whose courier this host does not have. Another host may have it.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>One entry for each such courier, by name.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public async Task<IReadOnlyList<CourierBacklog>> CountUnservedAsync(CancellationToken cancellationToken = default) =>
        await _unserved.CountAsync(await _clock.NowAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    internal bool Knows(string courier) => _queues.ContainsKey(courier);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !_options.BackgroundWork ? Task.CompletedTask : Task.WhenAll(
        Task.WhenAll(_queues.Select(queue => _shared.RunAsync(nameof(CourierBooking), queue.Key, queue.Value.RunOnceAsync, _options.PollInterval, stoppingToken))),
        PeriodicWork.RunAsync(nameof(CourierBooking), _unserved.LookAsync, _options.PollInterval, _clock.Time, _logger, stoppingToken));

    // The built-in one gives way to the shop's own of the same name, whichever was registered first.
    private static Dictionary<string, ICourier> ByName(IEnumerable<ICourier> couriers)
    {
        var byName = new Dictionary<string, ICourier>(StringComparer.Ordinal);
        foreach (var courier in couriers)
        {
            var name = Require.Text(courier.Name, 1, Delivery.MaxCourierLength, "ICourier.Name");
            var known = byName.GetValueOrDefault(name);
            if (known is null or LocalCourier)
            {
                byName[name] = courier;
            }
            else if (courier is not LocalCourier)
            {
                throw new InvalidOperationException($"Two couriers have the name '{name}'. Register it once, or give one of them another name.");
            }
        }

        return byName;
    }
}
