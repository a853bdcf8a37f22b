namespace Bookstore.PostgreSql;

/// <summary>A movement says who made it, and blocks of events have the third format, see <see cref="Storage.EventBlock"/>. What is there stays as it is.</summary>
internal static class SchemaVersion19
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) => $"ALTER TABLE {schema}.movements ADD COLUMN client text, ADD COLUMN subject text";
}
