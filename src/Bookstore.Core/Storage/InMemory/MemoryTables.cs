using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>All tables of a store in memory, and what is read from several of them.</summary>
/// <remarks>Not thread-safe: <see cref="InMemoryStore"/> locks.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class MemoryTables
{
    private const int MaxOrphans = 10;

    private readonly MemoryTableEntry[] _all;

    public MemoryTables()
    {
        _all =
        [
            new(RecordKinds.IdempotencyKeys)
            {
                Load = (keys, records) => Keys.Load(keys.IdempotencyKeys, records.IdempotencyKeys),
                Check = records => Keys.Check(records.IdempotencyKeys, static (keys, key) => keys.IdempotencyKeys.Add(key.Id)),
                Write = (records, _) => Keys.Write(records.IdempotencyKeys),
            },
            new(RecordKinds.Orders)
            {
                Load = (keys, records) => Orders.Load(keys.Orders, records.Orders),
                Check = CheckOrders,
                Write = (records, _) => Orders.Write(records.Orders),
            },
            new(RecordKinds.Deliveries)
            {
                Load = (keys, records) => Deliveries.Load(keys.Orders, records),
                Check = records => Deliveries.Check(records.Deliveries, static (keys, delivery) => keys.Orders.Add(delivery.Delivery.OrderId)),
                Write = (records, _) => Deliveries.Write(records.Deliveries),
            },
            new(RecordKinds.Reservations)
            {
                Load = (keys, records) => Reservations.Load(keys.Reservations, records.Reservations),
                Check = records => Reservations.Check(records.Reservations, static (keys, reservation) => keys.Reservations.Add(reservation.Id)),
                Write = (records, _) => Reservations.Write(records.Reservations),
            },
            new(RecordKinds.Documents)
            {
                Load = (keys, records) => Documents.Load(keys, records),
                Check = records => Documents.Check(records.Documents, static (keys, document) => keys.AddDocument(document)),
                Write = (records, _) => Documents.Write(records.Documents),
            },
            new(RecordKinds.Stock)
            {
                Load = (keys, records) => Stock.Load(keys.Stock, records.Stock),
                Check = CheckStock,
                Write = (records, _) => Stock.Write(records.Stock),
            },
            new(RecordKinds.Movements) { Write = (records, _) => Movements.Write(records.Movements) },
            new(RecordKinds.Holds) { Write = (records, _) => Holds.Write(records.Holds) },
            new(RecordKinds.Books)
            {
                Load = (keys, records) => Books.Load(keys.Books, records.Books),
                Check = records => Books.Check(records.Books, static (keys, book) => keys.BooksToWrite.Add(book.Isbn)),
                Write = (records, _) => Books.Write(records),
            },
            new(RecordKinds.Events) { Write = (records, committedAt) => Events.Write(records.Events, committedAt) },
        ];
        RecordKinds.RequireTables("memory", _all.Select(static table => table.Kind));
    }

    public KeyTable Keys { get; } = new();

    public OrderTable Orders { get; } = new();

    public DeliveryTable Deliveries { get; } = new();

    public ReservationTable Reservations { get; } = new();

    public DocumentTable Documents { get; } = new();

    public BookTable Books { get; } = new();

    public StockTable Stock { get; } = new();

    public HoldTable Holds { get; } = new();

    public MovementJournal Movements { get; } = new();

    public EventTable Events { get; } = new();

    public WorkingSet Load(RecordKeys keys)
    {
        var records = new WorkingSet();
        foreach (var table in _all)
        {
            table.Load?.Invoke(keys, records);
        }

        return records;
    }

    /// <summary>Finds what would be refused, so that a refused unit writes nothing and <see cref="Write"/> cannot fail.</summary>
    /// <exception cref="StoreConflictException">A record to insert exists.</exception>
    /// <exception cref="BookstoreStoreException">A stock level would be out of bounds.</exception>
    public void Check(WorkingSet records)
    {
        foreach (var table in _all)
        {
            table.Check?.Invoke(records);
        }
    }

    public void Write(WorkingSet records, DateTimeOffset committedAt)
    {
        foreach (var table in _all)
        {
            table.Write(records, committedAt);
        }
    }

    public BookListing? FindBook(Isbn isbn) => Books.Find(isbn) is { } book ? Listing(book) : null;

    public KeysetPage<BookListing, Isbn> ListBooks(BookFilter filter, Isbn? after, int limit)
    {
        var page = Books.List(filter, after, limit);
        return new KeysetPage<BookListing, Isbn>([.. page.Items.Select(Listing)], page.Next);
    }

    public IReadOnlyList<KeyWithOrder> ListKeysWithOrders(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit) =>
        [.. from key in Keys.List(createdBefore, after, limit) let order = Orders.Find(key.ResourceId) select new KeyWithOrder(key, order?.DueAt is not null, order is not null)];

    public IReadOnlyList<StockAudit> AuditStock(Isbn? after, int limit)
    {
        var found = new List<StockAudit>();
        for (var isbn = NextStocked(after); isbn is not null && found.Count < limit; isbn = NextStocked(isbn))
        {
            var audit = Audit(isbn.Value);
            if (audit.Level is not null || audit.MovementCount > 0 || audit.HeldSum > 0)
            {
                found.Add(audit);
            }
        }

        return found;
    }

    public IReadOnlyList<OrderAudit> AuditOrders(Guid? after, int limit) =>
        Take(Orders.After(after), limit, id => new OrderAudit(Orders[id], Holds.OfHolder(id)));

    public IReadOnlyList<ReservationAudit> AuditReservations(Guid? after, int limit) =>
        Take(Reservations.After(after), limit, id => new ReservationAudit(Reservations[id], Holds.OfHolder(id)));

    private static List<TAudit> Take<TAudit>(SortedKeys<Guid>.Walk ids, int limit, Func<Guid, TAudit> audit)
    {
        var found = new List<TAudit>();
        while (found.Count < limit && ids.MoveNext())
        {
            found.Add(audit(ids.Current));
        }

        return found;
    }

    private StockAudit Audit(Isbn isbn)
    {
        var (count, onHand, reserved, held) = (0L, 0L, 0L, 0L);
        foreach (var movement in Movements.OfBook(isbn))
        {
            count++;
            onHand += movement.OnHandChange;
            reserved += movement.ReservedChange;
        }

        var orphans = new List<Guid>();
        foreach (var (holder, quantity) in Holds.OfBook(isbn).Ascending())
        {
            held += quantity;
            if (orphans.Count < MaxOrphans && !Orders.Contains(holder) && !Reservations.Contains(holder))
            {
                orphans.Add(holder);
            }
        }

        return new StockAudit(isbn, Stock.Find(isbn), count, onHand, reserved, held, orphans);
    }

    // The next book that has, or had, a level, a movement or a hold.
    private Isbn? NextStocked(Isbn? after)
    {
        Isbn? next = null;
        foreach (var isbns in (ReadOnlySpan<SortedKeys<Isbn>>)[Stock.Isbns, Movements.Isbns, Holds.Isbns])
        {
            var walk = isbns.After(after ?? default);
            if (walk.MoveNext() && (next is null || walk.Current.CompareTo(next.Value) < 0))
            {
                next = walk.Current;
            }
        }

        return next;
    }

    private BookListing Listing(Book book) => new(book, Stock.Find(book.Isbn) ?? StockLevel.Empty(book.Isbn));

    private void CheckOrders(WorkingSet records)
    {
        Orders.Check(records.Orders, static (keys, order) => keys.Orders.Add(order.Order.Id));
        OrderTable.CheckRefunds(records.Orders);
    }

    private void CheckStock(WorkingSet records)
    {
        Stock.Check(records.Stock, static (keys, level) => keys.Stock.Add(level.Isbn));
        StockTable.CheckBounds(records.Stock);
    }
}
