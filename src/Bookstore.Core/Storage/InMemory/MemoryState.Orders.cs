using System.Collections.Immutable;

namespace Bookstore.Storage;

internal sealed partial record MemoryState
{
    public KeysetPage<OrderRecord, Guid> ListOrders(OrderFilter filter, Guid? after, int limit) =>
        Take(OrdersBefore(filter, after), limit, Orders, order => filter.Matches(order.Order));

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

    public KeysetPage<DeliveryRecord, Guid> ListDeliveries(DeliveryFilter filter, Guid? after, int limit) =>
        Take(DeliveriesBefore(filter, after), limit, Deliveries, delivery => filter.Matches(delivery.Delivery));

    public IReadOnlyList<DeliveryRecord> ListDueDeliveries(string courier, DateTimeOffset dueAt, int limit)
    {
        var found = new List<DeliveryRecord>();
        for (var i = DueDeliveries.SeekFrom(new DueDelivery(courier, DateTimeOffset.MinValue, Guid.Empty)); i < DueDeliveries.Count && found.Count < limit; i++)
        {
            var due = DueDeliveries[i];
            if (!string.Equals(due.Courier, courier, StringComparison.Ordinal) || due.At > dueAt)
            {
                break;
            }

            found.Add(Deliveries[due.Id]);
        }

        return found;
    }

    public IReadOnlyList<CourierBacklog> CountDueDeliveries(DateTimeOffset dueAt) =>
    [
        .. DueDeliveries.Where(due => due.At <= dueAt)
            .GroupBy(static due => due.Courier, StringComparer.Ordinal)
            .Select(static courier => new CourierBacklog(courier.Key, courier.LongCount(), courier.First().At))
            .Take(1_000),
    ];

    public IReadOnlyList<GatewayBacklog> CountDueOrders(DateTimeOffset dueAt) =>
    [
        .. DueOrders.Where(due => due.Work == OrderWork.Settlement && due.At <= dueAt)
            .GroupBy(static due => due.Gateway, StringComparer.Ordinal)
            .Select(static gateway => new GatewayBacklog(gateway.Key, gateway.LongCount(), gateway.First().At))
            .Take(1_000),
    ];

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

    public IReadOnlyList<ExpiredKey> ListExpiredKeys(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit) =>
        [.. ListKeys(createdBefore, after, limit).Select(key => new ExpiredKey(key, Orders.GetValueOrDefault(key.ResourceId) is { DueAt: not null }))];

    // The ids of the narrowest index that has all that the filter asks for, descending.
    private IEnumerable<Guid> OrdersBefore(OrderFilter filter, Guid? after)
    {
        if (filter.NeedsAttention)
        {
            return Before(OrdersToAttend, after);
        }

        return filter.CustomerId is { } customer
            ? GroupBefore(OrdersByCustomer, customer, after)
            : GroupBefore(OrdersByStatus, filter.Status is { } status ? (int)status : AnyStatus, after);
    }

    // The records are looked at up to the bound of a page, which then continues after the last that was looked at.
    private static KeysetPage<TRecord, Guid> Take<TRecord>(IEnumerable<Guid> ids, int limit, ImmutableDictionary<Guid, TRecord> records, Func<TRecord, bool> isWanted)
    {
        var found = new List<TRecord>();
        var lookedAt = 0L;
        foreach (var id in ids)
        {
            lookedAt++;
            var record = records[id];
            if (isWanted(record))
            {
                found.Add(record);
            }

            if (found.Count == limit || lookedAt == KeysetPage.MaxLookedAt(limit))
            {
                return new KeysetPage<TRecord, Guid>(found, id);
            }
        }

        return new KeysetPage<TRecord, Guid>(found, null);
    }

    private static IEnumerable<Guid> Before(ImmutableSortedSet<Guid> ids, Guid? after)
    {
        for (var i = (after is { } below ? ids.SeekFrom(below) : ids.Count) - 1; i >= 0; i--)
        {
            yield return ids[i];
        }
    }

    private static IEnumerable<Guid> GroupBefore<TGroup>(ImmutableSortedSet<(TGroup Group, Guid Id)> index, TGroup group, Guid? after)
    {
        for (var i = Before(index, group, after); i >= 0 && EqualityComparer<TGroup>.Default.Equals(index[i].Group, group); i--)
        {
            yield return index[i].Id;
        }
    }

    private IEnumerable<Guid> DeliveriesBefore(DeliveryFilter filter, Guid? after)
    {
        if (filter.NeedsAttention)
        {
            return Before(DeliveriesToAttend, after);
        }

        return filter.OrderId is { } order
            ? GroupBefore(DeliveriesByOrder, order, after)
            : GroupBefore(DeliveriesByStatus, filter.Status is { } status ? (int)status : AnyStatus, after);
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
