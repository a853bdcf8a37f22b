namespace Bookstore.PostgreSql;

/// <summary>Orders and deliveries have a text for what most of them lack, and several deliveries of an order can be on their way.</summary>
/// <remarks><c>refunds_minor</c> is the sum of the refunds that were made or are pending: no program can give back more than the order's total. No order has one yet, so none is read.</remarks>
internal static class SchemaVersion16
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $"""
        ALTER TABLE {schema}.orders ADD COLUMN details text, ADD COLUMN refunds_minor bigint,
            ADD CONSTRAINT orders_refunds CHECK (refunds_minor >= 0 AND refunds_minor <= total_minor) NOT VALID;
        DROP INDEX {schema}.deliveries_active;
        ALTER TABLE {schema}.deliveries DROP COLUMN active_order, ADD COLUMN details text;
        """;
}
