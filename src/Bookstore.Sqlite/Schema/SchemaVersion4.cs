namespace Bookstore.Sqlite;

/// <summary>An order remembers the cart's reservation that its copies came from. Orders that are there already came from none, as far as is known.</summary>
internal static class SchemaVersion4
{
    // No CHECK: it would have every row read.
    public const string Sql = "ALTER TABLE orders ADD COLUMN reservation BLOB;";
}
