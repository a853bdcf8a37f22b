using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The first round trip of a unit: locks and reads everything that it names.</summary>
/// <remarks>
/// Tables are locked one after the other and rows by ascending key within each, as the store's contract asks for. Each statement of the
/// transaction sees what was committed before it began, so deliveries and books that are read after a lock are as new as the lock.
/// </remarks>
internal sealed class UnitLoad(Tables tables, RecordKeys keys)
{
    private readonly IdempotencyId[] _keys = keys.IdempotencyKeys.Sorted().ToArray();
    private readonly Guid[] _orders = keys.Orders.Sorted().ToArray();
    private readonly Guid[] _reservations = keys.Reservations.Sorted().ToArray();
    private readonly Isbn[] _stock = keys.Stock.Sorted().ToArray();
    private readonly Isbn[] _booksToWrite = keys.BooksToWrite.Sorted().ToArray();
    private readonly Isbn[] _books = keys.Books.Sorted().ToArray();

    public TimeSpan? LockWait { get; } = keys.LockWait;

    public IdempotencyId[] IdempotencyKeys => _keys;

    public Guid[] Orders => _orders;

    public Guid[] Reservations => _reservations;

    public Isbn[] Stock => _stock;

    public Isbn[] BooksToWrite => _booksToWrite;

    public void AddTo(NpgsqlBatch batch)
    {
        if (_keys.Length > 0)
        {
            tables.Keys.AddLock(batch, _keys);
        }

        if (_orders.Length > 0)
        {
            tables.Orders.AddLock(batch, _orders);
            tables.Deliveries.AddLoad(batch, _orders);
        }

        if (_reservations.Length > 0)
        {
            tables.Reservations.AddLock(batch, _reservations);
        }

        if (_stock.Length > 0)
        {
            tables.Stock.AddLock(batch, ToNumbers(_stock));
        }

        if (_booksToWrite.Length > 0)
        {
            tables.Books.AddLock(batch, ToNumbers(_booksToWrite));
        }

        if (_books.Length > 0)
        {
            tables.Books.AddLoad(batch, ToNumbers(_books));
        }
    }

    /// <summary>Reads the results of the statements, the reader standing on the result before the first.</summary>
    public async Task<WorkingSet> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var records = new WorkingSet();
        await FillAsync(records.IdempotencyKeys, _keys, reader, KeyRows.Read, static key => key.Id, cancellationToken).ConfigureAwait(false);
        await FillAsync(records.Orders, _orders, reader, OrderRows.Read, static order => order.Order.Id, cancellationToken).ConfigureAwait(false);
        await FillDeliveriesAsync(records, reader, cancellationToken).ConfigureAwait(false);
        await FillAsync(records.Reservations, _reservations, reader, ReservationRows.Read, static reservation => reservation.Id, cancellationToken).ConfigureAwait(false);
        await FillAsync(records.Stock, _stock, reader, StockRows.Read, static level => level.Isbn, cancellationToken).ConfigureAwait(false);
        if (_booksToWrite.Length > 0)
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        }

        await FillAsync(records.Books, _books, reader, BookRows.Read, static book => book.Isbn, cancellationToken).ConfigureAwait(false);
        return records;
    }

    public static long[] ToNumbers(Isbn[] isbns) => Array.ConvertAll(isbns, static isbn => isbn.ToInt64());

    private static async Task FillAsync<TKey, TRecord>(
        RecordTable<TKey, TRecord> table,
        TKey[] named,
        NpgsqlDataReader reader,
        Func<NpgsqlDataReader, TRecord> read,
        Func<TRecord, TKey> keyOf,
        CancellationToken cancellationToken)
        where TKey : IEquatable<TKey>
        where TRecord : class
    {
        if (named.Length == 0)
        {
            return;
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<TKey, TRecord>(named.Length);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var record = read(reader);
            found.Add(keyOf(record), record);
        }

        foreach (var key in named)
        {
            table.Load(key, found.GetValueOrDefault(key));
        }
    }

    private async Task FillDeliveriesAsync(WorkingSet records, NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        if (_orders.Length == 0)
        {
            return;
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<Guid, List<DeliveryRecord>>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var delivery = DeliveryRows.Read(reader);
            if (!found.TryGetValue(delivery.Delivery.OrderId, out var ofOrder))
            {
                found.Add(delivery.Delivery.OrderId, ofOrder = []);
            }

            ofOrder.Add(delivery);
        }

        foreach (var orderId in _orders)
        {
            records.LoadDeliveries(orderId, found.TryGetValue(orderId, out var ofOrder) ? ofOrder : []);
        }
    }
}
