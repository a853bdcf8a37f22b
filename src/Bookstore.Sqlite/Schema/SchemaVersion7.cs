namespace Bookstore.Sqlite;

/// <summary>Each writer's row tells the store's time at its last commit, and what the machine's monotonic clock showed then, see <see cref="FileClock"/>.</summary>
/// <remarks>The time of a database made before continues from its newest order.</remarks>
internal static class SchemaVersion7
{
    public const string Sql =
        """
        ALTER TABLE writers ADD COLUMN time INTEGER;
        ALTER TABLE writers ADD COLUMN monotonic INTEGER;
        UPDATE writers SET time = (SELECT created_at FROM orders ORDER BY id DESC LIMIT 1);
        """;
}
