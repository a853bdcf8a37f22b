namespace Bookstore.Sqlite;

/// <summary>A movement says who made it, and blocks of events have the third format, see <see cref="Storage.EventBlock"/>. What is there stays as it is.</summary>
internal static class SchemaVersion17
{
    // No CHECK: it would have every row read.
    public const string Sql =
        """
        ALTER TABLE movements ADD COLUMN client TEXT;
        ALTER TABLE movements ADD COLUMN subject TEXT;
        """;
}
