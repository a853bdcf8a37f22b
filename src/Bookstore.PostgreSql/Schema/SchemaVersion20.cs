namespace Bookstore.PostgreSql;

/// <summary>A book has terms of sale, and more copies of it can be reserved than are on hand: up to its back-order limit, by orders that wait for them.</summary>
/// <remarks>Every row that is there keeps the rule of before, which is stricter: so none is read. A row that is written is checked.</remarks>
internal static class SchemaVersion20
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $"""
        ALTER TABLE {schema}.books ADD COLUMN terms text;
        ALTER TABLE {schema}.stock DROP CONSTRAINT stock_check,
            ADD COLUMN waiting integer NOT NULL DEFAULT 0,
            ADD COLUMN backorder_limit integer NOT NULL DEFAULT 0,
            ADD CONSTRAINT stock_backorder_limit CHECK (backorder_limit BETWEEN 0 AND 1000000) NOT VALID,
            ADD CONSTRAINT stock_reserved CHECK (reserved <= on_hand + backorder_limit) NOT VALID,
            ADD CONSTRAINT stock_allocated CHECK (waiting >= 0 AND waiting <= reserved AND reserved - waiting <= on_hand) NOT VALID;
        """;
}
