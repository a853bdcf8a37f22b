using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore.Sqlite;

/// <summary>The embedded store: one file, one writer thread, a pool of readers.</summary>
internal sealed class SqliteStore : IBookstoreStore
{
    private readonly WriterThread _thread = new();
    private readonly FileGuard _guard;
    private readonly FileClock _clock;
    private readonly ReaderPool _readers;
    private readonly SqliteWriter _writer;
    private readonly LogMeter _meter;
    private readonly OnlineBackup _backup;
    private volatile bool _isDisposed;

    public SqliteStore(SqliteStoreOptions options, ILogger<SqliteStore> logger, TimeProvider? time = null, string? shop = null, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        logger = FaultlessLogger.Over(logger);
        var file = DatabaseFile.Parse(options.ConnectionString);
        time ??= TimeProvider.System;
        _guard = new FileGuard(file, logger, time);
        _readers = new ReaderPool(file, options, _guard, time);
        _clock = new FileClock(time);
        Checkpointer = new LogCheckpointer(file, options, _readers, _guard, logger);
        _writer = new SqliteWriter(file, options, _thread, _readers, _guard, Checkpointer, _clock, logger);
        _meter = new LogMeter(file, _readers, shop, meters);
        _backup = new OnlineBackup(_thread, _writer, file, time);
    }

    public string Name => "sqlite";

    public int MaxOpenUnits => 1;

    public bool HasOwnClock => false;

    public string? Warning => Checkpointer.Warning;

    /// <inheritdoc cref="SqliteWriter.CommitFault"/>
    internal Func<bool, int>? CommitFault
    {
        get => _writer.CommitFault;
        set => _writer.CommitFault = value;
    }

    /// <inheritdoc cref="OnlineBackup.SyncFault"/>
    internal Action? BackupSyncFault
    {
        set => _backup.SyncFault = value;
    }

    /// <summary>The gauges of the log; for tests.</summary>
    internal LogMeter Meter => _meter;

    /// <summary>Copies the log; for tests.</summary>
    internal LogCheckpointer Checkpointer { get; }

    /// <inheritdoc cref="SqliteWriter.MostPagesCopied"/>
    internal long MostPagesCopied => _writer.MostPagesCopied;

    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        if (_writer.HasOpened)
        {
            _guard.LookAndThrow();
            return;
        }

        await _thread.RunAndLeaveAsync(_writer.Prepare, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask RegisterWriterAsync(Guid writer, CancellationToken cancellationToken) =>
        await _thread.RunInTurnAsync(token => _writer.Register(writer, token), cancellationToken).ConfigureAwait(false);

    public async ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken)
    {
        var newest = await LookUpAsync(0, static (database, _) => WriterRows.Newest(database), cancellationToken).ConfigureAwait(false);
        return _clock.Read(host, newest);
    }

    // The processes on one file are few, and a round that finds nothing costs them little.
    public ValueTask<bool> TryBeginRoundAsync(string round, Guid host, TimeSpan interval, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<bool>(cancellationToken) : ValueTask.FromResult(true);
    }

