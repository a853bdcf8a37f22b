using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>All tables of a store in memory, and what is read from several of them.</summary>
/// <remarks>Not thread-safe: <see cref="InMemoryStore"/> locks.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class MemoryTables
{
    private const int MaxOrphans = 10;

    private static readonly RecordKind[] Kinds =
    [
        RecordKinds.IdempotencyKeys, RecordKinds.Orders, RecordKinds.Deliveries, RecordKinds.Reservations, RecordKinds.Documents,
        RecordKinds.Stock, RecordKinds.Movements, RecordKinds.Holds, RecordKinds.Books, RecordKinds.Events,
    ];

    public MemoryTables() => RecordKinds.RequireTables("memory", Kinds);

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
        Keys.Load(keys.IdempotencyKeys, records.IdempotencyKeys);
        Orders.Load(keys.Orders, records.Orders);
        Deliveries.Load(keys.Orders, records);
        Reservations.Load(keys.Reservations, records.Reservations);
        Documents.Load(keys, records);
        Stock.Load(keys.Stock, records.Stock);
        Books.Load(keys.Books, records.Books);
        return records;
    }

    /// <summary>Finds what would be refused, so that a refused unit writes nothing and <see cref="Write"/> cannot fail.</summary>
    /// <exception cref="StoreConflictException">A record to insert exists.</exception>
    /// <exception cref="BookstoreStoreException">A stock level would be out of bounds.</exception>
    public void Check(WorkingSet records)
    {
        Keys.Check(records.IdempotencyKeys, static (keys, key) => keys.IdempotencyKeys.Add(key.Id));
        Orders.Check(records.Orders, static (keys, order) => keys.Orders.Add(order.Order.Id));
        Deliveries.Check(records.Deliveries, static (keys, delivery) => keys.Orders.Add(delivery.Delivery.OrderId));
        Reservations.Check(records.Reservations, static (keys, reservation) => keys.Reservations.Add(reservation.Id));
        Documents.Check(records.Documents, static (keys, document) => keys.AddDocument(document));
        Books.Check(records.Books, static (keys, book) => keys.BooksToWrite.Add(book.Isbn));
        Stock.Check(records.Stock, static (keys, level) => keys.Stock.Add(level.Isbn));
        StockTable.CheckBounds(records.Stock);
        OrderTable.CheckRefunds(records.Orders);
    }

    public void Write(WorkingSet records, DateTimeOffset committedAt)
    {
        Keys.Write(records.IdempotencyKeys);
        Orders.Write(records.Orders);
        Deliveries.Write(records.Deliveries);
        Reservations.Write(records.Reservations);
        Documents.Write(records.Documents);
        Books.Write(records);
        Stock.Write(records.Stock);
        Movements.Write(records.Movements);
        Holds.Write(records.Holds);
        Events.Write(records.Events, committedAt);
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
}
