using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records what a courier returned. A host that lost the delivery's lease to another changes nothing.</summary>
/// <param name="called">The delivery as it was taken.</param>
/// <param name="answer">The result of the call.</param>
/// <param name="earlierBookingUntil">Until when an earlier booking can take effect whose outcome is unknown.</param>
/// <param name="askedAt">The time of the call, in the store's time.</param>
/// <param name="now">The time of the result.</param>
/// <param name="firstPause">The pause before the first repetition of a call whose outcome is unknown, see <see cref="Backoff"/>.</param>
internal sealed class RecordCourierResult(DeliveryRecord called, CourierResult answer, DateTimeOffset? earlierBookingUntil, DateTimeOffset askedAt, Moment now, TimeSpan firstPause)
    : Operation<RecordedCourierAnswer>
{
    public override bool CanBeShed => false;

    public override int Weight => OrderChange.MostRecords;

    /// <summary>Whether the courier sends notifications, which may name the tracking number alone.</summary>
    public bool CourierNotifies { get; init; }

    private string? NumberToKeep => CourierNotifies ? answer.TrackingNumber : null;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Orders.Add(called.Delivery.OrderId);
        if (NumberToKeep is { } number)
        {
            keys.Documents.Add(TrackingNumbers.IdOf(called.Delivery.Courier, number));
        }

        TrackedOrders.DeclareKey(keys, answer.TrackingNumber);
    }

    protected override RecordedCourierAnswer DecideOn(WorkingSet records)
    {
        var current = records.FindDelivery(called.Delivery.OrderId, called.Delivery.Id)
            ?? throw new InvalidOperationException($"Delivery {called.Delivery.Id} was written and is not there any more.");
        if (current.Fence != called.Fence)
        {
            return new RecordedCourierAnswer(current, IsAnswered: false);
        }

        var isAnswered = current.PendingCall == called.PendingCall;
        var next = isAnswered ? Answered(records, current) : Overtaken(current);
        records.Deliveries.Put(next.Delivery.Id, next);
        if (NumberToKeep is { } number && string.Equals(next.Delivery.TrackingNumber, number, StringComparison.Ordinal))
        {
            TrackingNumbers.Stage(records, next.Delivery, now.Store);
        }

        TrackedOrders.Keep(records, answer.TrackingNumber, next.Delivery.OrderId);
        return new RecordedCourierAnswer(next, isAnswered);
    }

    private DeliveryRecord Answered(WorkingSet records, DeliveryRecord current) => answer.Kind switch
    {
        CourierResultKind.Unknown => Repeated(current),
        CourierResultKind.Refused => Refused(records, current),
        _ => called.PendingCall == CourierCall.Book ? Booked(current) : Cancelled(current),
    };

    // By the attempts as they are now: a person may have asked for a retry during the call, which sets them back.
    private DeliveryRecord Repeated(DeliveryRecord current)
    {
        var callAgainAt = now.Store.Plus(Backoff.After(current.Attempts, firstPause));
        var next = current with { DueAt = callAgainAt, LeaseHolder = null, Attempts = current.Attempts + 1 };
        return next.Attempts < PaymentAttention.AttemptsUntilTold || current.Delivery.Attention is not null ? next : Told(next, DeliveryAttentionReason.OutcomeUnknown, null);
    }

    private DeliveryRecord Booked(DeliveryRecord current) =>
        Settled(current) with { BookingUntil = earlierBookingUntil, Delivery = answer.ApplyTo(WithoutAttention(current.Delivery)) with { UpdatedAt = now.Shown } };

    // While a booking of unknown outcome can still take effect, one cancellation is not enough. It undoes what was there when it was sent.
    private DeliveryRecord Cancelled(DeliveryRecord current)
    {
        var next = Settled(current) with { Delivery = WithoutAttention(current.Delivery) };
        return current.BookingUntil > askedAt
            ? next with { PendingCall = CourierCall.Cancel, DueAt = current.BookingUntil }
            : next with { BookingUntil = null };
    }

    private DeliveryRecord Refused(WorkingSet records, DeliveryRecord current)
    {
        var isBooking = called.PendingCall == CourierCall.Book;
        var next = Settled(current) with { BookingUntil = null, Delivery = isBooking ? Fail(records, current.Delivery) : current.Delivery };
        return Told(next, isBooking ? DeliveryAttentionReason.BookingRefused : DeliveryAttentionReason.CancellationRefused, answer.Code);
    }

    // The delivery ended while it was being booked: a cancellation that waited for this call can be made now.
    private DeliveryRecord Overtaken(DeliveryRecord current) => called.PendingCall != CourierCall.Book ? OvertakenCancel(current) : current with
    {
        LeaseHolder = null,
        DueAt = current.PendingCall is null ? null : now.Store,
        BookingUntil = answer.Kind == CourierResultKind.Unknown ? current.BookingUntil : earlierBookingUntil,
        Delivery = answer.TrackingNumber is null ? current.Delivery : answer.ApplyTo(current.Delivery) with { UpdatedAt = now.Shown },
    };

    private DeliveryRecord OvertakenCancel(DeliveryRecord current) =>
        DeliveryRules.HasLostCancel(current) ? DeliveryRules.EndLostCancel(current, answer.Kind, now.Shown) : current;

    private static DeliveryRecord Settled(DeliveryRecord current) => current with { PendingCall = null, DueAt = null, LeaseHolder = null, Attempts = 0 };

    private static Delivery WithoutAttention(Delivery delivery) => delivery.Attention is null ? delivery : delivery with { Attention = null };

    private DeliveryRecord Told(DeliveryRecord record, DeliveryAttentionReason reason, string? code) =>
        record with { Delivery = record.Delivery with { Attention = new DeliveryAttention(reason, code, now.Shown), UpdatedAt = now.Shown } };

    private Delivery Fail(WorkingSet records, Delivery delivery)
    {
        var order = records.Orders.Find(delivery.OrderId)!;
        if (delivery.Status != DeliveryStatus.Scheduled || OrderChange.TryStage(records, order, OrderTrigger.Unschedule, now) is not { } next)
        {
            return delivery;
        }

        OrderChange.Put(records, order, OrderDeliveries.Without(records, next, delivery.Id), EventTypes.DeliveryFailed, now.Shown, OrderDeliveries.ConsignmentOf(delivery));
        return delivery with { Status = DeliveryStatus.Failed };
    }
}

/// <summary>A delivery after a call to its courier.</summary>
/// <param name="Delivery">The delivery as it is now.</param>
/// <param name="IsAnswered">Whether the result settled or postponed the pending call.</param>
internal readonly record struct RecordedCourierAnswer(DeliveryRecord Delivery, bool IsAnswered);
