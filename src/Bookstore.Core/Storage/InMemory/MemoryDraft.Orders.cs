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
            Move(due, Due(before), Due(after));
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

    private static DueOrder? Due(OrderRecord? order) =>
        order is { DueAt: { } at, Work: { } work } ? new DueOrder(work, order.Gateway, at, order.Order.Id) : null;

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
            if (touched[i].Loaded?.ActiveOrderId is { } order)
            {
                active = active.Remove(order);
            }
        }

        for (var i = 0; i < touched.Count; i++)
        {
            if (touched[i].Current?.ActiveOrderId is { } order)
            {
                active = active.ContainsKey(order)
                    ? throw new StoreConflictException($"Order {order} has an active delivery already.")
                    : active.Add(order, touched[i].Key);
            }
        }

        return active;
    }
}
