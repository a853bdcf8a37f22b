namespace Bookstore.PostgreSql;

/// <summary>An order names its gateway and says why a person is needed, a delivery can be leased, and new states need no other constraint.</summary>
/// <remarks>
/// No check is run over the rows that are there: those have passed the narrower ones, and the new columns of theirs are empty. The two indexes of work left to do stay
/// as they are until version 4 replaces them with a table.
/// </remarks>
internal static class SchemaVersion2
{
    private const string AddAttention = "ALTER TABLE bookstore.orders ADD COLUMN IF NOT EXISTS attention smallint";

    private const string Text =
        $"""
        {AddAttention};
        ALTER TABLE bookstore.orders
            ADD COLUMN gateway text COLLATE "C",
            ADD COLUMN attention_code text,
            ADD COLUMN attention_since bigint,
            ADD COLUMN payment_retries integer NOT NULL DEFAULT 0,
            ADD CONSTRAINT orders_attention_check CHECK (attention >= 1) NOT VALID,
            ADD CONSTRAINT orders_payment_retries_check CHECK (payment_retries >= 0) NOT VALID,
            ADD CONSTRAINT orders_attention_since_check CHECK ((attention IS NULL) = (attention_since IS NULL)) NOT VALID,
            DROP CONSTRAINT orders_status_check,
            ADD CONSTRAINT orders_status_check CHECK (status >= 1) NOT VALID,
            DROP CONSTRAINT orders_payment_status_check,
            ADD CONSTRAINT orders_payment_status_check CHECK (payment_status >= 1) NOT VALID,
            DROP CONSTRAINT orders_owed_check,
            ADD CONSTRAINT orders_owed_check CHECK (owed >= 1) NOT VALID;
        CREATE INDEX IF NOT EXISTS orders_to_attend ON bookstore.orders (id) WHERE attention IS NOT NULL;

        ALTER TABLE bookstore.deliveries
            ADD COLUMN fence integer NOT NULL DEFAULT 0,
            ADD COLUMN lease_holder uuid,
            DROP CONSTRAINT deliveries_status_check,
            ADD CONSTRAINT deliveries_status_check CHECK (status >= 1) NOT VALID,
            DROP CONSTRAINT deliveries_owed_check,
            ADD CONSTRAINT deliveries_owed_check CHECK (owed >= 1) NOT VALID;

        ALTER TABLE bookstore.movements
            DROP CONSTRAINT movements_kind_check,
            ADD CONSTRAINT movements_kind_check CHECK (kind >= 1) NOT VALID;

        ALTER TABLE bookstore.reservations
            DROP CONSTRAINT reservations_status_check,
            ADD CONSTRAINT reservations_status_check CHECK (status >= 1) NOT VALID;
        """;

    /// <inheritdoc cref="SchemaVersion1.Sql"/>
    public static string Sql(string schema) => In(schema, Text);

    /// <summary>The index, to be built before where there are orders.</summary>
    /// <inheritdoc cref="SchemaVersion1.Sql"/>
    public static IndexPlan Indexes(string schema) => new(
        $"{schema}.orders",
        In(schema, AddAttention),
        new IndexToBuild("orders_to_attend", $"{schema}.orders (id) WHERE attention IS NOT NULL"));

    private static string In(string schema, string text) => text.Replace("bookstore.", schema + ".", StringComparison.Ordinal);
}
