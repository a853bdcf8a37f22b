namespace Bookstore.PostgreSql;

/// <summary>Rows say by columns of their own when work is due and which delivery is an order's active one: the library decides, and no index knows a status. An order counts its changes.</summary>
internal static class SchemaVersion10
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $"""
        ALTER TABLE {schema}.orders ADD COLUMN version integer NOT NULL DEFAULT 1;
        {AddColumns(schema)};
        CREATE UNIQUE INDEX IF NOT EXISTS deliveries_active_order ON {ActiveDeliveries(schema)};
        CREATE INDEX IF NOT EXISTS reservations_due ON {DueReservations(schema)};
        DROP INDEX {schema}.deliveries_active;
        ALTER INDEX {schema}.deliveries_active_order RENAME TO deliveries_active;
        """;

    /// <summary>The indexes, to be built before where there are orders.</summary>
    /// <inheritdoc cref="Sql"/>
    public static IndexPlan Indexes(string schema) => new(
        $"{schema}.orders",
        AddColumns(schema),
        new IndexToBuild("deliveries_active_order", ActiveDeliveries(schema), IsUnique: true),
        new IndexToBuild("reservations_due", DueReservations(schema)));

    /// <summary>The new columns of the rows that are there.</summary>
    /// <inheritdoc cref="Sql"/>
    public static SlicePlan Slices(string schema) => new(
        $"DROP INDEX {schema}.reservations_held",
        new SlicedTable($"{schema}.deliveries", range => $"UPDATE {schema}.deliveries SET active_order = order_id WHERE {range} AND status IN (1, 2, 3)"),
        new SlicedTable($"{schema}.reservations", range => $"UPDATE {schema}.reservations SET due_at = expires_at WHERE {range} AND status = 1"));

    private static string AddColumns(string schema) =>
        $"ALTER TABLE {schema}.deliveries ADD COLUMN IF NOT EXISTS active_order uuid; ALTER TABLE {schema}.reservations ADD COLUMN IF NOT EXISTS due_at bigint";

    private static string ActiveDeliveries(string schema) => $"{schema}.deliveries (active_order) WHERE active_order IS NOT NULL";

    private static string DueReservations(string schema) => $"{schema}.reservations (due_at, id) WHERE due_at IS NOT NULL";
}
