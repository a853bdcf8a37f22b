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

    /// <summary>Takes all keys out again, so that the object can be used for another batch.</summary>
    public void Clear()
    {
        IdempotencyKeys.Clear();
        Orders.Clear();
        Reservations.Clear();
        Stock.Clear();
        Books.Clear();
    }
}
