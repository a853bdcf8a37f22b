using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The records that a batch needs. A key added twice counts once.</summary>
/// <remarks>Not safe for use from several threads at a time.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class RecordKeys
{
    /// <summary>Idempotency keys, to be locked.</summary>
    public KeySet<IdempotencyId> IdempotencyKeys { get; } = new();

    /// <summary>Orders with all their deliveries, to be locked.</summary>
    public KeySet<Guid> Orders { get; } = new();

    /// <summary>Carts' reservations, to be locked.</summary>
    public KeySet<Guid> Reservations { get; } = new();

    /// <summary>Stock levels, to be locked. A book without a level has none.</summary>
    public KeySet<Isbn> Stock { get; } = new();

    /// <summary>Books of the catalogue, to be read; they need no lock.</summary>
    public KeySet<Isbn> Books { get; } = new();

    /// <summary>Books that are to be written. Name them in <see cref="Books"/> as well. A store that locks single records locks them, after the stock levels.</summary>
    public KeySet<Isbn> BooksToWrite { get; } = new();

    /// <summary>How long to wait for records that another transaction has locked, before <see cref="StoreConflictReason.Locked"/>. Default <see langword="null"/>: as the store's options say.</summary>
    public TimeSpan? LockWait { get; set; }

    internal int LockableCount => IdempotencyKeys.Count + Orders.Count + Reservations.Count + Stock.Count + BooksToWrite.Count;

    /// <summary>Takes all keys out again, so that the object can be used for another batch.</summary>
    public void Clear()
    {
        IdempotencyKeys.Clear();
        Orders.Clear();
        Reservations.Clear();
        Stock.Clear();
        Books.Clear();
        BooksToWrite.Clear();
        LockWait = null;
    }

    internal bool Overlaps(RecordKeys other) =>
        Stock.Overlaps(other.Stock) || Orders.Overlaps(other.Orders) || IdempotencyKeys.Overlaps(other.IdempotencyKeys)
        || Reservations.Overlaps(other.Reservations) || BooksToWrite.Overlaps(other.BooksToWrite);
}
