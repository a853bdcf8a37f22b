namespace Bookstore.PostgreSql;

/// <summary>An order names its gateway and says why a person is needed, a delivery can be leased, and new states need no other constraint.</summary>
/// <remarks>The wider checks are not run over the rows that are there: those have passed the narrower ones.</remarks>
internal static class SchemaVersion2
{
    private const string Text =
        """
        ALTER TABLE bookstore.orders
            ADD COLUMN gateway text COLLATE "C",
            ADD COLUMN attention smallint CHECK (attention >= 1),
            ADD COLUMN attention_code text,
            ADD COLUMN attention_since bigint,
            ADD COLUMN payment_retries integer NOT NULL DEFAULT 0 CHECK (payment_retries >= 0),
            ADD CONSTRAINT orders_attention_since_check CHECK ((attention IS NULL) = (attention_since IS NULL)) NOT VALID,
            DROP CONSTRAINT orders_status_check,
            ADD CONSTRAINT orders_status_check CHECK (status >= 1) NOT VALID,
            DROP CONSTRAINT orders_payment_status_check,
            ADD CONSTRAINT orders_payment_status_check CHECK (payment_status >= 1) NOT VALID,
            DROP CONSTRAINT orders_owed_check,
            ADD CONSTRAINT orders_owed_check CHECK (owed >= 1) NOT VALID;
        DROP INDEX bookstore.orders_to_recover;
        CREATE INDEX orders_to_recover ON bookstore.orders (gateway, due_at, id) WHERE status = 1 AND due_at IS NOT NULL;
        DROP INDEX bookstore.orders_to_settle;
        CREATE INDEX orders_to_settle ON bookstore.orders (gateway, due_at, id) WHERE owed IS NOT NULL AND due_at IS NOT NULL;
        CREATE INDEX orders_to_attend ON bookstore.orders (id) WHERE attention IS NOT NULL;

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
    public static string Sql(string schema) => Text.Replace("bookstore.", schema + ".", StringComparison.Ordinal);
}
