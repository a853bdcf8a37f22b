using Bookstore.Storage;

namespace Bookstore;

/// <summary>Takes the lease of a delivery whose courier is to be called, if it is still due. The raised fence shuts out the host that had it before.</summary>
/// <param name="listed">The delivery as it was listed.</param>
/// <param name="lease">Who takes it, and until when.</param>
/// <param name="bookingUntil">Until when a booking that is sent under this lease can take effect.</param>
internal sealed class AcquireDeliveryLease(DeliveryRecord listed, OrderLease lease, DateTimeOffset bookingUntil) : Operation<AcquiredDelivery?>
{
    /// <summary>A lease of the same host, under which it made no call: while the delivery has its fence, the host still has the delivery, also after the lease.</summary>
    public AcquiredDelivery? Held { get; init; }

    public override bool CanBeShed => false;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys) => keys.Orders.Add(lease.OrderId);

    protected override AcquiredDelivery? DecideOn(WorkingSet records)
    {
        var current = records.FindDelivery(lease.OrderId, listed.Delivery.Id);
        if (current?.DueAt is not { } dueAt || IsTaken(current, dueAt) || current.PendingCall != listed.PendingCall || current.PendingCall is not (CourierCall.Book or CourierCall.Cancel))
        {
            return null;
        }

        var next = current with
        {
            Fence = current.Fence + 1,
            LeaseHolder = lease.Holder,
            DueAt = lease.Until,
            BookingUntil = current.PendingCall == CourierCall.Book && !(current.BookingUntil >= bookingUntil) ? bookingUntil : current.BookingUntil,
        };
        records.Deliveries.Put(next.Delivery.Id, next);

        // Nothing was sent under the lease that is replaced.
        return new AcquiredDelivery(next, Held is null ? current.BookingUntil : Held.EarlierBookingUntil);
    }

    private bool IsTaken(DeliveryRecord current, DateTimeOffset dueAt) => Held is null ? dueAt > lease.Now : current.Fence != Held.Delivery.Fence;
}

/// <summary>A delivery that this host has acquired.</summary>
/// <param name="Delivery">The delivery with its lease.</param>
/// <param name="EarlierBookingUntil">Until when an earlier booking can take effect whose outcome is unknown; <see langword="null"/> when there is none.</param>
internal sealed record AcquiredDelivery(DeliveryRecord Delivery, DateTimeOffset? EarlierBookingUntil);
