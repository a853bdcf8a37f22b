namespace Bookstore.Sqlite;

/// <summary>Rows say by columns of their own what work is left to do and which delivery is an order's active one: the library decides, and no index knows a status. An order counts its changes.</summary>
/// <remarks>A column of <c>writers</c> has another name now: a process of the version before cannot commit any more, and so cannot write rows without the new columns.</remarks>
internal static class SchemaVersion9
{
    // No CHECK in a new column: it would have every row read.
    public const string Sql =
        """
        ALTER TABLE writers RENAME COLUMN time TO committed_at;

        ALTER TABLE orders ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE orders ADD COLUMN work INTEGER;
        UPDATE orders INDEXED BY orders_to_settle SET work = 1 WHERE owed IS NOT NULL AND due_at IS NOT NULL;
        UPDATE orders INDEXED BY orders_by_status SET work = CASE payment_status WHEN 9 THEN 2 ELSE 0 END WHERE status = 1 AND owed IS NULL AND due_at IS NOT NULL;
        DROP INDEX orders_to_settle;
        CREATE INDEX orders_due ON orders (gateway, due_at, id) WHERE work = 1;

        ALTER TABLE deliveries ADD COLUMN active_order BLOB;
        DROP INDEX deliveries_active;
        UPDATE deliveries INDEXED BY deliveries_by_status SET active_order = order_id WHERE status IN (1, 2, 3);
        CREATE UNIQUE INDEX deliveries_active ON deliveries (active_order) WHERE active_order IS NOT NULL;

        ALTER TABLE reservations ADD COLUMN due_at INTEGER;
        UPDATE reservations INDEXED BY reservations_held SET due_at = expires_at WHERE status = 1;
        DROP INDEX reservations_held;
        CREATE INDEX reservations_due ON reservations (due_at, id) WHERE due_at IS NOT NULL;
        """;
}
