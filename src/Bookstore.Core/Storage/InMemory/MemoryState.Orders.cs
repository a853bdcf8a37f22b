using System.Collections.Immutable;

namespace Bookstore.Storage;

internal sealed partial record MemoryState
{
    public IReadOnlyList<OrderRecord> ListOrders(string? customerId, OrderStatus? status, Guid? after, int limit)
    {
        var found = new List<OrderRecord>();
        if (customerId is null)
        {
            var group = status is { } asked ? (int)asked : AnyStatus;
            for (var i = Before(OrdersByStatus, group, after); i >= 0 && OrdersByStatus[i].Status == group && found.Count < limit; i--)
            {
                found.Add(Orders[OrdersByStatus[i].Id]);
            }

            return found;
        }

        for (var i = Before(OrdersByCustomer, customerId, after); i >= 0 && OrdersByCustomer[i].Customer == customerId && found.Count < limit; i--)
        {
            var order = Orders[OrdersByCustomer[i].Id];
            if (status is null || order.Order.Status == status)
            {
                found.Add(order);
            }
        }

        return found;
    }

    public IReadOnlyList<OrderRecord> ListDueOrders(OrderWork work, DateTimeOffset dueAt, int limit)
    {
        var found = new List<OrderRecord>();
        for (var i = DueOrders.SeekFrom((work, DateTimeOffset.MinValue, Guid.Empty)); i < DueOrders.Count && found.Count < limit; i++)
        {
            var due = DueOrders[i];
            if (due.Work != work || due.At > dueAt)
            {
                break;
            }

            found.Add(Orders[due.Id]);
        }

        return found;
    }

    public IReadOnlyList<DeliveryRecord> ListDeliveries(Guid? orderId, DeliveryStatus? status, Guid? after, int limit)
    {
        var found = new List<DeliveryRecord>();
        if (orderId is not { } order)
        {
            var group = status is { } asked ? (int)asked : AnyStatus;
            for (var i = Before(DeliveriesByStatus, group, after); i >= 0 && DeliveriesByStatus[i].Status == group && found.Count < limit; i--)
            {
                found.Add(Deliveries[DeliveriesByStatus[i].Id]);
            }

            return found;
        }

        for (var i = Before(DeliveriesByOrder, order, after); i >= 0 && DeliveriesByOrder[i].Order == order && found.Count < limit; i--)
        {
            var delivery = Deliveries[DeliveriesByOrder[i].Id];
            if (status is null || delivery.Delivery.Status == status)
            {
                found.Add(delivery);
            }
        }

        return found;
    }

    public IReadOnlyList<DeliveryRecord> ListDueDeliveries(DateTimeOffset dueAt, int limit) => ListUntil(DueDeliveries, Deliveries, dueAt, limit);

    public IReadOnlyList<Reservation> ListExpiredReservations(DateTimeOffset expiredAt, int limit) =>
        ListUntil(ExpiringReservations, Reservations, expiredAt, limit);

    public IReadOnlyList<IdempotencyRecord> ListKeys(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit)
    {
        var found = new List<IdempotencyRecord>();
        var first = after is null ? 0 : KeysByAge.SeekAfter((after.CreatedAt, after.Id));
        for (var i = first; i < KeysByAge.Count && KeysByAge[i].At < createdBefore && found.Count < limit; i++)
        {
            found.Add(Keys[KeysByAge[i].Id]);
        }

        return found;
    }

    /// <summary>The place of the group's highest id, or of the highest below the given one; it may lie in the group before.</summary>
    private static int Before<TGroup>(ImmutableSortedSet<(TGroup, Guid)> index, TGroup group, Guid? id) =>
        (id is { } below ? index.SeekFrom((group, below)) : index.SeekAfter((group, Guid.AllBitsSet))) - 1;

    private static List<TRecord> ListUntil<TRecord>(
        ImmutableSortedSet<(DateTimeOffset At, Guid Id)> index, ImmutableDictionary<Guid, TRecord> records, DateTimeOffset until, int limit)
    {
        var found = new List<TRecord>();
        for (var i = 0; i < index.Count && index[i].At <= until && found.Count < limit; i++)
        {
            found.Add(records[index[i].Id]);
        }

        return found;
    }
}
