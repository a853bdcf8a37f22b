namespace Bookstore.PostgreSql;

/// <summary>A delivery remembers how long a booking can take effect and why a person is needed; deliveries whose courier is to be called are found by courier.</summary>
internal static class SchemaVersion8
{
    /// <summary>The statements for a schema.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) =>
        $"""
        {AddAttention(schema)};
        ALTER TABLE {schema}.deliveries
            ADD COLUMN booking_until bigint,
            ADD COLUMN attention_code text,
            ADD COLUMN attention_since bigint,
            ADD CONSTRAINT deliveries_attention_since_check CHECK ((attention IS NULL) = (attention_since IS NULL)) NOT VALID;
        CREATE INDEX IF NOT EXISTS deliveries_due_by_courier ON {DueByCourier(schema)};
        CREATE INDEX IF NOT EXISTS deliveries_to_attend ON {ToAttend(schema)};
        DROP INDEX {schema}.deliveries_due;
        ALTER INDEX {schema}.deliveries_due_by_courier RENAME TO deliveries_due;
        """;

    /// <summary>The indexes, to be built before where there are deliveries.</summary>
    /// <inheritdoc cref="Sql"/>
    public static IndexPlan Indexes(string schema) => new(
        $"{schema}.deliveries",
        AddAttention(schema),
        new IndexToBuild("deliveries_due_by_courier", DueByCourier(schema)),
        new IndexToBuild("deliveries_to_attend", ToAttend(schema)));

    private static string AddAttention(string schema) => $"ALTER TABLE {schema}.deliveries ADD COLUMN IF NOT EXISTS attention smallint";

    private static string DueByCourier(string schema) => $"{schema}.deliveries (courier, due_at, id) WHERE due_at IS NOT NULL";

    private static string ToAttend(string schema) => $"{schema}.deliveries (id) WHERE attention IS NOT NULL";
}
