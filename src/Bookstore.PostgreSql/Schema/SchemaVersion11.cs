namespace Bookstore.PostgreSql;

/// <summary>Documents: records of kinds without a table of their own. The body is text, because the store never reads it.</summary>
internal static class SchemaVersion11
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $"""
        CREATE TABLE {schema}.documents (
            kind text COLLATE "C" NOT NULL,
            id uuid NOT NULL,
            owner uuid,
            unique_key text COLLATE "C",
            state integer NOT NULL CHECK (state >= 0),
            due_at bigint,
            version integer NOT NULL CHECK (version >= 1),
            body text NOT NULL,
            PRIMARY KEY (kind, id)
        );
        CREATE INDEX documents_by_owner ON {schema}.documents (owner, kind, id) WHERE owner IS NOT NULL;
        CREATE INDEX documents_by_state ON {schema}.documents (kind, state, id);
        CREATE INDEX documents_due ON {schema}.documents (kind, due_at, id) WHERE due_at IS NOT NULL;
        CREATE INDEX documents_due_by_owner ON {schema}.documents (owner, kind, due_at, id) WHERE due_at IS NOT NULL AND owner IS NOT NULL;
        CREATE UNIQUE INDEX documents_by_key ON {schema}.documents (kind, unique_key) WHERE unique_key IS NOT NULL;
        """;
}
