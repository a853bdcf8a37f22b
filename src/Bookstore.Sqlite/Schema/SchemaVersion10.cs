namespace Bookstore.Sqlite;

/// <summary>Documents: records of kinds without a table of their own. A process of an older version that still runs cannot commit any more, and gets an error that says why.</summary>
/// <remarks>
/// A commit writes <c>writers.written_at</c> from here on. A program of an older version writes one of the columns that the time had before, which are kept for the trigger alone:
/// its commits fail with the trigger's message. Later versions do the same by <see cref="SchemaFence"/>.
/// </remarks>
internal static class SchemaVersion10
{
    public const string Sql =
        $"""
        ALTER TABLE writers RENAME COLUMN committed_at TO written_at;
        ALTER TABLE writers ADD COLUMN committed_at INTEGER;
        ALTER TABLE writers ADD COLUMN time INTEGER;
        CREATE TRIGGER writers_of_older_versions BEFORE UPDATE OF committed_at, time ON writers BEGIN SELECT RAISE(ABORT, '{SchemaFence.OlderProcess}'); END;

        CREATE TABLE documents (
            kind TEXT NOT NULL,
            id BLOB NOT NULL CHECK (length(id) = 16),
            owner BLOB CHECK (length(owner) = 16),
            unique_key TEXT,
            state INTEGER NOT NULL CHECK (state >= 0),
            due_at INTEGER,
            version INTEGER NOT NULL CHECK (version >= 1),
            body TEXT NOT NULL,
            PRIMARY KEY (kind, id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX documents_by_owner ON documents (owner, kind, id) WHERE owner IS NOT NULL;
        CREATE INDEX documents_by_state ON documents (kind, state, id);
        CREATE INDEX documents_due ON documents (kind, due_at, id) WHERE due_at IS NOT NULL;
        CREATE INDEX documents_due_by_owner ON documents (owner, kind, due_at, id) WHERE due_at IS NOT NULL AND owner IS NOT NULL;
        CREATE UNIQUE INDEX documents_by_key ON documents (kind, unique_key) WHERE unique_key IS NOT NULL;
        """;
}
