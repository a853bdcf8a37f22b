namespace Bookstore.Sqlite;

/// <summary>Books have a text for what the trade knows of them, and a date of publication can be a month or a year.</summary>
/// <remarks>A book without either has no value in both columns.</remarks>
internal static class SchemaVersion16
{
    public const string Sql =
        """
        ALTER TABLE books ADD COLUMN published_precision INTEGER;
        ALTER TABLE books ADD COLUMN details TEXT;
        """;
}
