namespace Bookstore.PostgreSql;

/// <summary>The end of the feed follows from the events, and the search for those without a position begins behind those that have one: nothing is written again and again that a snapshot would keep old versions of.</summary>
internal static class SchemaVersion14
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $$"""
        ALTER TABLE {{schema}}.event_feed
            ADD COLUMN numbered bigint NOT NULL DEFAULT 0,
            ADD COLUMN mark bigint NOT NULL DEFAULT 0,
            ADD COLUMN mark_writers text[] NOT NULL DEFAULT '{}',
            DROP COLUMN last;
        """;
}
