using System.Collections.Immutable;

namespace Bookstore.Storage;

internal sealed partial record MemoryState
{
    public IReadOnlyList<OrderRecord> ListOrders(OrderFilter filter, Guid? after, int limit)
    {
        var found = new List<OrderRecord>();
        foreach (var id in OrdersBefore(filter, after))
        {
            if (found.Count == limit)
            {
                break;
            }

            if (filter.Matches(Orders[id].Order))
            {
                found.Add(Orders[id]);
            }
        }

        return found;
    }

    public IReadOnlyList<OrderRecord> ListDueOrders(OrderWork work, string? gateway, DateTimeOffset dueAt, int limit)
    {
        var found = new List<OrderRecord>();
        for (var i = DueOrders.SeekFrom(DueOrder.First(work, gateway)); i < DueOrders.Count && found.Count < limit; i++)
        {
            var due = DueOrders[i];
            if (!due.IsOf(work, gateway) || due.At > dueAt)
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

    // The ids of the narrowest list that has all that the filter asks for, descending.
    private IEnumerable<Guid> OrdersBefore(OrderFilter filter, Guid? after)
    {
        if (filter.NeedsAttention)
        {
            for (var i = (after is { } below ? OrdersToAttend.SeekFrom(below) : OrdersToAttend.Count) - 1; i >= 0; i--)
            {
                yield return OrdersToAttend[i];
            }
        }
        else if (filter.CustomerId is { } customer)
        {
            for (var i = Before(OrdersByCustomer, customer, after); i >= 0 && OrdersByCustomer[i].Customer == customer; i--)
            {
                yield return OrdersByCustomer[i].Id;
            }
        }
        else
        {
            var group = filter.Status is { } status ? (int)status : AnyStatus;
            for (var i = Before(OrdersByStatus, group, after); i >= 0 && OrdersByStatus[i].Status == group; i--)
            {
                yield return OrdersByStatus[i].Id;
            }
        }
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
