using Bookstore.Storage;

namespace Bookstore;

/// <summary>The one table of where a delivery can go, and what that means for its order. Pure; a transition that is not in it is refused.</summary>
internal static class DeliveryRules
{
    /// <summary>The code of an attention: the courier has cancelled the booking of a parcel that is on its way.</summary>
    public const string BookingCancelled = "booking_cancelled";

    /// <summary>Whether a delivery may go from one status to another, and what happens to its order by it.</summary>
    /// <param name="from">Its status.</param>
    /// <param name="to">The new status.</param>
    /// <param name="isDispatched">Whether its goods have left the house.</param>
    /// <param name="trigger">What happens to the order; <see langword="null"/> when nothing does.</param>
    /// <returns><see langword="false"/> when the step is not in the table.</returns>
    public static bool TryMove(DeliveryStatus from, DeliveryStatus to, bool isDispatched, out OrderTrigger? trigger)
    {
        trigger = (from, to) switch
        {
            (DeliveryStatus.Scheduled, DeliveryStatus.Dispatched) => OrderTrigger.Dispatch,
            (DeliveryStatus.Scheduled, DeliveryStatus.Cancelled or DeliveryStatus.Failed) => OrderTrigger.Unschedule,
            (DeliveryStatus.Dispatched or DeliveryStatus.InTransit, DeliveryStatus.Delivered) => OrderTrigger.Deliver,
            (DeliveryStatus.Failed, DeliveryStatus.Delivered) when isDispatched => OrderTrigger.Deliver,
            (DeliveryStatus.Dispatched or DeliveryStatus.InTransit, DeliveryStatus.Returned) => OrderTrigger.Return,
            (DeliveryStatus.Failed, DeliveryStatus.Returned) when isDispatched => OrderTrigger.Return,
            (DeliveryStatus.Delivered, DeliveryStatus.Returned) => OrderTrigger.SendBack,
            (DeliveryStatus.Dispatched or DeliveryStatus.InTransit, DeliveryStatus.Lost) => OrderTrigger.Lose,
            (DeliveryStatus.Failed, DeliveryStatus.Lost) when isDispatched => OrderTrigger.Lose,
            _ => null,
        };
        return trigger is not null
            || (from, to) is (DeliveryStatus.Dispatched, DeliveryStatus.InTransit or DeliveryStatus.Failed) or (DeliveryStatus.InTransit, DeliveryStatus.Failed)
            || (isDispatched && (from, to) is (DeliveryStatus.Failed, DeliveryStatus.InTransit));
    }

    /// <summary>The event of a delivery that gets a status.</summary>
    public static string EventOf(DeliveryStatus to) => to switch
    {
        DeliveryStatus.Scheduled => EventTypes.DeliveryScheduled,
        DeliveryStatus.Dispatched => EventTypes.DeliveryDispatched,
        DeliveryStatus.InTransit => EventTypes.DeliveryInTransit,
        DeliveryStatus.Delivered => EventTypes.DeliveryDelivered,
        DeliveryStatus.Returned => EventTypes.DeliveryReturned,
        DeliveryStatus.Cancelled => EventTypes.DeliveryCancelled,
        DeliveryStatus.Failed or DeliveryStatus.Lost => EventTypes.DeliveryFailed,
        _ => throw new ArgumentOutOfRangeException(nameof(to), to, "There is no such status."),
    };

    /// <summary>Ends a scheduled delivery, cancelled or failed. Its courier gets a cancellation, because a booking may be in progress.</summary>
    public static DeliveryRecord CallOff(DeliveryRecord record, DeliveryStatus status, Moment now) =>
        RecordCancel(record, now) with { Delivery = record.Delivery with { Status = status, Attention = null, UpdatedAt = now.Shown } };

