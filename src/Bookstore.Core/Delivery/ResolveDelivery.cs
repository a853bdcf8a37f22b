using Bookstore.Storage;

namespace Bookstore;

/// <summary>Carries out what a person decided about a delivery that needs attention. The result is <see langword="null"/> when a reference is missing, and nothing changed then.</summary>
/// <param name="orderId">The delivery's order.</param>
/// <param name="request">The decision.</param>
/// <param name="now">The time of the decision.</param>
internal sealed class ResolveDelivery(Guid orderId, ResolveDeliveryRequest request, Moment now) : Operation<ResolveDeliveryResult?>
{
    private readonly KeyClaim? _claim = KeyClaim.For(
        request.IdempotencyKey,
        $"courier:{request.DeliveryId:N}",
        () => new Fingerprint().Add((int)request.Resolution).Add(request.Attention?.ToString()).Add(request.Reference),
        now.Store);

    /// <summary>The delivery's courier, if it sends notifications, which may name the tracking number alone.</summary>
    public string? NotifyingCourier { get; init; }

    private string? BookedNumber => request.Resolution == DeliveryResolution.Done ? request.Reference : null;

    private string? NumberToKeep => NotifyingCourier is null ? null : BookedNumber;

    public override bool CanBeShed => true;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys)
    {
        _claim?.Needs(keys);
        keys.Orders.Add(orderId);
        if (NumberToKeep is { } number)
        {
            keys.Documents.Add(TrackingNumbers.IdOf(NotifyingCourier!, number));
        }

        TrackedOrders.DeclareKey(keys, BookedNumber);
    }

    protected override ResolveDeliveryResult? DecideOn(WorkingSet records)
    {
        if (records.FindDelivery(orderId, request.DeliveryId) is not { } current)
        {
            return new ResolveDeliveryResult { Outcome = ResolveDeliveryOutcome.DeliveryNotFound };
        }

        if (_claim?.Find(records) is { } claimed)
        {
            var isSame = _claim.Matches(claimed);
            return Answer(isSame ? ResolveDeliveryOutcome.Resolved : ResolveDeliveryOutcome.IdempotencyKeyReused, current) with { Replayed = isSame };
        }

        if (request.ExpectedVersion?.IsMet(current.Delivery.Version) == false)
        {
            return Answer(ResolveDeliveryOutcome.PreconditionFailed, current);
        }

        if (current.Delivery.Attention is not { } attention)
        {
            return Answer(ResolveDeliveryOutcome.NothingToResolve, current);
        }

        if (request.Attention is { } seen && seen != attention.Reason)
        {
            return Answer(ResolveDeliveryOutcome.NothingToResolve, current);
        }

        if (request.Resolution != DeliveryResolution.Retry && IsUnderWay(current))
        {
            return Answer(ResolveDeliveryOutcome.CallInFlight, current);
        }

        var isBooking = attention.Reason == DeliveryAttentionReason.BookingRefused || current.PendingCall == CourierCall.Book || DeliveryRules.HasLostCancel(current);
        if (isBooking && request is { Resolution: DeliveryResolution.Done, Reference: null })
        {
            return null;
        }

        var next = isBooking ? ResolveBooking(records, current) : ResolveCancellation(current);
        if (next is null)
        {
            return Answer(ResolveDeliveryOutcome.NotDeliverable, current);
        }

        next = next with { Delivery = next.Delivery with { Attention = null, UpdatedAt = now.Shown } };
        records.Deliveries.Put(request.DeliveryId, next);
        if (NumberToKeep is { } number && string.Equals(next.Delivery.TrackingNumber, number, StringComparison.Ordinal))
        {
            TrackingNumbers.Stage(records, next.Delivery, now.Store);
        }

        TrackedOrders.Keep(records, isBooking ? BookedNumber : null, orderId);
        _claim?.Stage(records, request.DeliveryId);
        return Answer(ResolveDeliveryOutcome.Resolved, next);
    }

    private static ResolveDeliveryResult Answer(ResolveDeliveryOutcome outcome, DeliveryRecord record) => new() { Outcome = outcome, Delivery = record.Delivery };

    private DeliveryRecord? ResolveBooking(WorkingSet records, DeliveryRecord current)
    {
        if (request.Resolution == DeliveryResolution.GiveUp)
        {
            return GiveUpBooking(records, current);
        }

        if (!TryReopen(records, current, out var open))
        {
            return null;
        }

        return request.Resolution == DeliveryResolution.Retry
            ? Retry(open, CourierCall.Book)
            : WithoutCalls(open) with { Delivery = open.Delivery with { TrackingNumber = request.Reference, CourierReference = null, LabelUrl = null } };
    }

    private DeliveryRecord ResolveCancellation(DeliveryRecord current) =>
        request.Resolution == DeliveryResolution.Retry ? Retry(current, CourierCall.Cancel) : WithoutCalls(current) with { BookingUntil = null };

    private DeliveryRecord GiveUpBooking(WorkingSet records, DeliveryRecord current)
    {
        var order = records.Orders.Find(orderId)!;
        if (current is not { PendingCall: CourierCall.Book, Delivery.Status: DeliveryStatus.Scheduled } || OrderChange.TryStage(records, order, OrderTrigger.Unschedule, now) is not { } next)
        {
            return WithoutCalls(current);
        }

        OrderChange.Put(records, order, OrderDeliveries.Without(records, next, request.DeliveryId), EventTypes.DeliveryFailed, now.Shown, OrderDeliveries.ConsignmentOf(current.Delivery));
        return DeliveryRules.CallOff(current, DeliveryStatus.Failed, now);
    }

    // A delivery that failed before dispatch because its booking was refused is scheduled again, if its copies are in no other.
    private bool TryReopen(WorkingSet records, DeliveryRecord current, out DeliveryRecord open)
    {
        open = current;
        if (current.Delivery.Status != DeliveryStatus.Failed)
        {
            return current.Delivery.Status is DeliveryStatus.Scheduled or DeliveryStatus.Dispatched or DeliveryStatus.InTransit;
        }

        var order = records.Orders.Find(orderId)!;
        var isLeft = !OrderDeliveries.IsOut(current.Delivery, order.Order) && OrderDeliveries.IsLeft(OrderDeliveries.Left(records, order.Order), order.Order, current.Delivery);
        if (!isLeft || OrderChange.TryStage(records, order, OrderTrigger.Schedule, now) is not { } next)
        {
            return false;
        }

        next = next with { Order = next.Order with { DeliveryId = request.DeliveryId } };
        OrderChange.Put(records, order, next, OrderTrigger.Schedule, now.Shown, OrderDeliveries.ConsignmentOf(current.Delivery));
        open = current with { Delivery = current.Delivery with { Status = DeliveryStatus.Scheduled } };
        return true;
    }

    // A call that is in progress is left to its host. The raised fence ends the pause that a host keeps after failures.
    private DeliveryRecord Retry(DeliveryRecord record, CourierCall call) => IsUnderWay(record)
        ? record with { PendingCall = call, Attempts = 0 }
        : record with { PendingCall = call, DueAt = now.Store, Attempts = 0, Fence = record.Fence + 1 };

    private bool IsUnderWay(DeliveryRecord record) => record.LeaseHolder is not null && record.DueAt > now.Store;

    // The raised fence shuts out a host that slept past its lease.
    private static DeliveryRecord WithoutCalls(DeliveryRecord record) => record with { PendingCall = null, DueAt = null, LeaseHolder = null, Attempts = 0, Fence = record.Fence + 1 };
}
