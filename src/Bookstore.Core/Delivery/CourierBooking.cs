using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Makes the calls that are owed to couriers: bookings and cancellations, each tried again until it is answered.</summary>
/// <remarks>A hosted service; without a host call <see cref="RunOnceAsync"/>. Thread-safe.</remarks>
public sealed class CourierBooking : BackgroundService
{
    private const int PageSize = 200;
    private const int Concurrency = 16;
    private const int MaxTrackingNumberLength = 100;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, ICourier> _couriers = new(StringComparer.Ordinal);
    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly BookstoreOptions _options;
    private readonly StoreClock _clock;
    private readonly ILogger _logger;
    private readonly DueRound _round;
    private readonly Bulkhead _bulkhead;

    internal CourierBooking(
        IBookstoreStore store, GroupCommit commit, IEnumerable<ICourier> couriers, IOptions<BookstoreOptions> options, StoreClock clock, ILogger<CourierBooking> logger)
    {
        _store = store;
        _commit = commit;
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        var items = new RoundItems(nameof(CourierBooking), Concurrency, _options.PollInterval, clock.Time, logger);
        _round = new DueRound(clock, _options.AuthorizeTimeout + _options.RecoveryGrace, PageSize, items);
        _bulkhead = new Bulkhead(isInline: _options.WritePath.ContinuesInline);
        foreach (var courier in couriers)
        {
            // The built-in one gives way to the shop's own of the same name, whichever was registered first.
            var name = Require.Text(courier.Name, 1, Delivery.MaxCourierLength, "ICourier.Name");
            if (courier is not LocalCourier || !_couriers.ContainsKey(name))
            {
                _couriers[name] = courier;
            }
        }
    }

    /// <summary>Makes every call that is due now, once. A delivery that fails is logged and left alone for a while; the others go on.</summary>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>How many calls were answered.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken = default) => _round.RunAsync(
        (now, limit) => _store.ListDueDeliveriesAsync(now, limit, cancellationToken),
        static record => record.Delivery.Id,
        (record, _) => CallAsync(record),
        cancellationToken);

    internal bool Knows(string courier) => _couriers.ContainsKey(courier);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => !_options.BackgroundWork ? Task.CompletedTask :
        Rounds.RunAsync(nameof(CourierBooking), RunOnceAsync, _options.PollInterval, _clock.Time, _logger, stoppingToken);

    private async ValueTask<ItemOutcome> CallAsync(DeliveryRecord record)
    {
        var (answer, trackingNumber) = await AskAsync(record).ConfigureAwait(false);
        var now = await _clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var callAgainAt = now.Store.Plus(Backoff.After(record.Attempts, _options.PollInterval));
        var operation = new RecordCourierAnswer(record, answer, trackingNumber, now, callAgainAt);
        await _commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false);
        return answer == CourierAnswer.None ? ItemOutcome.Postponed : ItemOutcome.Done;
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever a courier throws, it is called again.")]
    private async ValueTask<(CourierAnswer Answer, string? TrackingNumber)> AskAsync(DeliveryRecord record)
    {
        var delivery = record.Delivery;
        try
        {
            using var timeout = new CancellationTokenSource(CallTimeout, _clock.Time);
            if (!_couriers.TryGetValue(delivery.Courier, out var courier))
            {
                throw new BookstoreException($"No courier named '{delivery.Courier}' is registered any more. Register it, or cancel the delivery.");
            }

            if (record.Owed == OwedCourierCall.Cancel)
            {
                await _bulkhead.CallAsync((courier, delivery.Id), CancelAsync, timeout.Token).ConfigureAwait(false);
                return (CourierAnswer.CalledOff, null);
            }

            var trackingNumber = await _bulkhead.CallAsync((courier, delivery), static (to, stop) => to.courier.BookAsync(to.delivery, stop), timeout.Token).ConfigureAwait(false);
            return Judge(delivery, trackingNumber);
        }
        catch (Exception exception)
        {
            Log.CourierNotAnswering(_logger, delivery.Courier, delivery.Id, record.Attempts + 1, exception);
            return (CourierAnswer.None, null);
        }
    }

    private static async ValueTask<bool> CancelAsync((ICourier Courier, Guid DeliveryId) to, CancellationToken stop)
    {
        await to.Courier.CancelAsync(to.DeliveryId, stop).ConfigureAwait(false);
        return true;
    }

    private (CourierAnswer Answer, string? TrackingNumber) Judge(Delivery delivery, string? trackingNumber)
    {
        if (trackingNumber is null)
        {
            Log.CourierRefused(_logger, delivery.Courier, delivery.Id);
            return (CourierAnswer.Refused, null);
        }

        Require.Text(trackingNumber, 1, MaxTrackingNumberLength);
        return (CourierAnswer.Booked, trackingNumber);
    }
}
