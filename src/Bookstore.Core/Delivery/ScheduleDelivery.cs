using Bookstore.Storage;

namespace Bookstore;

/// <summary>Schedules the delivery of a confirmed order, and records the pending booking.</summary>
internal sealed class ScheduleDelivery(ScheduleDeliveryRequest request, Guid deliveryId, bool isCourierKnown, Moment now) : Operation<ScheduleDeliveryDecision>
{
    private readonly KeyClaim? _claim = KeyClaim.For(
        request.IdempotencyKey,
        "deliveries",
        () => new Fingerprint().Add(request.OrderId).Add(request.Address).Add(request.Courier),
        now.Store);

    public override bool CanBeShed => true;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys)
    {
        _claim?.Needs(keys);
        keys.Orders.Add(request.OrderId);
    }

    protected override ScheduleDeliveryDecision DecideOn(WorkingSet records)
    {
        if (_claim?.Find(records) is { } claimed)
        {
            return _claim.Matches(claimed)
                ? new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.Scheduled, null, null, claimed.ResourceId)
                : new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.IdempotencyKeyReused, null, null, null);
        }

        if (!isCourierKnown)
        {
            return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.UnknownCourier, null, null, null);
        }

        var order = records.Orders.Find(request.OrderId);
        if (order is null)
        {
            return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.OrderNotFound, null, null, null);
        }

        if (OrderChange.TryStage(records, order, OrderTrigger.Schedule, now) is not { } next)
        {
            return Refuse(records, order.Order);
        }

        // Scheduling moves no stock, so nothing is staged yet.
        if (records.CountDeliveries(request.OrderId) >= Order.MaxDeliveries)
        {
            return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.TooManyDeliveries, null, null, null);
        }

        next = next with { Order = next.Order with { DeliveryId = deliveryId } };
        OrderChange.Put(records, order, next, OrderTrigger.Schedule, now.Shown);
        var delivery = Plan();
        records.InsertDelivery(delivery);
        _claim?.Stage(records, deliveryId);
        return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.Scheduled, delivery.Delivery, order.Order.Status, null);
    }

    private static ScheduleDeliveryDecision Refuse(WorkingSet records, Order order)
    {
        var active = order.DeliveryId is { } id ? records.FindDelivery(order.Id, id)?.Delivery : null;
        var outcome = order.Status == OrderStatus.Created ? ScheduleDeliveryOutcome.DeliveryExists : ScheduleDeliveryOutcome.OrderNotDeliverable;
        return new ScheduleDeliveryDecision(outcome, active, order.Status, null);
    }

    private DeliveryRecord Plan() => new()
    {
        PendingCall = CourierCall.Book,
        DueAt = now.Store,
        Delivery = new Delivery
        {
            Id = deliveryId,
            OrderId = request.OrderId,
            Address = request.Address,
            Courier = request.Courier,
            Status = DeliveryStatus.Scheduled,
            CreatedAt = now.Shown,
            UpdatedAt = now.Shown,
        },
    };
}

/// <summary>The result of scheduling a delivery.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Delivery">The new delivery, or the active one that conflicts.</param>
/// <param name="OrderStatus">The order's status.</param>
/// <param name="Replayed">The delivery of the key, to be read.</param>
internal readonly record struct ScheduleDeliveryDecision(ScheduleDeliveryOutcome Outcome, Delivery? Delivery, OrderStatus? OrderStatus, Guid? Replayed);
