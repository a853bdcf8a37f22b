namespace Bookstore.Sqlite;

/// <summary>A delivery remembers how long a booking can take effect and why a person is needed; deliveries whose courier is to be called are found by courier.</summary>
internal static class SchemaVersion8
{
    // No CHECK: it would have every row read.
    public const string Sql =
        """
        ALTER TABLE deliveries ADD COLUMN booking_until INTEGER;
        ALTER TABLE deliveries ADD COLUMN attention INTEGER;
        ALTER TABLE deliveries ADD COLUMN attention_code TEXT;
        ALTER TABLE deliveries ADD COLUMN attention_since INTEGER;
        DROP INDEX deliveries_due;
        CREATE INDEX deliveries_due ON deliveries (courier, due_at, id) WHERE due_at IS NOT NULL;
        CREATE INDEX deliveries_to_attend ON deliveries (id) WHERE attention IS NOT NULL;
        """;
}
