using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Bookstore.Storage;
using Microsoft.Data.Sqlite;

namespace Bookstore.Sqlite;

/// <summary>Writes what a unit staged, and then remembers it.</summary>
internal sealed class UnitWriter(SqliteDatabase database, RecordCache cache, FileClock clock)
{
    private readonly CustomerChains _customers = new(database, cache);
    private readonly Dictionary<Isbn, Head> _heads = [];
    private RecordKeys? _inConflict;
    private long _lastMovementId;

    /// <summary>The record whose write failed last; <see langword="null"/> when it is not known.</summary>
    public RecordKeys? InConflict => _inConflict;

    public void Write(WorkingSet records, CommitMark mark)
    {
        _inConflict = null;
        WriteAll(records.IdempotencyKeys, KeyRows.Write, static (keys, entry) => keys.IdempotencyKeys.Add(entry.Key));
        WriteOrders(records.Orders);
        WriteAll(records.Deliveries, DeliveryRows.Write, static (keys, entry) => keys.Orders.Add((entry.Current ?? entry.Loaded)!.Delivery.OrderId));
        WriteAll(records.Reservations, ReservationRows.Write, static (keys, entry) => keys.Reservations.Add(entry.Key));
        WriteBooks(records);
        WriteMovements(records.Movements);
        WriteStock(records.Stock);
        foreach (var ((isbn, holder), quantity) in records.Holds.Staged)
        {
            HoldRows.Write(database, isbn, holder, quantity);
        }

        WriterRows.Write(database, mark, clock.Note(mark.At));
    }

    /// <summary>Takes what was committed over into the cache.</summary>
    public void Remember(WorkingSet records)
    {
        if (records.Movements.Count > 0)
        {
            cache.LastMovementId = _lastMovementId;
        }

        foreach (var (isbn, head) in _heads)
        {
            cache.Stock.Set(isbn, new StockRow(cache.Stock.TryGet(isbn, out var row) ? row?.Level : null, head.Id));
        }

        for (var i = 0; i < records.Stock.Touched.Count; i++)
        {
            var entry = records.Stock.Touched[i];
            cache.Stock.Set(entry.Key, new StockRow(entry.Current, cache.Stock.TryGet(entry.Key, out var row) ? row?.Head : null));
        }

        for (var i = 0; i < records.Books.Touched.Count; i++)
        {
            cache.Books.Set(records.Books.Touched[i].Key, records.Books.Touched[i].Current);
        }

        _customers.Remember();
        RememberOrders(records);
    }

    // An order with no work left is not looked at again for hours: kept, it would only make each garbage collection longer.
    private void RememberOrders(WorkingSet records)
    {
        for (var i = 0; i < records.Orders.Touched.Count; i++)
        {
            var entry = records.Orders.Touched[i];
            if (entry.Current is null or { DueAt: null })
            {
                cache.Orders.Remove(entry.Key);
                continue;
            }

            var deliveries = cache.Orders.TryGet(entry.Key, out var cached) ? cached.Deliveries : [];
            cache.Orders.Set(entry.Key, new CachedOrder(entry.Current, deliveries));
        }

        // Deliveries change seldom: their orders are read again.
        for (var i = 0; i < records.Deliveries.Touched.Count; i++)
        {
            var entry = records.Deliveries.Touched[i];
            cache.Orders.Remove((entry.Current ?? entry.Loaded)?.Delivery.OrderId ?? default);
        }
    }

    private void WriteAll<TKey, TRecord>(
        RecordTable<TKey, TRecord> table, Action<SqliteDatabase, RecordEntry<TKey, TRecord>> write, Action<RecordKeys, RecordEntry<TKey, TRecord>> name)
        where TKey : IEquatable<TKey>
        where TRecord : class
    {
        var i = 0;
        try
        {
            for (; i < table.Touched.Count; i++)
            {
                write(database, table.Touched[i]);
            }
        }
        catch (SqliteException)
        {
            name(_inConflict = new RecordKeys(), table.Touched[i]);
            throw;
        }
    }

    private void WriteOrders(RecordTable<Guid, OrderRecord> orders)
    {
        _customers.Begin();
        var i = 0;
        try
        {
            for (; i < orders.Touched.Count; i++)
            {
                OrderWrites.Write(database, _customers, orders.Touched[i]);
            }
        }
        catch (SqliteException)
        {
            (_inConflict = new RecordKeys()).Orders.Add(orders.Touched[i].Key);
            throw;
        }

        _customers.Write();
    }

    private void WriteBooks(WorkingSet records)
    {
        if (records.Books.HasChanges)
        {
            WriteChangedBooks(records);
        }
    }

    // Apart from the check, so that only units with books pay for the closure.
    private void WriteChangedBooks(WorkingSet records) =>
        WriteAll(records.Books, (to, entry) => BookRows.Write(to, entry, records.MustIndex(entry)), static (keys, entry) => keys.BooksToWrite.Add(entry.Key));

    private void WriteMovements(IReadOnlyList<StockMovement> movements)
    {
        _heads.Clear();
        if (movements.Count == 0)
        {
            return;
        }

        _lastMovementId = cache.LastMovementId ?? MovementRows.LastId(database);
        for (var i = 0; i < movements.Count; i++)
        {
            var movement = movements[i];
            ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(_heads, movement.Isbn, out var isKnown);
            var previous = isKnown ? head.Id : UnitLoader.FindStock(database, cache, movement.Isbn)?.Head;
            head.Id = ++_lastMovementId;
            MovementRows.Insert(database, movement, head.Id, previous);
        }
    }

    private void WriteStock(RecordTable<Isbn, StockLevel> stock)
    {
        var i = 0;
        try
        {
            for (; i < stock.Touched.Count; i++)
            {
                WriteLevel(stock.Touched[i]);
            }
        }
        catch (SqliteException)
        {
            (_inConflict = new RecordKeys()).Stock.Add(stock.Touched[i].Key);
            throw;
        }

        // Movements whose level was not staged still have to be found.
        foreach (var (isbn, head) in _heads)
        {
            if (!head.IsWritten)
            {
                StockRows.WriteHead(database, isbn, head.Id);
            }
        }
    }

    private void WriteLevel(RecordEntry<Isbn, StockLevel> entry)
    {
        var change = entry.Change;
        if (change == RecordChange.None)
        {
            return;
        }

        var head = TakeHead(entry.Key);
        switch (change)
        {
            case RecordChange.Insert:
                StockRows.Insert(database, entry.Current!, head);
                break;
            case RecordChange.Update:
                StockRows.Update(database, entry.Current!, head);
                break;
            default:
                StockRows.Delete(database, entry.Key, head);
                break;
        }
    }

    private long? TakeHead(Isbn isbn)
    {
        ref var head = ref CollectionsMarshal.GetValueRefOrNullRef(_heads, isbn);
        if (Unsafe.IsNullRef(ref head))
        {
            return UnitLoader.FindStock(database, cache, isbn)?.Head;
        }

        head.IsWritten = true;
        return head.Id;
    }

    private struct Head
    {
        public long Id;

        public bool IsWritten;
    }
}
