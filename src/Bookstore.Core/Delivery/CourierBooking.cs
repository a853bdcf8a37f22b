using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Makes the pending calls to couriers: bookings and cancellations, each repeated until its outcome is known.</summary>
/// <remarks>
/// It touches only deliveries of couriers that this host has. Each courier has rounds and a limit of
/// its own: one that is slow, throws or blocks delays no other. Thread-safe.
/// </remarks>
internal sealed class CourierBooking
{
    private readonly Dictionary<string, CourierQueue> _queues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ICourier> _notifying = new(StringComparer.Ordinal);
    private readonly UnservedWork<CourierBacklog> _unserved;
    private readonly WorkContext _context;

    public CourierBooking(WorkContext context, GroupCommit commit, IEnumerable<ICourier> couriers, ILogger<CourierBooking> logger)
    {
        _context = context;
        foreach (var (name, courier) in ByName(couriers))
        {
            _queues[name] = new CourierQueue(name, courier, context, commit, logger);
            if (_queues[name].Notifies)
            {
                _notifying.Add(name, courier);
            }
        }

        _unserved = new UnservedWork<CourierBacklog>(
            ListUnservedAsync,
            static backlog => backlog.Courier,
            backlog => Log.CourierNotServed(logger, backlog.Courier, backlog.Deliveries, backlog.DueSince),
            (courier, backlog) => context.Metrics.CountUnservedDeliveries(courier, backlog?.Deliveries ?? 0),
            context.LeaseOf(GuardedCourier.Timeout),
            context.Clock);
        Rounds =
        [
            .. _queues.Values.Select(static queue => queue.Round),
            new WorkRound(nameof(CourierBooking), null, context.Options.PollInterval, _unserved.LookAsync) { IsShared = false },
        ];
    }

    /// <summary>The couriers of this host that send notifications, by name.</summary>
    public IReadOnlyDictionary<string, ICourier> Notifying => _notifying;

    /// <summary>The rounds of all couriers, and the watch for couriers that no host has.</summary>
    public IReadOnlyList<WorkRound> Rounds { get; }

    /// <summary>Makes every call that is due now to the couriers of this host, once. A delivery that fails is logged and retried later; the others continue.</summary>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>How many calls were answered.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken = default) => WorkRound.RunAllOnceAsync(Rounds, cancellationToken);

    /// <summary>Counts the deliveries whose call is due now and whose courier this host does not have. Another host may have it.</summary>
    public Task<IReadOnlyList<CourierBacklog>> CountUnservedAsync(CancellationToken cancellationToken = default) => _unserved.CountAsync(cancellationToken);

    /// <summary>Whether this host has a courier.</summary>
    public bool Knows(string courier) => _queues.ContainsKey(courier);

    /// <summary>Whether this host has a courier that sends notifications.</summary>
    public bool Notifies(string courier) => _notifying.ContainsKey(courier);

    /// <summary>Asks a delivery's courier where it is.</summary>
    /// <returns>What it says; unknown where it did not answer, or this host does not have it.</returns>
    public ValueTask<TrackingResult> TrackAsync(Delivery delivery) =>
        _queues.TryGetValue(delivery.Courier, out var queue) ? queue.TrackAsync(delivery) : ValueTask.FromResult(TrackingResult.Unknown);

    private async Task<IReadOnlyList<CourierBacklog>> ListUnservedAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var backlogs = await _context.Store.CountDueDeliveriesAsync(dueAt, cancellationToken).ConfigureAwait(false);
        return [.. backlogs.Where(backlog => !Knows(backlog.Courier))];
    }

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
