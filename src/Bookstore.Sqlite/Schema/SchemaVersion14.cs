namespace Bookstore.Sqlite;

/// <summary>Orders and deliveries have a text for what most of them lack, and several deliveries of an order can be on their way.</summary>
/// <remarks><c>refunds_minor</c> is the sum of the refunds that were made or are pending: no program can give back more than the order's total.</remarks>
internal static class SchemaVersion14
{
    public const string Sql =
        """
        ALTER TABLE orders ADD COLUMN details TEXT;
        ALTER TABLE orders ADD COLUMN refunds_minor INTEGER CHECK (refunds_minor >= 0 AND refunds_minor <= total_minor);
        DROP INDEX deliveries_active;
        ALTER TABLE deliveries DROP COLUMN active_order;
        ALTER TABLE deliveries ADD COLUMN details TEXT;
        """;
}