    /// <summary>Moves a delivery whose goods are out. Once they have arrived, failed to arrive, come back or are lost, they are not booked any more.</summary>
    /// <remarks>
    /// A booking of unknown outcome is cancelled where the goods did not get there, so that no courier comes for them. Where they arrived or are lost, it may have been
    /// that booking which carried them: it is left as it is.
    /// </remarks>
    public static DeliveryRecord Move(DeliveryRecord record, DeliveryStatus status, Moment now)
    {
        var hasFailed = status == DeliveryStatus.Failed && record.Delivery.Lines.Count > 0;
        var moved = record with { Delivery = record.Delivery with { Status = status, HasFailedOnTheWay = hasFailed, UpdatedAt = now.Shown } };

        // Delivered again after a failed attempt: the booking that the attempt had cancelled may carry the goods.
        if (record is { PendingCall: CourierCall.Cancel, Delivery.Status: DeliveryStatus.Failed } && status is DeliveryStatus.InTransit or DeliveryStatus.Delivered)
        {
            // A cancellation that is being sent cannot be called back: where it takes effect, the goods are not carried on.
            var isUnderWay = record.LeaseHolder is not null && record.DueAt > now.Store && status == DeliveryStatus.InTransit;
            return EndCalls(moved with { Delivery = moved.Delivery with { Attention = isUnderWay ? new DeliveryAttention(DeliveryAttentionReason.OutcomeUnknown, null, now.Shown) : null } });
        }

        if (HasLostCancel(record) && status is DeliveryStatus.Delivered or DeliveryStatus.Returned or DeliveryStatus.Lost)
        {
            return moved with { Delivery = moved.Delivery with { Attention = null } };
        }

        var isOver = status is DeliveryStatus.Delivered or DeliveryStatus.Failed or DeliveryStatus.Returned or DeliveryStatus.Lost;
        if (record.PendingCall != CourierCall.Book || !isOver)
        {
            return moved;
        }

        moved = moved with { Delivery = moved.Delivery with { Attention = null } };
        var mayBeBooked = record.BookingUntil is not null;
        return mayBeBooked && status is (DeliveryStatus.Failed or DeliveryStatus.Returned) ? RecordCancel(moved, now) : EndCalls(moved);
    }

    /// <summary>Whether the parcel left while the cancellation of its booking was being sent, and no person has resolved the booking since.</summary>
    public static bool HasLostCancel(DeliveryRecord record) => record is { PendingCall: null, Delivery: { Status: DeliveryStatus.InTransit, Attention.Reason: DeliveryAttentionReason.OutcomeUnknown } };

    /// <summary>Records the result of a cancellation that was being sent when its parcel went on its way: refused, the booking remains, and otherwise a person has to look at it.</summary>
    public static DeliveryRecord EndLostCancel(DeliveryRecord record, CourierResultKind result, DateTimeOffset now) => record with
    {
        LeaseHolder = null,
        Delivery = record.Delivery with
        {
            Attention = result switch
            {
                CourierResultKind.Refused => null,
                CourierResultKind.Unknown => record.Delivery.Attention,
                _ => record.Delivery.Attention! with { Code = BookingCancelled },
            },
            UpdatedAt = now,
        },
    };

    /// <summary>Removes the pending call to the courier. The result of a call that is in progress is still recorded.</summary>
    private static DeliveryRecord EndCalls(DeliveryRecord record) => record with { PendingCall = null, DueAt = null, Attempts = 0 };

    // While a booking is in progress its cancellation waits: for its result, or for the end of its lease.
    private static DeliveryRecord RecordCancel(DeliveryRecord record, Moment now)
    {
        var isUnderWay = record is { PendingCall: CourierCall.Book, LeaseHolder: not null } && record.DueAt > now.Store;
        return record with
        {
            PendingCall = CourierCall.Cancel,
            DueAt = isUnderWay ? record.DueAt : now.Store,
            LeaseHolder = isUnderWay ? record.LeaseHolder : null,
            Attempts = 0,
        };
    }
}
