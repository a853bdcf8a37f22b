using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>The committed records as a whole, for those who watch.</summary>
internal sealed class Records(InMemoryStore store)
{
    public IReadOnlyList<Order> Orders() => [.. store.ListOrdersAsync(OrderFilter.All, null, int.MaxValue, default).Result.Items.Select(record => record.Order)];

    public IReadOnlyList<Order> OrdersOf(string customerId) => [.. store.ListOrdersAsync(new OrderFilter { CustomerId = customerId }, null, int.MaxValue, default).Result.Items.Select(record => record.Order)];

    public IReadOnlyList<Delivery> Deliveries() => [.. store.ListDeliveriesAsync(DeliveryFilter.All, null, int.MaxValue, default).Result.Items.Select(record => record.Delivery)];

    public IReadOnlyList<Reservation> Reservations() => [.. store.AuditReservationsAsync(null, int.MaxValue, default).Result.Select(audit => audit.Reservation)];

    public Reservation? Reservation(Guid id) => store.FindReservationAsync(id, default).Result;

    public IReadOnlyList<StockMovement> Movements(Isbn isbn) => store.ListMovementsAsync(isbn, null, int.MaxValue, default).Result.Items;

    public int Keys() => store.ListKeysAsync(DateTimeOffset.MaxValue, null, int.MaxValue, default).Result.Count;
}