    public ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return _thread.RunInTurnAsync(token => _writer.Open(keys, token), cancellationToken);
    }

    public ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken) =>
        _thread.RunAndLeaveAsync(token => _writer.WasCommitted(mark, token), cancellationToken);

    public ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken) =>
        ReadAsync(isbn, static (database, isbn) => BookRows.FindListing(database, isbn), cancellationToken);

    public ValueTask<KeysetPage<BookListing, Isbn>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.HasWords ? ReadAsync((filter, after, limit), static (database, page) => BookWordRows.List(database, page.filter, page.after, page.limit), cancellationToken)
            : filter.HasDates ? ReadAsync((filter, after, limit), static (database, page) => BookRows.List(database, page.filter, page.after, page.limit), cancellationToken)
            : ReadAsync((after, limit), static (database, page) => BookRows.List(database, page.after, page.limit), cancellationToken);
    }

    public ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) =>
        ReadAsync(version, static (database, version) => BookWordRows.ReadState(database, version), cancellationToken);

    public ValueTask<IReadOnlyList<OutdatedBook>> ListOutdatedBooksAsync(int version, OutdatedBook? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((version, after, limit), static (database, asked) => BookWordRows.ListOutdated(database, asked.version, asked.after, asked.limit), cancellationToken);

    public ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken) => ReadAsync(
        (isbn, after, limit),
        static (database, page) => MovementRows.List(database, page.isbn, page.after ?? StockRows.Find(database, page.isbn)?.Head, page.limit),
        cancellationToken);

    public ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken) =>
        LookUpAsync(reservationId, static (database, id) => ReservationRows.Find(database, id), cancellationToken);

    public ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken) =>
        LookUpAsync(orderId, static (database, id) => OrderRows.Find(database, id), cancellationToken);

    public ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var isLookUp = after is null && (filter.CustomerId is not null || limit == 1);
        return ReadAsync((filter, after, limit), static (database, page) => ListOrders(database, page.filter, page.after, page.limit), isLookUp, cancellationToken);
    }

    public ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueOrdersAsync(
        OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) => ReadAsync(
        (work, gateway, dueAt, after, limit),
        static (database, page) => OrderRows.ListDue(database, page.work, page.gateway, page.dueAt, page.after, page.limit),
        cancellationToken);

    public ValueTask<KeysetPage<OrderRecord, PartyDuePosition>> ListAllDueOrdersAsync(
        OrderWork work, DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) => ReadAsync(
        (work, dueAt, after, limit),
        static (database, page) => DueOfEveryParty.ListOrders(database, page.work, page.dueAt, page.after, page.limit),
        cancellationToken);

    public ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        LookUpAsync(deliveryId, static (database, id) => DeliveryRows.Find(database, id), cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((filter, after, limit), static (database, page) => DeliveryRows.List(database, page.filter, page.after, page.limit), isLookUp: after is null && limit == 1, cancellationToken);

    public ValueTask<IReadOnlyList<DeliveryRecord>> ListDeliveriesOfAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken) =>
        ReadAsync(orderIds, static (database, orders) => DeliveryRows.ListOf(database, orders), cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, DuePosition>> ListDueDeliveriesAsync(
        string courier, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) => ReadAsync(
        (courier, dueAt, after, limit),
        static (database, page) => DeliveryRows.ListDue(database, page.courier, page.dueAt, page.after, page.limit),
        cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, PartyDuePosition>> ListAllDueDeliveriesAsync(DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((dueAt, after, limit), static (database, page) => DueOfEveryParty.ListDeliveries(database, page.dueAt, page.after, page.limit), cancellationToken);

    public ValueTask<IReadOnlyList<CourierBacklog>> CountDueDeliveriesAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        ReadAsync(dueAt, static (database, at) => DeliveryRows.Count(database, at), cancellationToken);

    public ValueTask<IReadOnlyList<GatewayBacklog>> CountDueOrdersAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        ReadAsync(dueAt, static (database, at) => OrderRows.CountDue(database, at), cancellationToken);

    public ValueTask<KeysetPage<Reservation, DuePosition>> ListExpiredReservationsAsync(DateTimeOffset expiredAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((expiredAt, after, limit), static (database, page) => ReservationRows.ListExpired(database, page.expiredAt, page.after, page.limit), cancellationToken);

    public ValueTask<IReadOnlyList<IdempotencyRecord>> ListKeysAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((createdBefore, after, limit), static (database, page) => KeyRows.List(database, page.createdBefore, page.after, page.limit), cancellationToken);

    public ValueTask<IReadOnlyList<KeyWithOrder>> ListKeysWithOrdersAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((createdBefore, after, limit), static (database, page) => KeyRows.ListWithOrders(database, page.createdBefore, page.after, page.limit), cancellationToken);

    public ValueTask<DocumentRecord?> FindDocumentAsync(DocumentId id, CancellationToken cancellationToken) =>
        LookUpAsync(id, static (database, id) => DocumentRows.Find(database, id), cancellationToken);

    public ValueTask<DocumentRecord?> FindDocumentByKeyAsync(string kind, string uniqueKey, CancellationToken cancellationToken) =>
        LookUpAsync((kind, uniqueKey), static (database, asked) => DocumentRows.FindByKey(database, asked.kind, asked.uniqueKey), cancellationToken);

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(Guid ownerId, string kind, Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((ownerId, kind, after, limit), static (database, page) => DocumentRows.ListOf(database, page.ownerId, page.kind, page.after, page.limit), cancellationToken);

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(IReadOnlyCollection<Guid> ownerIds, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken) =>
        ReadAsync((ownerIds, kinds), static (database, asked) => DocumentRows.ListOf(database, asked.ownerIds, asked.kinds), cancellationToken);

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsAsync(string kind, int? state, Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((kind, state, after, limit), static (database, page) => DocumentRows.List(database, page.kind, page.state, page.after, page.limit), cancellationToken);

    public ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListDueDocumentsAsync(
        string kind, Guid? ownerId, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((kind, ownerId, dueAt, after, limit), static (database, page) => DocumentRows.ListDue(database, page.kind, page.ownerId, page.dueAt, page.after, page.limit), cancellationToken);

    public ValueTask<EventSlice> ReadEventsAsync(long? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((after, limit), static (database, page) => EventRows.Read(database, page.after, page.limit), cancellationToken);

    public ValueTask<long> ReadLastEventAsync(CancellationToken cancellationToken) => ReadAsync(0, static (database, _) => EventRows.ReadLast(database), cancellationToken);

    public ValueTask<long?> FindEventsBeforeAsync(DateTimeOffset committedBefore, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        ReadAsync((committedBefore, now, limit), static (database, asked) => EventRows.FindBefore(database, asked.committedBefore, asked.now, asked.limit), cancellationToken);

    public async ValueTask NumberEventsAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await InitializeAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((after, limit), static (database, page) => Audits.Stock(database, page.after, page.limit), cancellationToken);

    public ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((after, limit), static (database, page) => Audits.Orders(database, page.after, page.limit), cancellationToken);

    public ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync((after, limit), static (database, page) => Audits.Reservations(database, page.after, page.limit), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        _meter.Dispose();
        await _thread.StopAsync(_writer.Close).ConfigureAwait(false);
        await _backup.DisposeAsync().ConfigureAwait(false);
        _readers.Dispose();
        _guard.Dispose();
    }

    /// <inheritdoc cref="SqliteBackup.BackupAsync"/>
    internal Task BackupAsync(string path, IProgress<SqliteBackupProgress>? progress, CancellationToken cancellationToken) => _backup.RunAsync(path, progress, cancellationToken);

    /// <summary>Reads with a function of one's own. It is called on a read-only connection that has no other user meanwhile.</summary>
    internal ValueTask<T> ReadAsync<TState, T>(TState state, Func<SqliteDatabase, TState, T> read, CancellationToken cancellationToken) =>
        ReadAsync(state, read, isLookUp: false, cancellationToken);

    /// <summary>Reads what a write may need first: it waits behind no search.</summary>
    internal ValueTask<T> LookUpAsync<TState, T>(TState state, Func<SqliteDatabase, TState, T> read, CancellationToken cancellationToken) =>
        ReadAsync(state, read, isLookUp: true, cancellationToken);

    private ValueTask<T> ReadAsync<TState, T>(TState state, Func<SqliteDatabase, TState, T> read, bool isLookUp, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return _writer.HasOpened ? _readers.ReadAsync(state, read, isLookUp, cancellationToken) : PrepareAndReadAsync(state, read, isLookUp, cancellationToken);
    }

    private static KeysetPage<OrderRecord, Guid> ListOrders(SqliteDatabase database, OrderFilter filter, Guid? after, int limit) =>
        filter is { NeedsAttention: false, CustomerId: { } customer }
            ? CustomerOrders.List(database, customer, filter, after, limit)
            : OrderRows.List(database, filter, after, limit);

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private async ValueTask<T> PrepareAndReadAsync<TState, T>(TState state, Func<SqliteDatabase, TState, T> read, bool isLookUp, CancellationToken cancellationToken)
    {
        await InitializeAsync(cancellationToken).ConfigureAwait(false);
        return await _readers.ReadAsync(state, read, isLookUp, cancellationToken).ConfigureAwait(false);
    }
}
