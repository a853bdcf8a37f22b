using Bookstore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Keeps the records in a schema of a PostgreSQL database, shared with other hosts.</summary>
internal sealed class PostgreSqlStore : IBookstoreStore
{
    private readonly Database _database;
    private readonly DatabaseSchema _schema;
    private readonly Tables _tables;
    private readonly UnitStatements _statements;
    private readonly CommitOutcomes _outcomes;
    private readonly DueWork _dueWork;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _isReady;

    public PostgreSqlStore(PostgreSqlStoreOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        MaxOpenUnits = options.MaxOpenUnits;
        _database = new Database(options, loggers, time);
        _schema = new DatabaseSchema(_database, options.Schema, time, loggers.CreateLogger<PostgreSqlStore>());
        _tables = new Tables(SchemaName.Quote(options.Schema));
        _statements = new UnitStatements(_tables, options);
        _dueWork = new DueWork(_database, _tables, options.CommandTimeout, time);
        _outcomes = new CommitOutcomes(_database, _statements, _tables, options.CommandTimeout, time);
    }

    public string Name => "postgresql";

    public int MaxOpenUnits { get; }

    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await _schema.PrepareAsync(cancellationToken).ConfigureAwait(false);
                _isReady = true;
            }
            finally
            {
                _preparing.Release();
            }
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            _database.ForgetConnections(fault);
            throw PostgreSqlFaults.TranslateRead(fault);
        }
    }

    public async ValueTask RegisterWriterAsync(Guid writer, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await RegisterAsync(writer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            throw Report(fault);
        }
    }

    public async ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var told = await _database.ReadWorkAsync(new Query("SELECT clock_timestamp()"), static row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken).ConfigureAwait(false);
        return told[0];
    }

    public async ValueTask<bool> TryBeginRoundAsync(string round, Guid host, TimeSpan interval, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return (await _database.ReadWorkAsync(_tables.Rounds.TryBegin(round, host, interval), static row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false)).Count > 0;
    }

    public async ValueTask<IStoreUnit> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var load = new UnitLoad(_tables, keys);
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(load, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            throw Report(fault);
        }
    }

    public async ValueTask<bool> WasCommittedAsync(CommitMark mark, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _outcomes.WasCommittedAsync(mark, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            // A lock that is not to be had means that the commit is under way still.
            var reported = Report(fault);
            throw reported is StoreConflictException ? new BookstoreStoreException("The commit is under way still.", fault) { IsTransient = true } : reported;
        }
    }

    public ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken) =>
        FindAsync(_tables.Books.Find(isbn), BookRows.ReadListing, cancellationToken);

    public ValueTask<KeysetPage<BookListing, Isbn>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Words.Count + filter.AuthorWords.Count == 0
            ? ListAsync(_tables.Books.List(after, limit), BookRows.ReadListing, limit, static listing => listing.Book.Isbn, cancellationToken)
            : ListAsync(
                _tables.BookWords.Search(filter, after, limit),
                BookRows.ReadListing,
                static Isbn? (row) => row.IsDBNull(BookRows.ListingColumnCount) ? null : row.Isbn(BookRows.ListingColumnCount),
                cancellationToken);
    }

    public async ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) =>
        (await ListAsync(_tables.BookWords.ReadState(version), BookWordRows.ReadState, cancellationToken).ConfigureAwait(false))[0];

    public ValueTask<IReadOnlyList<Isbn>> ListOutdatedBooksAsync(int version, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.BookWords.ListOutdated(version, limit), BookWordRows.ReadIsbn, cancellationToken);

    public async ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var found = await _database.ReadAsync(_tables.Movements.List(isbn, after, limit), MovementRows.Read, cancellationToken).ConfigureAwait(false);
        return MovementRows.ToPage(isbn, found, limit);
    }

    public ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken) =>
        FindAsync(_tables.Reservations.Find(reservationId), ReservationRows.Read, cancellationToken);

    public ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken) =>
        FindAsync(_tables.Orders.Find(orderId), OrderRows.Read, cancellationToken);

    public ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return OrderRows.SkipsRows(filter)
            ? ListAsync(_tables.Orders.ListFiltered(filter, after, limit), OrderRows.Read, static row => row.NullableGuid(OrderRows.ColumnCount), cancellationToken)
            : ListAsync(_tables.Orders.List(filter, after, limit), OrderRows.Read, limit, static order => order.Order.Id, cancellationToken);
    }

    public async ValueTask<IReadOnlyList<OrderRecord>> ListDueOrdersAsync(OrderWork work, string? gateway, DateTimeOffset dueAt, int limit, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await _dueWork.ListAsync(work, gateway, dueAt, limit, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        FindAsync(_tables.Deliveries.Find(deliveryId), DeliveryRows.Read, cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return DeliveryRows.SkipsRows(filter)
            ? ListAsync(_tables.Deliveries.ListFiltered(filter, after, limit), DeliveryRows.Read, static row => row.NullableGuid(DeliveryRows.ColumnCount), cancellationToken)
            : ListAsync(_tables.Deliveries.List(filter, after, limit), DeliveryRows.Read, limit, static delivery => delivery.Delivery.Id, cancellationToken);
    }

    public ValueTask<IReadOnlyList<DeliveryRecord>> ListDueDeliveriesAsync(string courier, DateTimeOffset dueAt, int limit, CancellationToken cancellationToken) =>
        ListWorkAsync(_tables.Deliveries.ListDue(courier, dueAt, limit), DeliveryRows.Read, cancellationToken);

    public ValueTask<IReadOnlyList<CourierBacklog>> CountDueDeliveriesAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        ListAsync(_tables.Deliveries.CountDue(dueAt), DeliveryRows.ReadBacklog, cancellationToken);

    public ValueTask<IReadOnlyList<GatewayBacklog>> CountDueOrdersAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        ListAsync(_tables.Orders.CountDue(dueAt), OrderRows.ReadBacklog, cancellationToken);

    public ValueTask<IReadOnlyList<Reservation>> ListExpiredReservationsAsync(DateTimeOffset expiredAt, int limit, CancellationToken cancellationToken) =>
        ListWorkAsync(_tables.Reservations.ListExpired(expiredAt, limit), ReservationRows.Read, cancellationToken);

    public ValueTask<IReadOnlyList<IdempotencyRecord>> ListKeysAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Keys.List(createdBefore, after, limit), KeyRows.Read, cancellationToken);

    public async ValueTask<IReadOnlyList<ExpiredKey>> ListExpiredKeysAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await _database.ReadWorkAsync(_tables.Keys.ListExpired(createdBefore, after, limit), KeyRows.ReadExpired, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Stock.Audit(after, limit), StockRows.ReadAudit, cancellationToken);

    public ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Orders.Audit(after, limit), OrderRows.ReadAudit, cancellationToken);

    public ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Reservations.Audit(after, limit), ReservationRows.ReadAudit, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _outcomes.AbandonAll();
        await _database.DisposeAsync().ConfigureAwait(false);
        _preparing.Dispose();
    }

    private static bool IsOfDatabase(Exception fault) => fault is NpgsqlException or IOException or TimeoutException;

    private Exception Report(Exception fault)
    {
        _database.ForgetConnections(fault);
        return PostgreSqlFaults.Translate(fault);
    }

    // A schema that turned out as newer is looked at again each time, which says what to do.
    private ValueTask PrepareAsync(CancellationToken cancellationToken) => _isReady && !_outcomes.IsSchemaNewer
        ? ValueTask.CompletedTask
        : InitializeAsync(cancellationToken);

    private async Task RegisterAsync(Guid writer, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var batch = new NpgsqlBatch(connection);
            await using (batch.ConfigureAwait(false))
            {
                _statements.AddBegin(batch, CommitOutcomes.NewUnitLock(), lockWait: null);
                _tables.Writers.AddRegister(batch, writer);
                UnitStatements.AddCommit(batch);
                await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<IStoreUnit> OpenAsync(UnitLoad load, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var unitLock = CommitOutcomes.NewUnitLock();
            var records = await LoadAsync(connection, load, unitLock, cancellationToken).ConfigureAwait(false);
            return new PostgreSqlUnit(_statements, _outcomes, connection, records, unitLock);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await using (connection.ConfigureAwait(false))
            {
                await PostgreSqlUnit.RollBackAsync(connection).ConfigureAwait(false);
                throw await new LockedRows(_tables, load).FindAsync(connection, error, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await PostgreSqlUnit.RollBackAsync(connection).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<WorkingSet> LoadAsync(NpgsqlConnection connection, UnitLoad load, long unitLock, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            _statements.AddBegin(batch, unitLock, load.LockWait);
            load.AddTo(batch);
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await load.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<T?> FindAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var found = await _database.ReadAsync(query, read, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    // What the background work looks for: a row that cannot be read is left to the audit, and does not hide those behind it.
    private async ValueTask<IReadOnlyList<T>> ListWorkAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var found = await _database.ReadWorkAsync(query, row => UnreadableRow.TryRead(row, read), cancellationToken).ConfigureAwait(false);
        return [.. found.OfType<T>()];
    }

    private async ValueTask<IReadOnlyList<T>> ListAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await _database.ReadAsync(query, read, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<KeysetPage<TRecord, TKey>> ListAsync<TRecord, TKey>(
        Query query, Func<NpgsqlDataReader, TRecord> read, int limit, Func<TRecord, TKey> keyOf, CancellationToken cancellationToken)
        where TKey : struct
    {
        var found = await ListAsync(query, read, cancellationToken).ConfigureAwait(false);
        return KeysetPage.Of(found, limit, keyOf);
    }

    // Every row has the position to continue from; a row without a key has nothing else.
    private async ValueTask<KeysetPage<TRecord, TKey>> ListAsync<TRecord, TKey>(
        Query query, Func<NpgsqlDataReader, TRecord> read, Func<NpgsqlDataReader, TKey?> readNext, CancellationToken cancellationToken)
        where TRecord : class
        where TKey : struct
    {
        var rows = await ListAsync(query, row => (Record: row.IsDBNull(0) ? null : read(row), Next: readNext(row)), cancellationToken).ConfigureAwait(false);
        var records = new List<TRecord>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Record is { } record)
            {
                records.Add(record);
            }
        }

        return new KeysetPage<TRecord, TKey>(records, rows.Count == 0 ? null : rows[0].Next);
    }
}
