namespace Bookstore.Sqlite;

/// <summary>Blocks of events have the second format, see <see cref="Storage.EventBlock"/>. Those that are there stay as they are.</summary>
/// <remarks>Nothing is changed but the version: a program that knows the first format alone is refused.</remarks>
internal static class SchemaVersion15
{
    public const string Sql = "SELECT 1";
}
