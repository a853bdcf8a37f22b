using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The calls to one courier. A courier that is slow delays its own deliveries alone.</summary>
internal sealed class CourierQueue : IDurableWork<DeliveryRecord, AcquiredDelivery>
{
    private readonly WorkContext _context;
    private readonly GroupCommit _commit;
    private readonly GuardedCourier _courier;
    private readonly ILogger _logger;
    private readonly WorkDriver<DeliveryRecord, AcquiredDelivery> _driver;

    public CourierQueue(string name, ICourier courier, WorkContext context, GroupCommit commit, ILogger logger)
    {
        (_context, _commit, _logger) = (context, commit, logger);
        _courier = new GuardedCourier(courier, new Bulkhead(isInline: courier is LocalCourier || context.Options.WritePath.ContinuesInline), context.Clock.Time, logger);
        Notifies = courier is not LocalCourier && CourierNotifications.AreSentBy(courier);
        Kind = new WorkKind(nameof(CourierBooking), name, GuardedCourier.Timeout);
        _driver = new WorkDriver<DeliveryRecord, AcquiredDelivery>(this, context, logger);
    }

    /// <inheritdoc/>
    public WorkKind Kind { get; }

    /// <summary>Whether the courier sends notifications.</summary>
    public bool Notifies { get; }

    /// <summary>The rounds for what is due.</summary>
    public WorkRound Round => _driver.Round;

    /// <summary>Asks the courier where a parcel is.</summary>
    public ValueTask<TrackingResult> TrackAsync(Delivery delivery) => _courier.TrackAsync(delivery);

    /// <inheritdoc/>
    public RoundItem ItemOf(DeliveryRecord due) => new(due.Delivery.Id, due.Fence);

    /// <inheritdoc/>
    public ValueTask<KeysetPage<DeliveryRecord, DuePosition>> ListDueAsync(DateTimeOffset now, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        _context.Store.ListDueDeliveriesAsync(Kind.Part!, now, after, limit, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Leased<AcquiredDelivery>?> AcquireAsync(DeliveryRecord due, DateTimeOffset now, TimeSpan lease, Leased<AcquiredDelivery>? held = null)
    {
        var window = due.PendingCall == CourierCall.Book ? await _courier.ReadLateBookingWindowAsync(due.Delivery).ConfigureAwait(false) : TimeSpan.Zero;
        var until = (await _context.Clock.NowAsync(CancellationToken.None).ConfigureAwait(false)).Plus(lease);
        var acquiring = new OrderLease(due.Delivery.OrderId, _context.Host.Id, now, until);
        var operation = new AcquireDeliveryLease(due, acquiring, until.Plus(window)) { Held = held?.Record };
        var acquired = await _commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false);
        return acquired is null ? null : new Leased<AcquiredDelivery>(acquired, acquired.Delivery.Fence, until);
    }

    /// <inheritdoc/>
    public async ValueTask<ItemOutcome> PerformAsync(AcquiredDelivery record, DateTimeOffset now)
    {
        var (called, earlierBookingUntil) = record;
        var answer = await _courier.CallAsync(called).ConfigureAwait(false);
        var answeredAt = await _context.Clock.MomentAsync(CancellationToken.None).ConfigureAwait(false);
        var operation = new RecordCourierResult(called, answer, earlierBookingUntil, now, answeredAt, _context.Options.PollInterval) { CourierNotifies = Notifies };
        var recorded = await _commit.SubmitAsync(operation, CancellationToken.None).ConfigureAwait(false);
        if (recorded.IsAnswered && answer.Kind == CourierResultKind.Refused)
        {
            ReportRefusal(called, answer.Code);
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
