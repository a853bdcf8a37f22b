namespace Bookstore.Sqlite;

/// <summary>A commit says which schema version its program knows, see <see cref="SchemaFence"/>.</summary>
internal static class SchemaVersion12
{
    public const string Sql = $"ALTER TABLE writers ADD COLUMN {SchemaFence.Column} INTEGER";
}
