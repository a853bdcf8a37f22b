using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>The committed records as a whole, for those who watch.</summary>
internal sealed class Records(InMemoryStore store)
{
    public IReadOnlyList<Order> Orders() => [.. store.ListOrdersAsync(OrderFilter.All, null, int.MaxValue, default).Result.Items.Select(record => record.Order)];

    public IReadOnlyList<Order> OrdersOf(string customerId) => [.. store.ListOrdersAsync(new OrderFilter { CustomerId = customerId }, null, int.MaxValue, default).Result.Items.Select(record => record.Order)];

    public IReadOnlyList<Delivery> Deliveries() => [.. store.ListDeliveriesAsync(DeliveryFilter.All, null, int.MaxValue, default).Result.Items.Select(record => record.Delivery)];

    public IReadOnlyList<Refund> Refunds() => [.. Documents(RefundDocuments.Kind.Name).Select(document => RefundDocuments.Read(document).Refund)];

    public IReadOnlyList<Return> Returns() => [.. Documents(ReturnDocuments.Kind.Name).Select(document => ReturnDocuments.Read(document).Return)];

    public IReadOnlyList<Reservation> Reservations() => [.. store.AuditReservationsAsync(null, int.MaxValue, default).Result.Select(audit => audit.Reservation)];

    public Reservation? Reservation(Guid id) => store.FindReservationAsync(id, default).Result;

    public IReadOnlyList<StockMovement> Movements(Isbn isbn) => store.ListMovementsAsync(isbn, null, int.MaxValue, default).Result.Items;

    private IReadOnlyList<DocumentRecord> Documents(string kind) => store.ListDocumentsAsync(kind, null, null, 10_000, default).Result;

    /// <summary>The keys, but for those of refunds that a person may still have made.</summary>
    public int Keys()
    {
        var open = Refunds().Where(refund => refund.Status == RefundStatus.Pending || refund.Attention is not null).Select(refund => (Guid?)refund.Id).ToHashSet();
        return store.ListKeysAsync(DateTimeOffset.MaxValue, null, int.MaxValue, default).Result.Count(key => !open.Contains(key.ResourceId));
    }
}
