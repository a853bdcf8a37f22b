using Bookstore.Storage;

namespace Bookstore;

/// <summary>The one table of where a delivery can go, and what that means for its order. Pure; whatever is not in it is refused.</summary>
internal static class DeliveryRules
{
    /// <summary>Whether a delivery may go from one status to another, and what happens to its order by it.</summary>
    /// <param name="from">Where it stands.</param>
    /// <param name="to">Where it is to go.</param>
    /// <param name="isDispatched">Whether its goods have left the house.</param>
    /// <param name="orderEvent">What happens to the order; <see langword="null"/> when nothing does.</param>
    /// <returns><see langword="false"/> when the step is not in the table.</returns>
    public static bool TryMove(DeliveryStatus from, DeliveryStatus to, bool isDispatched, out OrderEvent? orderEvent)
    {
        orderEvent = (from, to) switch
        {
            (DeliveryStatus.Scheduled, DeliveryStatus.Dispatched) => OrderEvent.Dispatch,
            (DeliveryStatus.Scheduled, DeliveryStatus.Cancelled or DeliveryStatus.Failed) => OrderEvent.Unschedule,
            (DeliveryStatus.Dispatched or DeliveryStatus.InTransit, DeliveryStatus.Delivered) => OrderEvent.Deliver,
            (DeliveryStatus.Dispatched or DeliveryStatus.InTransit, DeliveryStatus.Returned) => OrderEvent.Return,
            (DeliveryStatus.Failed, DeliveryStatus.Returned) when isDispatched => OrderEvent.Return,
            _ => null,
        };
        return orderEvent is not null || (from, to) is
            (DeliveryStatus.Dispatched, DeliveryStatus.InTransit or DeliveryStatus.Failed) or (DeliveryStatus.InTransit, DeliveryStatus.Failed);
    }

    /// <summary>Ends a scheduled delivery, cancelled or failed. Its courier is told, because a booking may be on its way.</summary>
    public static DeliveryRecord CallOff(DeliveryRecord record, DeliveryStatus status, Moment now) => record with
    {
        Owed = OwedCourierCall.Cancel,
        DueAt = now.Store,
        Attempts = 0,
        Delivery = record.Delivery with { Status = status, UpdatedAt = now.Shown },
    };

    /// <summary>Moves a delivery whose goods are out. Once they have come back, a booking that is still owed is pointless.</summary>
    public static DeliveryRecord Move(DeliveryRecord record, DeliveryStatus status, Moment now)
    {
        var isOver = status == DeliveryStatus.Returned;
        return record with
        {
            Owed = isOver ? null : record.Owed,
            DueAt = isOver ? null : record.DueAt,
            Delivery = record.Delivery with { Status = status, UpdatedAt = now.Shown },
        };
    }
}
