namespace Bookstore.Sqlite;

/// <summary>An order keeps how a person resolved its payment.</summary>
internal static class SchemaVersion6
{
    // No CHECK: it would have every row read.
    public const string Sql =
        """
        ALTER TABLE orders ADD COLUMN resolution INTEGER;
        ALTER TABLE orders ADD COLUMN resolution_note TEXT;
        ALTER TABLE orders ADD COLUMN resolved_at INTEGER;
        """;
}
