using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Keeps the records in memory, for tests and demonstrations: they are gone with the instance.</summary>
/// <remarks>
/// Committed state is one immutable value that a commit replaces: a read takes the value that is there and goes on undisturbed. One unit
/// is open at a time, whatever it loads; the others wait in line.
/// </remarks>
/// <param name="time">Measures how its time passes. Without one, its time is what its hosts tell at their readings.</param>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class InMemoryStore(TimeProvider? time = null) : IBookstoreStore
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _commit = new();
    private readonly MemoryClock _clock = new(time);
    private volatile MemoryState _state = MemoryState.Empty;

    public string Name => "memory";

    public int MaxOpenUnits => 1;

    public ValueTask InitializeAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled(cancellationToken) : ValueTask.CompletedTask;

    public ValueTask RegisterWriterAsync(Guid writer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_commit)
        {
            _state = _state.Remember(writer, batch: null);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<DateTimeOffset>(cancellationToken)
        : ValueTask.FromResult(_clock.Read(host));

    public ValueTask<bool> TryBeginRoundAsync(string round, Guid host, TimeSpan interval, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? ValueTask.FromCanceled<bool>(cancellationToken)
        : ValueTask.FromResult(true);

    public async ValueTask<IStoreUnit> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new InMemoryUnit(this, _state.Load(keys));
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
        lock (_commit)
        {
            _state = MemoryDraft.Index(_state, isbn, (version, words));
        }
    }

    public ValueTask<bool> WasCommittedAsync(CommitMark mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_commit)
        {
            return ValueTask.FromResult(mark.IsCommitted(_state.Marks.TryGetValue(mark.Writer, out var batch) ? batch : null));
        }
    }

    public ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken) =>
        Read(isbn, static (state, asked) => state.FindBook(asked), cancellationToken);

    public ValueTask<KeysetPage<BookListing, Isbn>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Read((filter, after, limit), static (state, asked) => state.ListBooks(asked.filter, asked.after, asked.limit), cancellationToken);
    }

    public ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) =>
        Read(version, static (state, asked) => state.ReadSearchIndex(asked), cancellationToken);

    public ValueTask<IReadOnlyList<Isbn>> ListOutdatedBooksAsync(int version, int limit, CancellationToken cancellationToken) =>
        Read((version, limit), static (state, asked) => state.ListOutdatedBooks(asked.version, asked.limit), cancellationToken);

    public ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken) =>
        Read((isbn, after, limit), static (state, asked) => state.ListMovements(asked.isbn, asked.after, asked.limit), cancellationToken);

    public ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken) =>
        Read(reservationId, static (state, id) => state.Reservations.GetValueOrDefault(id), cancellationToken);

    public ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken) =>
        Read(orderId, static (state, id) => state.Orders.GetValueOrDefault(id), cancellationToken);

    public ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Read((filter, after, limit), static (state, asked) => state.ListOrders(asked.filter, asked.after, asked.limit), cancellationToken);
    }

    public ValueTask<IReadOnlyList<OrderRecord>> ListDueOrdersAsync(
        OrderWork work, string? gateway, DateTimeOffset dueAt, int limit, CancellationToken cancellationToken) => Read(
            (work, gateway, dueAt, limit),
            static (state, asked) => state.ListDueOrders(asked.work, asked.gateway, asked.dueAt, asked.limit),
            cancellationToken);

    public ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        Read(deliveryId, static (state, id) => state.Deliveries.GetValueOrDefault(id), cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
        Read((filter, after, limit), static (state, asked) => state.ListDeliveries(asked.filter, asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<DeliveryRecord>> ListDueDeliveriesAsync(string courier, DateTimeOffset dueAt, int limit, CancellationToken cancellationToken) =>
        Read((courier, dueAt, limit), static (state, asked) => state.ListDueDeliveries(asked.courier, asked.dueAt, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<CourierBacklog>> CountDueDeliveriesAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        Read(dueAt, static (state, asked) => state.CountDueDeliveries(asked), cancellationToken);

    public ValueTask<IReadOnlyList<GatewayBacklog>> CountDueOrdersAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        Read(dueAt, static (state, asked) => state.CountDueOrders(asked), cancellationToken);

    public ValueTask<IReadOnlyList<Reservation>> ListExpiredReservationsAsync(DateTimeOffset expiredAt, int limit, CancellationToken cancellationToken) =>
        Read((expiredAt, limit), static (state, asked) => state.ListExpiredReservations(asked.expiredAt, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<IdempotencyRecord>> ListKeysAsync(
        DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        Read((createdBefore, after, limit), static (state, asked) => state.ListKeys(asked.createdBefore, asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<ExpiredKey>> ListExpiredKeysAsync(
        DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        Read((createdBefore, after, limit), static (state, asked) => state.ListExpiredKeys(asked.createdBefore, asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) =>
        Read((after, limit), static (state, asked) => state.AuditStock(asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        Read((after, limit), static (state, asked) => state.AuditOrders(asked.after, asked.limit), cancellationToken);

    public ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        Read((after, limit), static (state, asked) => state.AuditReservations(asked.after, asked.limit), cancellationToken);

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Replaces the committed state by one with the staged changes, or throws and leaves it.</summary>
    internal void Commit(WorkingSet records, CommitMark mark)
    {
        lock (_commit)
        {
            _state = MemoryDraft.Apply(_state, records, mark);
        }

        _clock.Advance(mark.At);
    }

    internal void EndTurn() => _turn.Release();

    private ValueTask<TResult> Read<TAsked, TResult>(TAsked asked, Func<MemoryState, TAsked, TResult> read, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<TResult>(cancellationToken)
            : ValueTask.FromResult(read(_state, asked));
}
