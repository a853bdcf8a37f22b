using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <content>The reads.</content>
internal sealed partial class PostgreSqlStore
{
    public ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken) =>
        FirstAsync(ListAsync(_tables.Books.Find(isbn), BookRows.ReadListing, cancellationToken));

    public ValueTask<KeysetPage<BookListing, Isbn>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return !filter.HasWords && !filter.HasDates
            ? ListAsync(null, _tables.Books.List(after, limit), BookRows.ReadListing, limit, static listing => listing.Book.Isbn, cancellationToken)
            : ListAsync(
                null,
                filter.HasWords ? _tables.BookWords.Search(filter, after, limit) : _tables.Books.ListOfDates(filter, after, limit),
                BookRows.ReadListing,
                static Isbn? (row) => row.IsDBNull(BookRows.ListingColumnCount) ? null : row.Isbn(BookRows.ListingColumnCount),
                cancellationToken);
    }

    public async ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) =>
        (await ListAsync(_tables.BookWords.ReadState(version), BookWordRows.ReadState, cancellationToken).ConfigureAwait(false))[0];

    public ValueTask<IReadOnlyList<OutdatedBook>> ListOutdatedBooksAsync(int version, OutdatedBook? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.BookWords.ListOutdated(version, after, limit), BookWordRows.ReadOutdated, cancellationToken);

    public async ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var found = await _database.ReadAsync(_tables.Movements.List(isbn, after, limit), MovementRows.Read, cancellationToken).ConfigureAwait(false);
        return MovementRows.ToPage(isbn, found, limit);
    }

    public async ValueTask<EventSlice> ReadEventsAsync(long? after, int limit, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var most = after > long.MaxValue - limit ? (int)(long.MaxValue - after.Value) : limit;
        return EventRows.ToSlice(await _database.ReadFeedAsync(_tables.Events.Read(after, most), EventRows.ReadRow, cancellationToken).ConfigureAwait(false), after, most);
    }

    // Beside the customers' reads and not behind them: it is asked for often, and is one row.
    public async ValueTask<long> ReadLastEventAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return (await _database.ReadWorkAsync(_tables.Events.ReadLast(), static row => row.GetInt64(0), cancellationToken).ConfigureAwait(false))[0];
    }

    public async ValueTask<long?> FindEventsBeforeAsync(DateTimeOffset committedBefore, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        // What was committed at a time that has not come yet is as old as the next one, so it is passed until that one is found.
        var (old, passed) = (default(long?), default(long?));
        var found = 0L;
        foreach (var (last, committedAt, count) in await ListAsync(_tables.Events.ListOldest(limit), static row => (row.GetInt64(0), row.Time(1), row.GetInt32(2)), cancellationToken).ConfigureAwait(false))
        {
            if (found >= limit || (committedAt >= committedBefore && committedAt < now))
            {
                passed = found >= limit ? passed : null;
                break;
            }

            old = committedAt < committedBefore ? last : old;
            passed = committedAt < committedBefore ? null : last;
            found += count;
        }

        if (passed is not { } through)
        {
            return old;
        }

        var next = await ListAsync(_tables.Events.FindTime(through, now), static row => row.Time(0), cancellationToken).ConfigureAwait(false);
        return next.Count > 0 && next[0] < committedBefore ? passed : old;
    }

    public async ValueTask NumberEventsAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _numbering.NumberAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            _database.ForgetConnections(fault);
            throw PostgreSqlFaults.TranslateRead(fault);
        }
    }

    public ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken) =>
        FindAsync(LookUp.Reservation, _tables.Reservations.Find(reservationId), ReservationRows.Read, cancellationToken);

    public ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken) =>
        FindAsync(LookUp.Order, _tables.Orders.Find(orderId), OrderRows.Read, cancellationToken);

    public ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);

        // A customer's newest orders decide about the next one, and a host begins its ids behind the newest of all.
        LookUp? lookUp = after is null && (filter.CustomerId is not null || limit == 1) ? LookUp.NewestOrders : null;
        return OrderRows.SkipsRows(filter)
            ? ListAsync(lookUp, _tables.Orders.ListFiltered(filter, after, limit), OrderRows.Read, static row => row.NullableGuid(OrderRows.ColumnCount), cancellationToken)
            : ListAsync(lookUp, _tables.Orders.List(filter, after, limit), OrderRows.Read, limit, static order => order.Order.Id, cancellationToken);
    }

    public ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueOrdersAsync(
        OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ListDueAsync(_tables.Orders.ListDue(work, gateway), dueAt, after, limit, cancellationToken);

    public ValueTask<KeysetPage<OrderRecord, PartyDuePosition>> ListAllDueOrdersAsync(
        OrderWork work, DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) => ListAllDueAsync(
            _tables.Due.ListEntries(work, after, KeysetPage.MaxLookedAt(limit)),
            dueAt,
            limit,
            _tables.Orders.FindAll,
            OrderRows.Read,
            order => order.Work == work && order.DueAt <= dueAt ? order.Order.Id : null,
            cancellationToken);

    public ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        FindAsync(LookUp.Delivery, _tables.Deliveries.Find(deliveryId), DeliveryRows.Read, cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return DeliveryRows.SkipsRows(filter)
            ? ListAsync(null, _tables.Deliveries.ListFiltered(filter, after, limit), DeliveryRows.Read, static row => row.NullableGuid(DeliveryRows.ColumnCount), cancellationToken)
            : ListAsync(after is null && limit == 1 ? LookUp.Delivery : null, _tables.Deliveries.List(filter, after, limit), DeliveryRows.Read, limit, static delivery => delivery.Delivery.Id, cancellationToken);
    }

    public ValueTask<IReadOnlyList<DeliveryRecord>> ListDeliveriesOfAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken) =>
        ListAsync(_tables.Deliveries.ListOf(orderIds), DeliveryRows.Read, cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, DuePosition>> ListDueDeliveriesAsync(
        string courier, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ListDueAsync(_tables.Deliveries.ListDue(courier), dueAt, after, limit, cancellationToken);

    public ValueTask<KeysetPage<DeliveryRecord, PartyDuePosition>> ListAllDueDeliveriesAsync(DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) =>
        ListAllDueAsync(
            _tables.Deliveries.ListEntries(after, KeysetPage.MaxLookedAt(limit)),
            dueAt,
            limit,
            _tables.Deliveries.FindAll,
            DeliveryRows.Read,
            delivery => delivery.DueAt <= dueAt ? delivery.Delivery.Id : null,
            cancellationToken);

    public ValueTask<IReadOnlyList<CourierBacklog>> CountDueDeliveriesAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        ListAsync(_tables.Deliveries.CountDue(dueAt, _dueWork.FloorsOf(DeliveryRows.Name, string.Empty)), DeliveryRows.ReadBacklog, cancellationToken);

    public async ValueTask<IReadOnlyList<GatewayBacklog>> CountDueOrdersAsync(DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        var backlogs = new List<GatewayBacklog>();
        foreach (var work in Enum.GetValues<OrderWork>())
        {
            var query = _tables.Orders.CountDue(work, dueAt, _dueWork.FloorsOf(DueRows.Name, work.ToString()));
            backlogs.AddRange(await ListAsync(query, OrderRows.ReadBacklog, cancellationToken).ConfigureAwait(false));
        }

        return [.. backlogs.GroupBy(static backlog => backlog.Gateway).Select(static of => of.First() with { Orders = of.Sum(static backlog => backlog.Orders), DueSince = of.Min(static backlog => backlog.DueSince) })];
    }

    public ValueTask<KeysetPage<Reservation, DuePosition>> ListExpiredReservationsAsync(DateTimeOffset expiredAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ListDueAsync(_tables.Reservations.ListExpired(), expiredAt, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<IdempotencyRecord>> ListKeysAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Keys.List(createdBefore, after, limit), KeyRows.Read, cancellationToken);

    public async ValueTask<IReadOnlyList<KeyWithOrder>> ListKeysWithOrdersAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await _database.ReadWorkAsync(_tables.Keys.ListWithOrders(createdBefore, after, limit), KeyRows.ReadWithOrder, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<DocumentRecord?> FindDocumentAsync(DocumentId id, CancellationToken cancellationToken) =>
        FindAsync(LookUp.Document, _tables.Documents.Find(id), DocumentRows.Read, cancellationToken);

    public ValueTask<DocumentRecord?> FindDocumentByKeyAsync(string kind, string uniqueKey, CancellationToken cancellationToken) =>
        FindAsync(LookUp.Document, _tables.Documents.FindByKey(kind, uniqueKey), DocumentRows.Read, cancellationToken);

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(Guid ownerId, string kind, Guid? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Documents.ListOf(ownerId, kind, after, limit), DocumentRows.Read, cancellationToken);

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(IReadOnlyCollection<Guid> ownerIds, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken) =>
        ListAsync(_tables.Documents.ListOf(ownerIds, kinds), DocumentRows.Read, cancellationToken);

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsAsync(string kind, int? state, Guid? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Documents.List(kind, state, after, limit), DocumentRows.Read, cancellationToken);

    public ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListDueDocumentsAsync(
        string kind, Guid? ownerId, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ListDueAsync(_tables.Documents.ListDue(kind, ownerId), dueAt, after, limit, cancellationToken);

    public ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Stock.Audit(after, limit), StockRows.ReadAudit, cancellationToken);

    public ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Orders.Audit(after, limit), OrderRows.ReadAudit, cancellationToken);

    public ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(_tables.Reservations.Audit(after, limit), ReservationRows.ReadAudit, cancellationToken);

    private ValueTask<T?> FindAsync<T>(LookUp kind, Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class =>
        FirstAsync(ReadAsync(kind, query, read, cancellationToken));

    private static async ValueTask<T?> FirstAsync<T>(ValueTask<IReadOnlyList<T>> reading)
        where T : class
    {
        var found = await reading.ConfigureAwait(false);
        return found.Count == 0 ? null : found[0];
    }

    private async ValueTask<KeysetPage<T, DuePosition>> ListDueAsync<T>(DueList<T> list, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken)
        where T : class
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await _dueWork.ListAsync(list, dueAt, after, limit, cancellationToken).ConfigureAwait(false);
    }

    // The entries are small, and show what is due; only those records are read. What was finished in between, and what cannot be read, is left out.
    private async ValueTask<KeysetPage<T, PartyDuePosition>> ListAllDueAsync<T>(
        Query entries, DateTimeOffset dueAt, int limit, Func<Guid[], Query> find, Func<NpgsqlDataReader, T> read, Func<T, Guid?> idIfDue, CancellationToken cancellationToken)
        where T : class
    {
        var lookedAt = await ListAsync(entries, DueRows.ReadEntry, cancellationToken).ConfigureAwait(false);
        var due = lookedAt.Where(entry => entry.DueAt <= dueAt).Take(limit).ToList();
        PartyDuePosition? next = due.Count == limit ? due[^1] : lookedAt.Count >= KeysetPage.MaxLookedAt(limit) ? lookedAt[^1] : null;
        if (due.Count == 0)
        {
            return new KeysetPage<T, PartyDuePosition>([], next);
        }

        var found = await ListAsync(find([.. due.Select(static entry => entry.Id)]), row => UnreadableRow.TryRead(row, read), cancellationToken).ConfigureAwait(false);
        var records = new Dictionary<Guid, T>();
        foreach (var record in found)
        {
            if (record is not null && idIfDue(record) is { } id)
            {
                records.Add(id, record);
            }
        }

        return new KeysetPage<T, PartyDuePosition>([.. due.Where(entry => records.ContainsKey(entry.Id)).Select(entry => records[entry.Id])], next);
    }

    private ValueTask<IReadOnlyList<T>> ListAsync<T>(Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        ReadAsync(null, query, read, cancellationToken);

    private async ValueTask<IReadOnlyList<T>> ReadAsync<T>(LookUp? lookUp, Query query, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return lookUp is { } kind
            ? await _database.LookUpAsync(kind, query, read, cancellationToken).ConfigureAwait(false)
            : await _database.ReadAsync(query, read, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<KeysetPage<TRecord, TKey>> ListAsync<TRecord, TKey>(
        LookUp? lookUp, Query query, Func<NpgsqlDataReader, TRecord> read, int limit, Func<TRecord, TKey> keyOf, CancellationToken cancellationToken)
        where TKey : struct
    {
        var found = await ReadAsync(lookUp, query, read, cancellationToken).ConfigureAwait(false);
        return KeysetPage.Of(found, limit, keyOf);
    }

    // Every row has the position to continue from; a row without a key has nothing else.
    private async ValueTask<KeysetPage<TRecord, TKey>> ListAsync<TRecord, TKey>(
        LookUp? lookUp, Query query, Func<NpgsqlDataReader, TRecord> read, Func<NpgsqlDataReader, TKey?> readNext, CancellationToken cancellationToken)
        where TRecord : class
        where TKey : struct
    {
        var rows = await ReadAsync(lookUp, query, row => (Record: row.IsDBNull(0) ? null : read(row), Next: readNext(row)), cancellationToken).ConfigureAwait(false);
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
