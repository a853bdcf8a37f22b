using Bookstore.Storage;

namespace Bookstore.Support;

/// <summary>A store in front of which a test can put faults: before the commit, after it, or in place of the answer.</summary>
internal sealed class FaultyStore(IBookstoreStore inner) : IBookstoreStore
{
    /// <summary>Called before a unit opens; may throw.</summary>
    public Func<RecordKeys, ValueTask>? OnOpen { get; set; }

    /// <summary>Called in place of a commit, with the real one to call or not.</summary>
    public Func<WorkingSet, Func<ValueTask>, ValueTask>? OnCommit { get; set; }

    /// <summary>Called after a unit was disposed; may throw.</summary>
    public Action? OnDispose { get; set; }

    /// <summary>Called before an outcome is looked up; may throw.</summary>
    public Func<ValueTask>? OnWasCommitted { get; set; }

    public int Commits { get; private set; }

    public string Name => inner.Name;

    public int MaxOpenUnits { get; init; } = inner.MaxOpenUnits;

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    public async ValueTask<IStoreUnit> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        if (OnOpen is { } script)
        {
            await script(keys);
        }

        return new Unit(this, await inner.OpenAsync(keys, cancellationToken));
    }

    public async ValueTask<bool> WasCommittedAsync(CommitMark mark, CancellationToken cancellationToken)
    {
        if (OnWasCommitted is { } script)
        {
            await script();
        }

        return await inner.WasCommittedAsync(mark, cancellationToken);
    }

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

    public ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken) => inner.FindDeliveryAsync(deliveryId, cancellationToken);

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

    private sealed class Unit(FaultyStore store, IStoreUnit inner) : IStoreUnit
    {
        public WorkingSet Records => inner.Records;

        public ValueTask CommitAsync(CommitMark mark)
        {
            store.Commits++;
            return store.OnCommit is { } script ? script(inner.Records, () => inner.CommitAsync(mark)) : inner.CommitAsync(mark);
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            store.OnDispose?.Invoke();
        }
    }
}
