using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>All committed records with the orders in which they are listed: immutable, so that a read needs no lock.</summary>
/// <remarks>The queries over it are in the other parts of this class, one a feature.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed partial record MemoryState
{
    /// <summary>The status under which every order and every delivery is indexed beside its own.</summary>
    public const int AnyStatus = 0;

    public static MemoryState Empty { get; } = new();

    /// <summary>The last batch of each writer.</summary>
    public ImmutableDictionary<Guid, long> Marks { get; init; } = ImmutableDictionary<Guid, long>.Empty;

    /// <summary>The writers in the order in which they were registered.</summary>
    public ImmutableQueue<Guid> Writers { get; init; } = [];

    public ImmutableDictionary<IdempotencyId, IdempotencyRecord> Keys { get; init; } = ImmutableDictionary<IdempotencyId, IdempotencyRecord>.Empty;

    public ImmutableSortedSet<(DateTimeOffset At, IdempotencyId Id)> KeysByAge { get; init; } = [];

    public ImmutableDictionary<Guid, OrderRecord> Orders { get; init; } = ImmutableDictionary<Guid, OrderRecord>.Empty;

    public ImmutableSortedSet<(int Status, Guid Id)> OrdersByStatus { get; init; } = [];

    public ImmutableSortedSet<(string Customer, Guid Id)> OrdersByCustomer { get; init; } = ImmutableSortedSet.Create<(string, Guid)>(new ByText<Guid>());

    public ImmutableSortedSet<Guid> OrdersToAttend { get; init; } = [];

    public ImmutableSortedSet<DueOrder> DueOrders { get; init; } = ImmutableSortedSet.Create<DueOrder>(new ByGateway());

    public ImmutableDictionary<Guid, DeliveryRecord> Deliveries { get; init; } = ImmutableDictionary<Guid, DeliveryRecord>.Empty;

    public ImmutableSortedSet<(int Status, Guid Id)> DeliveriesByStatus { get; init; } = [];

    public ImmutableSortedSet<(Guid Order, Guid Id)> DeliveriesByOrder { get; init; } = [];

    public ImmutableSortedSet<Guid> DeliveriesToAttend { get; init; } = [];

    public ImmutableSortedSet<DueDelivery> DueDeliveries { get; init; } = ImmutableSortedSet.Create<DueDelivery>(new ByCourier());

    /// <summary>The delivery of an order that is scheduled or under way.</summary>
    public ImmutableDictionary<Guid, Guid> ActiveDeliveries { get; init; } = ImmutableDictionary<Guid, Guid>.Empty;

    public ImmutableDictionary<Guid, Reservation> Reservations { get; init; } = ImmutableDictionary<Guid, Reservation>.Empty;

    public ImmutableSortedSet<Guid> ReservationsById { get; init; } = [];

    public ImmutableSortedSet<(DateTimeOffset At, Guid Id)> ExpiringReservations { get; init; } = [];

    public ImmutableDictionary<Isbn, Book> Books { get; init; } = ImmutableDictionary<Isbn, Book>.Empty;

    public ImmutableSortedSet<Isbn> BooksByIsbn { get; init; } = [];

    public ImmutableSortedSet<(string Word, Isbn Isbn)> Words { get; init; } = ImmutableSortedSet.Create<(string, Isbn)>(new ByText<Isbn>());

    public ImmutableSortedSet<(string Word, Isbn Isbn)> AuthorWords { get; init; } = ImmutableSortedSet.Create<(string, Isbn)>(new ByText<Isbn>());

    /// <summary>The words of each book as they were written, with the version of their rules.</summary>
    public ImmutableDictionary<Isbn, (int Version, BookWords Words)> SearchIndex { get; init; } = ImmutableDictionary<Isbn, (int, BookWords)>.Empty;

    public ImmutableDictionary<Isbn, StockLevel> Stock { get; init; } = ImmutableDictionary<Isbn, StockLevel>.Empty;

    /// <summary>Every book that ever had a level, a movement or a hold.</summary>
    public ImmutableSortedSet<Isbn> StockIsbns { get; init; } = [];

    public ImmutableDictionary<(Isbn Isbn, Guid Holder), int> Holds { get; init; } = ImmutableDictionary<(Isbn, Guid), int>.Empty;

    public ImmutableSortedSet<(Isbn Isbn, Guid Holder)> HoldsByBook { get; init; } = [];

    public ImmutableSortedSet<(Guid Holder, Isbn Isbn)> HoldsByHolder { get; init; } = [];

    /// <summary>The movements by their position, which counts through all books.</summary>
    public ImmutableSortedSet<(Isbn Isbn, long Position)> MovementsByBook { get; init; } = [];

    public ImmutableList<StockMovement> Movements { get; init; } = [];

    /// <summary>Remembers a writer's last batch, and registers the writer if it is not known.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="batch">The batch; <see langword="null"/> to register the writer only.</param>
    public MemoryState Remember(Guid writer, long? batch)
    {
        if (Marks.ContainsKey(writer))
        {
            return batch is { } last ? this with { Marks = Marks.SetItem(writer, last) } : this;
        }

        var (marks, writers) = (Marks.Add(writer, batch ?? 0), Writers.Enqueue(writer));
        if (marks.Count > CommitMark.RememberedWriters)
        {
            writers = writers.Dequeue(out var oldest);
            marks = marks.Remove(oldest);
        }

        return this with { Marks = marks, Writers = writers };
    }

    /// <summary>Answers for each of the keys.</summary>
    public WorkingSet Load(RecordKeys keys)
    {
        var records = new WorkingSet();
        Load(keys.IdempotencyKeys, Keys, records.IdempotencyKeys);
        Load(keys.Orders, Orders, records.Orders);
        foreach (var orderId in keys.Orders)
        {
            records.LoadDeliveries(orderId, ListDeliveries(new DeliveryFilter { OrderId = orderId }, null, int.MaxValue).Items);
        }

        Load(keys.Reservations, Reservations, records.Reservations);
        Load(keys.Stock, Stock, records.Stock);
        Load(keys.Books, Books, records.Books);
        return records;
    }

    private static void Load<TKey, TRecord>(KeySet<TKey> keys, ImmutableDictionary<TKey, TRecord> from, RecordTable<TKey, TRecord> to)
        where TKey : IEquatable<TKey>, IComparable<TKey>
        where TRecord : class
    {
        foreach (var key in keys)
        {
            to.Load(key, from.GetValueOrDefault(key));
        }
    }
}
