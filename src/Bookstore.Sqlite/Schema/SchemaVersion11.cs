namespace Bookstore.Sqlite;

/// <summary>A person's resolution of a payment says which payment action it resolved.</summary>
/// <remarks>A resolution that is there already says none: an audit accepts no difference because of it.</remarks>
internal static class SchemaVersion11
{
    // No CHECK: it would have every row read.
    public const string Sql = "ALTER TABLE orders ADD COLUMN resolution_action INTEGER";
}
