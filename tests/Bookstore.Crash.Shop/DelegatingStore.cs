using Bookstore.Storage;

namespace Bookstore.Crash;

/// <summary>A store in front of another one. What is derived from it steps in where it writes.</summary>
internal abstract class DelegatingStore(IBookstoreStore inner) : IBookstoreStore
{
    public string Name => inner.Name;

    public int MaxOpenUnits => inner.MaxOpenUnits;

    protected IBookstoreStore Inner => inner;

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public virtual ValueTask<IStoreUnit> OpenAsync(RecordKeys keys, CancellationToken cancellationToken) => inner.OpenAsync(keys, cancellationToken);

    public virtual ValueTask<bool> WasCommittedAsync(CommitMark mark, CancellationToken cancellationToken) => inner.WasCommittedAsync(mark, cancellationToken);

    public ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken) => inner.FindBookAsync(isbn, cancellationToken);

    public ValueTask<IReadOnlyList<BookListing>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken) =>
        inner.ListBooksAsync(filter, after, limit, cancellationToken);

    public ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken) =>
        inner.ListMovementsAsync(isbn, after, limit, cancellationToken);

    public ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken) =>
        inner.FindReservationAsync(reservationId, cancellationToken);

    public ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken) => inner.FindOrderAsync(orderId, cancellationToken);

    public ValueTask<IReadOnlyList<OrderRecord>> ListOrdersAsync(string? customerId, OrderStatus? status, Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.ListOrdersAsync(customerId, status, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<OrderRecord>> ListDueOrdersAsync(OrderWork work, DateTimeOffset dueAt, int limit, CancellationToken cancellationToken) =>
        inner.ListDueOrdersAsync(work, dueAt, limit, cancellationToken);

    public ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        inner.FindDeliveryAsync(deliveryId, cancellationToken);

    public ValueTask<IReadOnlyList<DeliveryRecord>> ListDeliveriesAsync(Guid? orderId, DeliveryStatus? status, Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.ListDeliveriesAsync(orderId, status, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<DeliveryRecord>> ListDueDeliveriesAsync(DateTimeOffset dueAt, int limit, CancellationToken cancellationToken) =>
        inner.ListDueDeliveriesAsync(dueAt, limit, cancellationToken);

    public ValueTask<IReadOnlyList<Reservation>> ListExpiredReservationsAsync(DateTimeOffset expiredAt, int limit, CancellationToken cancellationToken) =>
        inner.ListExpiredReservationsAsync(expiredAt, limit, cancellationToken);

    public ValueTask<IReadOnlyList<IdempotencyRecord>> ListKeysAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        inner.ListKeysAsync(createdBefore, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) =>
        inner.AuditStockAsync(after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.AuditOrdersAsync(after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.AuditReservationsAsync(after, limit, cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
