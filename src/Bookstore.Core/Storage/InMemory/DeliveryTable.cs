using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The deliveries.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class DeliveryTable : MemoryTable<Guid, DeliveryRecord>
{
    private readonly SortedKeys<Guid> _all;
    private readonly SortedKeys<Guid> _toAttend;
    private readonly GroupedIndex<DeliveryRecord, DeliveryStatus, Guid> _byStatus;
    private readonly GroupedIndex<DeliveryRecord, Guid, Guid> _byOrder;
    private readonly GroupedIndex<DeliveryRecord, string, (DateTimeOffset At, Guid Id)> _due;

    public DeliveryTable()
    {
        _all = Sort(static delivery => delivery.Delivery.Id);
        _toAttend = Sort(static delivery => delivery.Delivery.Id, where: static delivery => delivery.Delivery.Attention is not null);
        _byStatus = Group(static delivery => delivery.Delivery.Status, static delivery => delivery.Delivery.Id);
        _byOrder = Group(static delivery => delivery.Delivery.OrderId, static delivery => delivery.Delivery.Id);
        _due = Group(
            static delivery => delivery.Delivery.Courier,
            static delivery => (delivery.DueAt!.Value, delivery.Delivery.Id),
            where: static delivery => delivery.DueAt is not null);
    }

    /// <summary>Loads the deliveries of each order.</summary>
    public void Load(KeySet<Guid> orders, WorkingSet records)
    {
        foreach (var order in orders)
        {
            var found = new List<DeliveryRecord>();
            foreach (var id in _byOrder[order].Ascending())
            {
                found.Add(this[id]);
            }

            records.LoadDeliveries(order, found);
        }
    }

    public KeysetPage<DeliveryRecord, Guid> List(DeliveryFilter filter, Guid? after, int limit)
    {
        // The narrowest index that has all that the filter asks for.
        var ids = filter switch
        {
            { NeedsAttention: true } => _toAttend,
            { OrderId: { } order } => _byOrder[order],
            { Status: { } status } => _byStatus[status],
            _ => _all,
        };
        return Page(after is { } id ? ids.Before(id) : ids.Descending(), limit, delivery => filter.Matches(delivery.Delivery));
    }

    public IReadOnlyList<DeliveryRecord> ListOf(IReadOnlyCollection<Guid> orders)
    {
        var found = new List<DeliveryRecord>();
        foreach (var order in orders)
        {
            foreach (var id in _byOrder[order].Ascending())
            {
                found.Add(this[id]);
            }
        }

        return found;
    }

    public KeysetPage<DeliveryRecord, DuePosition> ListDue(string courier, DateTimeOffset dueAt, DuePosition? after, int limit) =>
        KeysetPage.Of(Until(Due.After(_due[courier], after), dueAt, limit), limit, static delivery => new DuePosition(delivery.DueAt!.Value, delivery.Delivery.Id));

    public KeysetPage<DeliveryRecord, PartyDuePosition> ListAllDue(DateTimeOffset dueAt, PartyDuePosition? after, int limit) =>
        Due.ListAll(_due.Groups.Keys, after, limit, (courier, from, most) => ListDue(courier!, dueAt, from, most));

    public IReadOnlyList<CourierBacklog> CountDue(DateTimeOffset dueAt) =>
    [
        .. _due.Groups.Where(courier => Due.Since(courier.Value) <= dueAt)
            .Select(courier => new CourierBacklog(courier.Key, Due.Count(courier.Value, dueAt), Due.Since(courier.Value)))
            .Take(1_000),
    ];
}
