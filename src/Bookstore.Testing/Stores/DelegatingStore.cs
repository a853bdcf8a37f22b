using System.Diagnostics.CodeAnalysis;
using Bookstore.Storage;

namespace Bookstore.Testing;

/// <summary>A store in front of another one. What is derived from it steps in where it reads or writes.</summary>
/// <param name="inner">The store behind it, which is disposed with it.</param>
[Experimental(StorageDiagnostics.Experimental)]
public abstract class DelegatingStore(IBookstoreStore inner) : IBookstoreStore
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public virtual int MaxOpenUnits => inner.MaxOpenUnits;

    /// <inheritdoc/>
    public virtual bool HasOwnClock => inner.HasOwnClock;

    /// <inheritdoc/>
    public virtual string? Warning => inner.Warning;

    /// <summary>The store behind this one.</summary>
    protected IBookstoreStore Inner => inner;

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync(CancellationToken cancellationToken) => inner.InitializeAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask RegisterWriterAsync(Guid writer, CancellationToken cancellationToken) => inner.RegisterWriterAsync(writer, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken) => inner.ReadTimeAsync(host, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<bool> TryBeginRoundAsync(string round, Guid host, TimeSpan interval, CancellationToken cancellationToken) =>
        inner.TryBeginRoundAsync(round, host, interval, cancellationToken);

    /// <inheritdoc/>
    public virtual async ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken) =>
        new Unit(this, await inner.OpenAsync(keys, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public virtual ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken) => inner.WasCommittedAsync(mark, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken) => inner.FindBookAsync(isbn, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<KeysetPage<BookListing, Isbn>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken) =>
        inner.ListBooksAsync(filter, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken) =>
        inner.ListMovementsAsync(isbn, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken) =>
        inner.FindReservationAsync(reservationId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken) => inner.FindOrderAsync(orderId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.ListOrdersAsync(filter, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueOrdersAsync(OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        inner.ListDueOrdersAsync(work, gateway, dueAt, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<KeysetPage<OrderRecord, PartyDuePosition>> ListAllDueOrdersAsync(OrderWork work, DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) =>
        inner.ListAllDueOrdersAsync(work, dueAt, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        inner.FindDeliveryAsync(deliveryId, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.ListDeliveriesAsync(filter, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<DeliveryRecord>> ListDeliveriesOfAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken) =>
        inner.ListDeliveriesOfAsync(orderIds, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<KeysetPage<DeliveryRecord, DuePosition>> ListDueDeliveriesAsync(string courier, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        inner.ListDueDeliveriesAsync(courier, dueAt, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<KeysetPage<DeliveryRecord, PartyDuePosition>> ListAllDueDeliveriesAsync(DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) =>
        inner.ListAllDueDeliveriesAsync(dueAt, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<CourierBacklog>> CountDueDeliveriesAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        inner.CountDueDeliveriesAsync(dueAt, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<GatewayBacklog>> CountDueOrdersAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        inner.CountDueOrdersAsync(dueAt, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<KeysetPage<Reservation, DuePosition>> ListExpiredReservationsAsync(DateTimeOffset expiredAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        inner.ListExpiredReservationsAsync(expiredAt, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) => inner.ReadSearchIndexAsync(version, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<OutdatedBook>> ListOutdatedBooksAsync(int version, OutdatedBook? after, int limit, CancellationToken cancellationToken) =>
        inner.ListOutdatedBooksAsync(version, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<IdempotencyRecord>> ListKeysAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        inner.ListKeysAsync(createdBefore, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<KeyWithOrder>> ListKeysWithOrdersAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        inner.ListKeysWithOrdersAsync(createdBefore, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<DocumentRecord?> FindDocumentAsync(DocumentId id, CancellationToken cancellationToken) => inner.FindDocumentAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<DocumentRecord?> FindDocumentByKeyAsync(string kind, string uniqueKey, CancellationToken cancellationToken) =>
        inner.FindDocumentByKeyAsync(kind, uniqueKey, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(Guid ownerId, string kind, Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.ListDocumentsOfAsync(ownerId, kind, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(IReadOnlyCollection<Guid> ownerIds, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken) =>
        inner.ListDocumentsOfAsync(ownerIds, kinds, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsAsync(string kind, int? state, Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.ListDocumentsAsync(kind, state, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListDueDocumentsAsync(
        string kind, Guid? ownerId, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        inner.ListDueDocumentsAsync(kind, ownerId, dueAt, after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<EventSlice> ReadEventsAsync(long? after, int limit, CancellationToken cancellationToken) => inner.ReadEventsAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> ReadLastEventAsync(CancellationToken cancellationToken) => inner.ReadLastEventAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long?> FindEventsBeforeAsync(DateTimeOffset committedBefore, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        inner.FindEventsBeforeAsync(committedBefore, now, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask NumberEventsAsync(CancellationToken cancellationToken) => inner.NumberEventsAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) =>
        inner.AuditStockAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.AuditOrdersAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        inner.AuditReservationsAsync(after, limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return inner.DisposeAsync();
    }

    /// <summary>Commits a unit of the store behind this one.</summary>
    /// <param name="unit">The unit as the store behind this one opened it.</param>
    /// <param name="mark">The mark to write with it.</param>
    /// <returns>A task that ends when the changes are durable.</returns>
    protected virtual ValueTask CommitUnitAsync(IStoreTransaction unit, CommitToken mark)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit.CommitAsync(mark);
    }

    /// <summary>Lets a unit of the store behind this one go.</summary>
    /// <param name="unit">The unit as the store behind this one opened it.</param>
    /// <returns>A task that ends when its locks are gone.</returns>
    protected virtual ValueTask DisposeUnitAsync(IStoreTransaction unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return unit.DisposeAsync();
    }

    private sealed class Unit(DelegatingStore store, IStoreTransaction inner) : IStoreTransaction
    {
        public WorkingSet Records => inner.Records;

        public Task EventsNumbered => inner.EventsNumbered;

        public ValueTask CommitAsync(CommitToken mark) => store.CommitUnitAsync(inner, mark);

        public ValueTask DisposeAsync() => store.DisposeUnitAsync(inner);
    }
}
