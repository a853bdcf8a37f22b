namespace Bookstore.PostgreSql;

/// <summary>Rows say by columns of their own when work is due and which delivery is an order's active one: the library decides, and no index knows a status. An order counts its changes.</summary>
internal static class SchemaVersion10
{
    private const string Text =
        """
        ALTER TABLE bookstore.orders ADD COLUMN version integer NOT NULL DEFAULT 1;

        ALTER TABLE bookstore.deliveries ADD COLUMN active_order uuid;
        DROP INDEX bookstore.deliveries_active;
        UPDATE bookstore.deliveries SET active_order = order_id WHERE status IN (1, 2, 3);
        CREATE UNIQUE INDEX deliveries_active ON bookstore.deliveries (active_order) WHERE active_order IS NOT NULL;

        ALTER TABLE bookstore.reservations ADD COLUMN due_at bigint;
        UPDATE bookstore.reservations SET due_at = expires_at WHERE status = 1;
        DROP INDEX bookstore.reservations_held;
        CREATE INDEX reservations_due ON bookstore.reservations (due_at, id) WHERE due_at IS NOT NULL;
        """;

    /// <inheritdoc cref="SchemaVersion1.Sql"/>
    public static string Sql(string schema) => Text.Replace("bookstore.", schema + ".", StringComparison.Ordinal);
}
