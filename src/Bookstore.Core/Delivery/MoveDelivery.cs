using Bookstore.Storage;

namespace Bookstore;

/// <summary>Moves a delivery along its state machine; the order and its stock follow in the same commit.</summary>
/// <param name="order">The delivery's order as it was read; its lines never change.</param>
/// <param name="deliveryId">The delivery.</param>
/// <param name="status">Where to.</param>
/// <param name="now">The time of the move.</param>
internal sealed class MoveDelivery(Order order, Guid deliveryId, DeliveryStatus status, Moment now) : Operation<MoveDeliveryResult>
{
    public override bool Begins => true;

    public override int Weight => order.Lines.Count + 1;

    public override Isbn? Stock => order.Lines[0].Isbn;

    public override void Needs(RecordKeys keys) => OrderChange.Needs(keys, order);

    protected override MoveDeliveryResult DecideOn(WorkingSet records)
    {
        var delivery = records.FindDelivery(order.Id, deliveryId);
        if (delivery is null)
        {
            return new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.DeliveryNotFound };
        }

        if (delivery.Delivery.Status == status)
        {
            return new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.Moved, Delivery = delivery.Delivery };
        }

        var current = records.Orders.Find(order.Id)!;
        var isOut = current.Order.IsDispatched && current.Order.DeliveryId == deliveryId;
        if (!DeliveryRules.TryMove(delivery.Delivery.Status, status, isOut, out var orderEvent))
        {
            return new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.InvalidTransition, Delivery = delivery.Delivery };
        }

        return orderEvent is null || MoveOrder(records, current, orderEvent.Value)
            ? Move(records, delivery)
            : Refuse(delivery.Delivery, current.Order, orderEvent.Value);
    }

    private static MoveDeliveryResult Refuse(Delivery delivery, Order order, OrderEvent orderEvent) =>
        orderEvent == OrderEvent.Dispatch && order.PaymentStatus is not (PaymentStatus.Captured or PaymentStatus.NotRequired)
            ? new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.PaymentNotCaptured, Delivery = delivery, PaymentStatus = order.PaymentStatus }
            : new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.InvalidTransition, Delivery = delivery };

    private bool MoveOrder(WorkingSet records, OrderRecord current, OrderEvent orderEvent)
    {
        if (OrderChange.TryStage(records, current, orderEvent, now) is not { } next)
        {
            return false;
        }

        records.Orders.Put(order.Id, next);
        return true;
    }

    private MoveDeliveryResult Move(WorkingSet records, DeliveryRecord delivery)
    {
        var isCalledOff = delivery.Delivery.Status == DeliveryStatus.Scheduled && status != DeliveryStatus.Dispatched;
        var next = isCalledOff ? DeliveryRules.CallOff(delivery, status, now) : DeliveryRules.Move(delivery, status, now);
        records.Deliveries.Put(deliveryId, next);
        return new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.Moved, Delivery = next.Delivery };
    }
}
