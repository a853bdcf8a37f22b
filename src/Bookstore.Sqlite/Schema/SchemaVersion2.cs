namespace Bookstore.Sqlite;

/// <summary>An order's lines are in its own row, and each order names the one that its customer placed before.</summary>
/// <remarks>
/// An index of orders by customer has a page of its own for almost every customer of a large shop, so that each order changed one more page somewhere in
/// the file. Now <c>customers.newest</c> names a customer's newest order, and the others are found from there, as a book's movements are.
/// </remarks>
internal static class SchemaVersion2
{
    public const string Sql =
        """
        -- isbn:quantity:unit_price_minor, separated by spaces
        ALTER TABLE orders ADD COLUMN lines TEXT NOT NULL DEFAULT '';
        UPDATE orders SET lines = coalesce(
            (SELECT group_concat(isbn || ':' || quantity || ':' || unit_price_minor, ' ' ORDER BY line) FROM order_lines WHERE order_id = orders.id), '');
        DROP TABLE order_lines;

        ALTER TABLE orders ADD COLUMN previous BLOB CHECK (previous < id);
        UPDATE orders SET previous = (SELECT max(o.id) FROM orders o INDEXED BY orders_by_customer WHERE o.customer = orders.customer AND o.id < orders.id);

        CREATE TABLE customers (
            customer TEXT PRIMARY KEY,
            newest BLOB NOT NULL CHECK (length(newest) = 16)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO customers SELECT customer, max(id) FROM orders GROUP BY customer;
        DROP INDEX orders_by_customer;
        """;
}
