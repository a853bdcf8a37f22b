namespace Bookstore.PostgreSql;

/// <summary>A row for each round of background work that one host at a time does: which host began the last one, and when.</summary>
/// <remarks>The rows are written every second and worth nothing after a crash: the table is not logged, so that a round waits for no disk and no standby.</remarks>
internal static class SchemaVersion9
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $"""
        CREATE UNLOGGED TABLE {schema}.rounds (
            name text COLLATE "C" PRIMARY KEY,
            host uuid NOT NULL,
            begun_at bigint NOT NULL,
            in_a_row integer NOT NULL
        ) WITH (fillfactor = 10);
        """;
}
