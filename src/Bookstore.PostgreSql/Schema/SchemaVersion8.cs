namespace Bookstore.PostgreSql;

/// <summary>A delivery remembers how long a booking can take effect and why a person is needed; deliveries whose courier is to be called are found by courier.</summary>
internal static class SchemaVersion8
{
    private const string Text =
        """
        ALTER TABLE bookstore.deliveries
            ADD COLUMN booking_until bigint,
            ADD COLUMN attention smallint,
            ADD COLUMN attention_code text,
            ADD COLUMN attention_since bigint,
            ADD CONSTRAINT deliveries_attention_since_check CHECK ((attention IS NULL) = (attention_since IS NULL)) NOT VALID;
        DROP INDEX bookstore.deliveries_due;
        CREATE INDEX deliveries_due ON bookstore.deliveries (courier, due_at, id) WHERE due_at IS NOT NULL;
        CREATE INDEX deliveries_to_attend ON bookstore.deliveries (id) WHERE attention IS NOT NULL;
        """;

    /// <inheritdoc cref="SchemaVersion1.Sql"/>
    public static string Sql(string schema) => Text.Replace("bookstore.", schema + ".", StringComparison.Ordinal);
}
