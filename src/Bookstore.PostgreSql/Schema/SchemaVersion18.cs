namespace Bookstore.PostgreSql;

/// <summary>Books have a text for what the trade knows of them, and a date of publication can be a month or a year.</summary>
/// <remarks>A book without either has no value in both columns, so none is read or written.</remarks>
internal static class SchemaVersion18
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) => $"ALTER TABLE {schema}.books ADD COLUMN published_precision smallint, ADD COLUMN details text";
}
