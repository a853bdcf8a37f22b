using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The orders.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class OrderTable : MemoryTable<Guid, OrderRecord>
{
    private readonly SortedKeys<Guid> _all;
    private readonly SortedKeys<Guid> _toAttend;
    private readonly GroupedIndex<OrderRecord, OrderStatus, Guid> _byStatus;
    private readonly GroupedIndex<OrderRecord, string, Guid> _byCustomer;
    private readonly GroupedIndex<OrderRecord, (OrderWork Work, string? Gateway), (DateTimeOffset At, Guid Id)> _due;

    public OrderTable()
    {
        _all = Sort(static order => order.Order.Id);
        _toAttend = Sort(static order => order.Order.Id, where: static order => order.Order.Attention is not null);
        _byStatus = Group(static order => order.Order.Status, static order => order.Order.Id);
        _byCustomer = Group(static order => order.Order.CustomerId, static order => order.Order.Id);
        _due = Group(
            static order => (order.Work!.Value, order.Gateway),
            static order => (order.DueAt!.Value, order.Order.Id),
            where: static order => order.Work is not null);
    }

    /// <summary>Refuses an order whose refunds are more than its total, before anything is written.</summary>
    /// <exception cref="BookstoreStoreException">An order gives more back than it costs.</exception>
    public static void CheckRefunds(RecordTable<Guid, OrderRecord> orders)
    {
        for (var i = 0; i < orders.Touched.Count; i++)
        {
            if (orders.Touched[i].Current is { RefundsMinor: { } refunds } order && (refunds < 0 || refunds > order.Order.Total.MinorUnits))
            {
                throw new BookstoreStoreException($"The refunds of order {order.Order.Id} would be {refunds} minor units of a total of {order.Order.Total}. This is a bug in Bookstore; nothing was written.");
            }
        }
    }

    public KeysetPage<OrderRecord, Guid> List(OrderFilter filter, Guid? after, int limit)
    {
        // The narrowest index that has all that the filter asks for.
        var ids = filter switch
        {
            { NeedsAttention: true } => _toAttend,
            { CustomerId: { } customer } => _byCustomer[customer],
            { Status: { } status } => _byStatus[status],
            _ => _all,
        };
        return Page(after is { } id ? ids.Before(id) : ids.Descending(), limit, order => filter.Matches(order.Order));
    }

    public KeysetPage<OrderRecord, DuePosition> ListDue(OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit) =>
        KeysetPage.Of(Until(Due.After(_due[(work, gateway)], after), dueAt, limit), limit, static order => new DuePosition(order.DueAt!.Value, order.Order.Id));

    public KeysetPage<OrderRecord, PartyDuePosition> ListAllDue(OrderWork work, DateTimeOffset dueAt, PartyDuePosition? after, int limit) => Due.ListAll(
        _due.Groups.Keys.Where(group => group.Work == work).Select(static group => group.Gateway),
        after,
        limit,
        (gateway, from, most) => ListDue(work, gateway, dueAt, from, most));

    public IReadOnlyList<GatewayBacklog> CountDue(DateTimeOffset dueAt) =>
    [
        .. _due.Groups.Where(work => Due.Since(work.Value) <= dueAt)
            .GroupBy(static work => work.Key.Gateway, StringComparer.Ordinal)
            .Select(gateway => new GatewayBacklog(gateway.Key, gateway.Sum(work => Due.Count(work.Value, dueAt)), gateway.Min(static work => Due.Since(work.Value))))
            .Take(1_000),
    ];

    public SortedKeys<Guid>.Walk After(Guid? id) => id is { } after ? _all.After(after) : _all.Ascending();
}
