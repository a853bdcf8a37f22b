namespace Bookstore.PostgreSql;

/// <summary>The end of the feed follows from the events, and the search for those without a position begins behind those that have one: nothing is written again and again that a snapshot would keep old versions of.</summary>
internal static class SchemaVersion14
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $$"""
        CREATE TABLE {{schema}}.event_marks (
            mark bigint PRIMARY KEY,
            numbered bigint NOT NULL CHECK (numbered <= mark),
            writers text[] NOT NULL
        );
        INSERT INTO {{schema}}.event_marks VALUES (0, 0, '{}');
        ALTER TABLE {{schema}}.event_feed DROP COLUMN last;
        """;
}
