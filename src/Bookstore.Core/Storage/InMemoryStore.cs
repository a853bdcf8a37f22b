using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Keeps the records in memory, for tests and demonstrations: they are gone with the instance.</summary>
/// <remarks>
/// Tables are written in place under a lock, after everything that would be refused was found, so that a commit is there as a whole or not at all. A read holds the lock for
/// one page and nothing else. One unit is open at a time; the others wait.
/// </remarks>
/// <param name="time">Measures how its time passes. Without one, its time is what its hosts tell at their readings.</param>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class InMemoryStore(TimeProvider? time = null) : IBookstoreStore
{
#pragma warning disable CA2213 // A disposed semaphore would leave those who wait on it waiting for ever; it holds no handle.
    private readonly SemaphoreSlim _turn = new(1, 1);
#pragma warning restore CA2213
    private readonly Lock _lock = new();
    private readonly MemoryClock _clock = new(time);
    private readonly MemoryTables _tables = new();
    private readonly WriterRows _writers = new();
    private volatile bool _isDisposed;

    public string Name => "memory";

    public int MaxOpenUnits => 1;

    public ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : ValueTask.CompletedTask;
    }

    public ValueTask RegisterWriterAsync(Guid writer, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _writers.Register(writer);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<DateTimeOffset>(cancellationToken) : ValueTask.FromResult(_clock.Read(host));
    }

    public ValueTask<bool> TryBeginRoundAsync(string round, Guid host, TimeSpan interval, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken) : ValueTask.FromResult(true);
    }

    public async ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfDisposed();
            return new InMemoryUnit(this, Read(keys, static (tables, asked) => tables.Load(asked)));
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <summary>Gives a book other words, for tests: as another version of this program would have written them.</summary>
    internal void WriteWords(Isbn isbn, int version, BookWords words)
    {
        lock (_lock)
        {
            _tables.Books.Words.Set(isbn, new IndexedBook(isbn, version, words));
        }
    }

    public ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            return ValueTask.FromResult(mark.IsCommitted(_writers.LastBatchOf(mark.Writer)));
        }
    }

    public ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken) =>
        Read(isbn, static (tables, asked) => tables.FindBook(asked), cancellationToken);

    public ValueTask<KeysetPage<BookListing, Isbn>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Read((filter, after, limit), static (tables, asked) => tables.ListBooks(asked.filter, asked.after, asked.limit), cancellationToken);
    }

    public ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) =>
        Read(version, static (tables, asked) => tables.Books.Words.State(asked), cancellationToken);

    public ValueTask<IReadOnlyList<OutdatedBook>> ListOutdatedBooksAsync(int version, OutdatedBook? after, int limit, CancellationToken cancellationToken) =>
        Read((version, after, limit), static (tables, asked) => tables.Books.Words.ListOutdated(asked.version, asked.after, asked.limit), cancellationToken);

    public ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken) =>
        Read((isbn, after, limit), static (tables, asked) => tables.Movements.List(asked.isbn, asked.after, asked.limit), cancellationToken);

    public ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken) =>
        Read(reservationId, static (tables, id) => tables.Reservations.Find(id), cancellationToken);

    public ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken) =>
        Read(orderId, static (tables, id) => tables.Orders.Find(id), cancellationToken);

    public ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Read((filter, after, limit), static (tables, asked) => tables.Orders.List(asked.filter, asked.after, asked.limit), cancellationToken);
    }

    public ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueOrdersAsync(
        OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) => Read(
            (work, gateway, dueAt, after, limit),
            static (tables, asked) => tables.Orders.ListDue(asked.work, asked.gateway, asked.dueAt, asked.after, asked.limit),
            cancellationToken);

    public ValueTask<KeysetPage<OrderRecord, PartyDuePosition>> ListAllDueOrdersAsync(
        OrderWork work, DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) =>
        Read((work, dueAt, after, limit), static (tables, asked) => tables.Orders.ListAllDue(asked.work, asked.dueAt, asked.after, asked.limit), cancellationToken);

    public ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        Read(deliveryId, static (tables, id) => tables.Deliveries.Find(id), cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
        Read((filter, after, limit), static (tables, asked) => tables.Deliveries.List(asked.filter, asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<DeliveryRecord>> ListDeliveriesOfAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken) =>
        Read(orderIds, static (tables, asked) => tables.Deliveries.ListOf(asked), cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, DuePosition>> ListDueDeliveriesAsync(
        string courier, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        Read((courier, dueAt, after, limit), static (tables, asked) => tables.Deliveries.ListDue(asked.courier, asked.dueAt, asked.after, asked.limit), cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, PartyDuePosition>> ListAllDueDeliveriesAsync(DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) =>
        Read((dueAt, after, limit), static (tables, asked) => tables.Deliveries.ListAllDue(asked.dueAt, asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<CourierBacklog>> CountDueDeliveriesAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        Read(dueAt, static (tables, asked) => tables.Deliveries.CountDue(asked), cancellationToken);

    public ValueTask<IReadOnlyList<GatewayBacklog>> CountDueOrdersAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        Read(dueAt, static (tables, asked) => tables.Orders.CountDue(asked), cancellationToken);

    public ValueTask<KeysetPage<Reservation, DuePosition>> ListExpiredReservationsAsync(
        DateTimeOffset expiredAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        Read((expiredAt, after, limit), static (tables, asked) => tables.Reservations.ListExpired(asked.expiredAt, asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<IdempotencyRecord>> ListKeysAsync(
        DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        Read((createdBefore, after, limit), static (tables, asked) => tables.Keys.List(asked.createdBefore, asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<KeyWithOrder>> ListKeysWithOrdersAsync(
        DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        Read((createdBefore, after, limit), static (tables, asked) => tables.ListKeysWithOrders(asked.createdBefore, asked.after, asked.limit), cancellationToken);

    public ValueTask<DocumentRecord?> FindDocumentAsync(DocumentId id, CancellationToken cancellationToken) =>
        Read(id, static (tables, asked) => tables.Documents.Find(asked), cancellationToken);

    public ValueTask<DocumentRecord?> FindDocumentByKeyAsync(string kind, string uniqueKey, CancellationToken cancellationToken) =>
        Read((kind, uniqueKey), static (tables, asked) => tables.Documents.FindByKey(asked.kind, asked.uniqueKey), cancellationToken);

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(Guid ownerId, string kind, Guid? after, int limit, CancellationToken cancellationToken) =>
        Read((ownerId, kind, after, limit), static (tables, asked) => tables.Documents.ListOf(asked.ownerId, asked.kind, asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(IReadOnlyCollection<Guid> ownerIds, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken) =>
        Read((ownerIds, kinds), static (tables, asked) => tables.Documents.ListOf(asked.ownerIds, asked.kinds), cancellationToken);

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsAsync(string kind, int? state, Guid? after, int limit, CancellationToken cancellationToken) =>
        Read((kind, state, after, limit), static (tables, asked) => tables.Documents.List(asked.kind, asked.state, asked.after, asked.limit), cancellationToken);

    public ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListDueDocumentsAsync(
        string kind, Guid? ownerId, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        Read((kind, ownerId, dueAt, after, limit), static (tables, asked) => tables.Documents.ListDue(asked.kind, asked.ownerId, asked.dueAt, asked.after, asked.limit), cancellationToken);

    public ValueTask<EventSlice> ReadEventsAsync(long? after, int limit, CancellationToken cancellationToken) =>
        Read((after, limit), static (tables, asked) => tables.Events.Read(asked.after, asked.limit), cancellationToken);

    public ValueTask<long> ReadLastEventAsync(CancellationToken cancellationToken) => Read(0, static (tables, _) => tables.Events.Last, cancellationToken);

    public ValueTask<long?> FindEventsBeforeAsync(DateTimeOffset committedBefore, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        Read((committedBefore, now, limit), static (tables, asked) => tables.Events.FindBefore(asked.committedBefore, asked.now, asked.limit), cancellationToken);

    public ValueTask NumberEventsAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) =>
        Read((after, limit), static (tables, asked) => tables.AuditStock(asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        Read((after, limit), static (tables, asked) => tables.AuditOrders(asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        Read((after, limit), static (tables, asked) => tables.AuditReservations(asked.after, asked.limit), cancellationToken);

    public ValueTask DisposeAsync()
    {
        _isDisposed = true;
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes all staged changes, or throws and writes none.</summary>
    internal void Commit(WorkingSet records, CommitToken mark)
    {
        ThrowIfDisposed();
        lock (_lock)
        {
            _tables.Check(records);
            _tables.Write(records, mark.At);
            _writers.Write(mark);
        }

        _clock.Advance(mark.At);
    }

    internal void EndTurn() => _turn.Release();

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private ValueTask<TResult> Read<TAsked, TResult>(TAsked asked, Func<MemoryTables, TAsked, TResult> read, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<TResult>(cancellationToken) : ValueTask.FromResult(Read(asked, read));
    }

    private TResult Read<TAsked, TResult>(TAsked asked, Func<MemoryTables, TAsked, TResult> read)
    {
        lock (_lock)
        {
            return read(_tables, asked);
        }
    }
}
