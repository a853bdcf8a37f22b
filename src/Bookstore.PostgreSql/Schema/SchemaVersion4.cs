namespace Bookstore.PostgreSql;

/// <summary>A small table of the orders with work left to do, instead of two indexes over the wide rows of all orders.</summary>
/// <remarks>
/// No index follows from what an order owes any more, so that the last update of nearly every order stays on its page without work on any index, where the page has room.
/// A column of <c>writers</c> has another name now: a host of the version before cannot commit any more, and so cannot change an order without its entry.
/// </remarks>
internal static class SchemaVersion4
{
    private const string Text =
        """
        -- gateway '': an order that names none
        CREATE TABLE bookstore.due (
            kind smallint NOT NULL CHECK (kind IN (0, 1)),
            gateway text COLLATE "C" NOT NULL,
            due_at bigint NOT NULL,
            order_id uuid NOT NULL,
            late boolean NOT NULL,
            PRIMARY KEY (kind, gateway, due_at, order_id)
        );
        CREATE INDEX due_late ON bookstore.due (kind, gateway, due_at, order_id) WHERE late;
        ALTER TABLE bookstore.writers RENAME COLUMN at TO committed_at;
        INSERT INTO bookstore.due (kind, gateway, due_at, order_id, late) SELECT 0, coalesce(gateway, ''), due_at, id, true FROM bookstore.orders WHERE status = 1 AND due_at IS NOT NULL;
        INSERT INTO bookstore.due (kind, gateway, due_at, order_id, late) SELECT 1, coalesce(gateway, ''), due_at, id, true FROM bookstore.orders WHERE owed IS NOT NULL AND due_at IS NOT NULL;
        DROP INDEX bookstore.orders_to_recover, bookstore.orders_to_settle;
        ALTER TABLE bookstore.orders SET (fillfactor = 70);
        """;

    /// <inheritdoc cref="SchemaVersion1.Sql"/>
    public static string Sql(string schema) => Text.Replace("bookstore.", schema + ".", StringComparison.Ordinal);
}
