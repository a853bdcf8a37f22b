using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The kinds of records, each declared once. A store has one table for each.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public static class RecordKinds
{
    /// <summary>Idempotency keys.</summary>
    public static RecordKind IdempotencyKeys { get; } = new("idempotency key", RecordShape.Root, isRemovable: true);

    /// <summary>Orders.</summary>
    public static RecordKind Orders { get; } = new("order", RecordShape.Root);

    /// <summary>Deliveries, the children of <see cref="Orders"/>.</summary>
    public static RecordKind Deliveries { get; } = new("delivery", RecordShape.Child);

    /// <summary>Carts' reservations.</summary>
    public static RecordKind Reservations { get; } = new("reservation", RecordShape.Root);

    /// <summary>Documents: all records that need no table of their own.</summary>
    public static RecordKind Documents { get; } = new("document", RecordShape.Root, isRemovable: true);

    /// <summary>Stock levels.</summary>
    public static RecordKind Stock { get; } = new("stock level", RecordShape.Root);

    /// <summary>Stock movements.</summary>
    public static RecordKind Movements { get; } = new("stock movement", RecordShape.Journal);

    /// <summary>Held quantities per book and holder.</summary>
    public static RecordKind Holds { get; } = new("hold", RecordShape.Tally, isRemovable: true);

    /// <summary>Books.</summary>
    public static RecordKind Books { get; } = new("book", RecordShape.Reference);

    /// <summary>Events of the feed. None is removed by itself: the feed is cut off at its beginning, see <see cref="StagedEvents.RemoveThrough"/>.</summary>
    public static RecordKind Events { get; } = new("event", RecordShape.Journal);

    /// <summary>All kinds, in the order in which stores lock and write them.</summary>
    public static ImmutableArray<RecordKind> All { get; } = [IdempotencyKeys, Orders, Deliveries, Reservations, Documents, Stock, Movements, Holds, Books, Events];

    /// <summary>Throws unless a store has a table for every kind. For stores, at their start.</summary>
    /// <param name="store">The store's <see cref="IBookstoreStore.Name"/>.</param>
    /// <param name="tables">The kinds that it has a table for.</param>
    /// <exception cref="InvalidOperationException">Kinds have no table, or two; the message names them.</exception>
    public static void RequireTables(string store, IEnumerable<RecordKind> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        List<RecordKind> rest = [.. tables];
        List<RecordKind> missing = [.. All.Where(kind => !rest.Remove(kind))];
        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"The store '{store}' has no table for these kinds of records: {string.Join(", ", missing)}. Add each to its list of tables.");
        }

        if (rest.Count > 0)
        {
            throw new InvalidOperationException($"The store '{store}' has more than one table for these kinds of records: {string.Join(", ", rest)}.");
        }
    }
}
