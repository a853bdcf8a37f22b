using System.Collections.Immutable;

namespace Bookstore.Storage;

internal static partial class MemoryDraft
{
    private static MemoryState ApplyOrders(MemoryState state, IReadOnlyList<RecordEntry<Guid, OrderRecord>> touched)
    {
        if (touched.Count == 0)
        {
            return state;
        }

        var orders = state.Orders.ToBuilder();
        var byStatus = state.OrdersByStatus.ToBuilder();
        var byCustomer = state.OrdersByCustomer.ToBuilder();
        var toAttend = state.OrdersToAttend.ToBuilder();
        var due = state.DueOrders.ToBuilder();
        for (var i = 0; i < touched.Count; i++)
        {
            var (before, after) = Write(orders, touched[i]);
            var id = touched[i].Key;
            MoveStatus(byStatus, id, (int?)before?.Order.Status, (int?)after?.Order.Status);
            Move(byCustomer, before is null ? null : (before.Order.CustomerId, id), after is null ? null : (after.Order.CustomerId, id));
            Move(toAttend, ToAttend(before), ToAttend(after));
            Move(due, Due(before, OrderWork.Recovery), Due(after, OrderWork.Recovery));
            Move(due, Due(before, OrderWork.Settlement), Due(after, OrderWork.Settlement));
            Move(due, Due(before, OrderWork.CustomerAction), Due(after, OrderWork.CustomerAction));
        }

        return state with
        {
            Orders = orders.ToImmutable(),
            OrdersByStatus = byStatus.ToImmutable(),
            OrdersByCustomer = byCustomer.ToImmutable(),
            OrdersToAttend = toAttend.ToImmutable(),
            DueOrders = due.ToImmutable(),
        };
    }

    private static Guid? ToAttend(OrderRecord? order) => order?.Order.Attention is null ? null : order.Order.Id;

    private static DueOrder? Due(OrderRecord? order, OrderWork work)
    {
        var hasWork = work switch
        {
            OrderWork.Recovery => order?.Order is { Status: OrderStatus.Pending, PaymentStatus: not PaymentStatus.ActionRequired },
            OrderWork.CustomerAction => order?.Order is { Status: OrderStatus.Pending, PaymentStatus: PaymentStatus.ActionRequired },
            _ => order?.Owed is not null,
        };
        return hasWork && order!.DueAt is { } at ? new DueOrder(work, order.Gateway, at, order.Order.Id) : null;
    }

    private static MemoryState ApplyDeliveries(MemoryState state, IReadOnlyList<RecordEntry<Guid, DeliveryRecord>> touched)
    {
        if (touched.Count == 0)
        {
            return state;
        }

        var deliveries = state.Deliveries.ToBuilder();
        var byStatus = state.DeliveriesByStatus.ToBuilder();
        var byOrder = state.DeliveriesByOrder.ToBuilder();
        var toAttend = state.DeliveriesToAttend.ToBuilder();
        var due = state.DueDeliveries.ToBuilder();
        for (var i = 0; i < touched.Count; i++)
        {
            var (before, after) = Write(deliveries, touched[i]);
            var id = touched[i].Key;
            MoveStatus(byStatus, id, (int?)before?.Delivery.Status, (int?)after?.Delivery.Status);
            Move(byOrder, before is null ? null : (before.Delivery.OrderId, id), after is null ? null : (after.Delivery.OrderId, id));
            Move(toAttend, ToAttend(before), ToAttend(after));
            Move(due, Due(before), Due(after));
        }

        return state with
        {
            Deliveries = deliveries.ToImmutable(),
            DeliveriesByStatus = byStatus.ToImmutable(),
            DeliveriesByOrder = byOrder.ToImmutable(),
            DeliveriesToAttend = toAttend.ToImmutable(),
            DueDeliveries = due.ToImmutable(),
            ActiveDeliveries = MoveActive(state.ActiveDeliveries, touched),
        };
    }

    private static Guid? ToAttend(DeliveryRecord? delivery) => delivery?.Delivery.Attention is null ? null : delivery.Delivery.Id;

    private static DueDelivery? Due(DeliveryRecord? delivery) => delivery?.DueAt is { } at ? new DueDelivery(delivery.Delivery.Courier, at, delivery.Delivery.Id) : null;

    // Those that end make room first: the order of the changes in a unit does not matter.
    private static ImmutableDictionary<Guid, Guid> MoveActive(ImmutableDictionary<Guid, Guid> active, IReadOnlyList<RecordEntry<Guid, DeliveryRecord>> touched)
    {
        for (var i = 0; i < touched.Count; i++)
        {
            if (IsActive(touched[i].Loaded))
            {
                active = active.Remove(touched[i].Loaded!.Delivery.OrderId);
            }
        }

        for (var i = 0; i < touched.Count; i++)
        {
            if (touched[i].Current is { } delivery && IsActive(delivery))
            {
                active = active.ContainsKey(delivery.Delivery.OrderId)
                    ? throw new StoreConflictException($"Order {delivery.Delivery.OrderId} has an active delivery already.")
                    : active.Add(delivery.Delivery.OrderId, delivery.Delivery.Id);
            }
        }

        return active;
    }

    private static bool IsActive(DeliveryRecord? delivery) =>
        delivery?.Delivery.Status is DeliveryStatus.Scheduled or DeliveryStatus.Dispatched or DeliveryStatus.InTransit;
}
