using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>Fills a unit's working set, from the cache where it can.</summary>
internal static class UnitLoader
{
    public static WorkingSet Load(SqliteDatabase database, RecordCache cache, RecordKeys keys)
    {
        var records = new WorkingSet();
        foreach (var id in keys.IdempotencyKeys.Sorted())
        {
            records.IdempotencyKeys.Load(id, KeyRows.Find(database, id));
        }

        foreach (var id in keys.Orders.Sorted())
        {
            var order = FindOrder(database, cache, id);
            records.Orders.Load(id, order?.Record);
            records.LoadDeliveries(id, order?.Deliveries ?? []);
        }

        foreach (var id in keys.Reservations.Sorted())
        {
            records.Reservations.Load(id, ReservationRows.Find(database, id));
        }

        foreach (var isbn in keys.Stock.Sorted())
        {
            records.Stock.Load(isbn, FindStock(database, cache, isbn)?.Level);
        }

        foreach (var isbn in keys.Books.Sorted())
        {
            records.Books.Load(isbn, FindBook(database, cache, isbn));
        }

        return records;
    }

    public static StockRow? FindStock(SqliteDatabase database, RecordCache cache, Isbn isbn)
    {
        if (!cache.Stock.TryGet(isbn, out var row))
        {
            row = StockRows.Find(database, isbn);
            cache.Stock.Set(isbn, row);
        }

        return row;
    }

    private static CachedOrder? FindOrder(SqliteDatabase database, RecordCache cache, Guid id)
    {
        if (cache.Orders.TryGet(id, out var cached))
        {
            return cached;
        }

        if (OrderRows.Find(database, id) is not { } record)
        {
            return null;
        }

        var order = new CachedOrder(record, DeliveryRows.ListOfOrder(database, id));
        cache.Orders.Set(id, order);
        return order;
    }

    private static Book? FindBook(SqliteDatabase database, RecordCache cache, Isbn isbn)
    {
        if (!cache.Books.TryGet(isbn, out var book))
        {
            book = BookRows.Find(database, isbn);
            cache.Books.Set(isbn, book);
        }

        return book;
    }
}
