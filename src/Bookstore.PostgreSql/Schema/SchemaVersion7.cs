namespace Bookstore.PostgreSql;

/// <summary>An order keeps how a person resolved its payment.</summary>
internal static class SchemaVersion7
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $"""
        ALTER TABLE {schema}.orders ADD COLUMN resolution smallint, ADD COLUMN resolution_note text, ADD COLUMN resolved_at bigint;
        """;
}
