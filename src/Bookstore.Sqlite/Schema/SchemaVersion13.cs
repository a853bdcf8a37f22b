namespace Bookstore.Sqlite;

/// <summary>The feed of events: a commit appends a row for up to 128 of its events. A stock level counts the events of its book.</summary>
/// <remarks>A process of an older version appends no events, so its commits are refused from here on.</remarks>
internal static class SchemaVersion13
{
    // No CHECK in the new column: it would have every row read.
    public const string Sql =
        """
        CREATE TABLE events (
            position INTEGER PRIMARY KEY CHECK (position >= 1),
            count INTEGER NOT NULL CHECK (count >= 1),
            committed_at INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE TABLE event_feed (id INTEGER PRIMARY KEY CHECK (id = 1), removed INTEGER NOT NULL CHECK (removed >= 0)) STRICT;
        INSERT INTO event_feed (id, removed) VALUES (1, 0);
        ALTER TABLE stock ADD COLUMN events INTEGER NOT NULL DEFAULT 0;
        """;
}
