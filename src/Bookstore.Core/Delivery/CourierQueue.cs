using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The calls to one courier: its rounds, and a limit of its own. A courier that is slow delays its own deliveries alone.</summary>
internal sealed class CourierQueue
{
    private const int PageSize = 200;
    private const int Concurrency = 16;

    private readonly string _name;
    private readonly GuardedCourier _courier;
    private readonly IBookstoreStore _store;
    private readonly GroupCommit _commit;
    private readonly HostIdentity _host;
    private readonly TimeSpan _lease;
    private readonly TimeSpan _firstPause;
    private readonly StoreClock _clock;
    private readonly ILogger _logger;
    private readonly CallSlots _slots;
    private readonly DueRound _round;

    public CourierQueue(
        string name, ICourier courier, IBookstoreStore store, GroupCommit commit, HostIdentity host, BookstoreOptions options, StoreClock clock, ILogger logger)
    {
        _name = name;
        _courier = new GuardedCourier(courier, new Bulkhead(isInline: courier is LocalCourier || options.WritePath.ContinuesInline), clock.Time, logger);
        _store = store;
        _commit = commit;
        _host = host;
        _lease = LeaseOf(options);
        _firstPause = options.PollInterval;
        _clock = clock;
        _logger = logger;
        _slots = new CallSlots(Concurrency, options.WritePath.ContinuesInline);
        _round = new DueRound(clock, _lease, PageSize, new RoundItems(nameof(CourierBooking), Concurrency, options.PollInterval, clock.Time, logger));
    }

    /// <summary>How long a host is left alone with a delivery: longer than a call to the courier may last.</summary>
    public static TimeSpan LeaseOf(BookstoreOptions options) => GuardedCourier.Timeout + options.RecoveryGrace;

    /// <summary>Makes every call that is due now, once.</summary>
    /// <returns>How many calls were answered.</returns>
    public Task<int> RunOnceAsync(CancellationToken cancellationToken) => _round.RunAsync(
        (now, limit) => _store.ListDueDeliveriesAsync(_name, now, limit, cancellationToken),
        static record => record.Delivery.Id,
        (record, now) => TakeAndCallAsync(record, now, cancellationToken),
        cancellationToken);

    private async ValueTask<ItemOutcome> TakeAndCallAsync(DeliveryRecord listed, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        // Not taken before it can be called: the lease is little longer than one call.
        var slot = await _slots.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var taken = await TakeAsync(listed, dueAt).ConfigureAwait(false);
            return taken.Delivery is { } delivery ? await CallAsync(delivery, taken.BookingUntil).ConfigureAwait(false) : ItemOutcome.Untouched;
        }
        finally
        {
            _slots.Leave(slot);
        }
    }

    private async ValueTask<TakeDeliveryResult> TakeAsync(DeliveryRecord listed, DateTimeOffset dueAt)
    {
        var window = listed.PendingCall == CourierCall.Book ? await _courier.ReadLateBookingWindowAsync(listed.Delivery).ConfigureAwait(false) : TimeSpan.Zero;
        var until = (await _clock.NowAsync(CancellationToken.None).ConfigureAwait(false)).Plus(_lease);
        var lease = new OrderLease(listed.Delivery.OrderId, _host.Id, dueAt, until);
        return await _commit.SubmitAsync(new AcquireDeliveryLease(listed, lease, until.Plus(window)), CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<ItemOutcome> CallAsync(DeliveryRecord taken, DateTimeOffset? earlierBookingUntil)
    {
        // A host that slept past its lease makes no call any more: another one may be making it.
        var before = await _clock.NowAsync(CancellationToken.None).ConfigureAwait(false);
        if (before.Plus(GuardedCourier.Timeout) >= taken.DueAt)
        {
            return ItemOutcome.Postponed;
        }

        var answer = await _courier.CallAsync(taken).ConfigureAwait(false);
        var now = await _clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var callAgainAt = now.Store.Plus(Backoff.After(taken.Attempts, _firstPause));
        var operation = new RecordCourierResult(taken, answer, earlierBookingUntil, before, now, callAgainAt);
        var recorded = await _commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false);
        if (recorded.IsAnswered && answer.Kind == CourierResultKind.Refused)
        {
            ReportRefusal(taken, answer.Code);
        }

        return answer.Kind == CourierResultKind.Unknown ? ItemOutcome.Postponed : ItemOutcome.Done;
    }

    private void ReportRefusal(DeliveryRecord called, string? code)
    {
        var delivery = called.Delivery;
        if (called.PendingCall == CourierCall.Book)
        {
            Log.CourierRefused(_logger, delivery.Courier, delivery.Id, delivery.OrderId, code);
        }
        else
        {
            Log.CourierRefusedCancellation(_logger, delivery.Courier, delivery.Id, delivery.OrderId, code);
        }
    }
}
