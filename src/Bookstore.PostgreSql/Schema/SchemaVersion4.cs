namespace Bookstore.PostgreSql;

/// <summary>A small table of the orders with work left to do, instead of two indexes over the wide rows of all orders.</summary>
/// <remarks>
/// No index depends on an order's payment action any more, so that the last update of nearly every order stays on its page without work on any index, where the page has room.
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
        """;

    /// <inheritdoc cref="SchemaVersion1.Sql"/>
    public static string Sql(string schema) => Text.Replace("bookstore.", schema + ".", StringComparison.Ordinal);

    /// <summary>The entries of the orders that are there.</summary>
    /// <inheritdoc cref="SchemaVersion1.Sql"/>
    public static SlicePlan Slices(string schema) => new(
        $"""
        DROP INDEX {schema}.orders_to_recover, {schema}.orders_to_settle;
        ALTER TABLE {schema}.orders SET (fillfactor = 70)
        """,
        new SlicedTable(
            $"{schema}.orders",
            range =>
                $"""
                INSERT INTO {schema}.due (kind, gateway, due_at, order_id, late)
                SELECT 0, coalesce(gateway, ''), due_at, id, true FROM {schema}.orders WHERE {range} AND status = 1 AND due_at IS NOT NULL
                UNION ALL
                SELECT 1, coalesce(gateway, ''), due_at, id, true FROM {schema}.orders WHERE {range} AND owed IS NOT NULL AND due_at IS NOT NULL
                """));
}
