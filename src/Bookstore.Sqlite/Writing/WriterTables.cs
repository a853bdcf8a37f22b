using System.Collections.Immutable;
using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The tables of the writer's connection.</summary>
internal static class WriterTables
{
    /// <summary>Makes them, in the order in which they are written.</summary>
    /// <exception cref="InvalidOperationException">A kind of record has no table.</exception>
    public static ImmutableArray<WriterTable> Make(SqliteDatabase database, RecordCache cache)
    {
        var movements = new MovementRows(database, cache);
        ImmutableArray<WriterTable> tables =
        [
            new KeyRows(database),
            new OrderWrites(database, cache),
            new DeliveryRows(database, cache),
            new ReservationRows(database),
            new DocumentRows(database),
            movements,
            new StockRows(database, cache, movements),
            new HoldRows(database),
            new BookRows(database, cache),
            new EventRows(database, cache),
        ];
        RecordKinds.RequireTables("sqlite", tables.Select(static table => table.Kind));
        return tables;
    }
}
