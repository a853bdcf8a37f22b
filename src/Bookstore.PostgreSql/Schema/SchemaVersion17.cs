namespace Bookstore.PostgreSql;

/// <summary>Blocks of events have the second format, see <see cref="Storage.EventBlock"/>. Those that are there stay as they are.</summary>
/// <remarks>Nothing is changed but the version: a host that knows the first format alone is refused.</remarks>
internal static class SchemaVersion17
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) => $"COMMENT ON COLUMN {schema}.events.body IS 'Up to 128 events; the first byte is the format'";
}
