using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>Taking a delivery keeps no lease, so that several hosts call its courier at a time.</summary>
internal sealed class NoLeaseOfDeliveries : Bug
{
    public override void OnCommit(WorkingSet records) => Rewrite(
        records, static (before, after) => after.Fence != before.Fence && after.LeaseHolder is not null ? after with { DueAt = before.DueAt, LeaseHolder = null } : after);
}

/// <summary>A cancellation is sent while the booking is under way.</summary>
internal sealed class CancellationNotHeldBack : Bug
{
    public override void OnCommit(WorkingSet records) => Rewrite(
        records, static (before, after) => before.PendingCall == CourierCall.Book && after.PendingCall == CourierCall.Cancel ? after with { DueAt = before.DueAt - GuardedCourier.Timeout, LeaseHolder = null } : after);
}

/// <summary>A cancellation is not repeated, although a booking of unknown outcome can still take effect.</summary>
internal sealed class CancelledOnlyOnce : Bug
{
    public override void OnCommit(WorkingSet records) => Rewrite(
        records, static (_, after) => after.PendingCall == CourierCall.Cancel && after.BookingUntil is not null ? after with { BookingUntil = null } : after);
}
