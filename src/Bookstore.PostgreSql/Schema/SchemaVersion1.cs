namespace Bookstore.PostgreSql;

/// <summary>The tables of the first version.</summary>
/// <remarks>
/// Times are .NET ticks in UTC, since a <c>timestamptz</c> keeps microseconds only. Texts compare by their bytes. No table refers to another
/// by a foreign key and no key is drawn from a sequence: rows are locked in a fixed order instead, and can be spread over several machines.
/// Quantities and states are checked here too, so that no program can oversell a book.
/// </remarks>
internal static class SchemaVersion1
{
    private const string Text =
        """
        CREATE TABLE bookstore.books (
            isbn bigint PRIMARY KEY,
            title text NOT NULL,
            author text NOT NULL,
            price_minor bigint NOT NULL CHECK (price_minor >= 0),
            currency text NOT NULL,
            publisher text,
            published_on date,
            language text,
            format text
        );

        -- field 0: words of the title or the author; field 1: words of the author
        CREATE TABLE bookstore.book_words (
            field smallint NOT NULL CHECK (field IN (0, 1)),
            word text COLLATE "C" NOT NULL,
            isbn bigint NOT NULL,
            PRIMARY KEY (field, word, isbn)
        );

        -- The free space keeps the many new versions of a best-seller's row on its page, without work on the index.
        CREATE TABLE bookstore.stock (
            isbn bigint PRIMARY KEY,
            on_hand integer NOT NULL CHECK (on_hand BETWEEN 0 AND 1000000000),
            reserved integer NOT NULL CHECK (reserved >= 0),
            last_movement bigint NOT NULL CHECK (last_movement >= 0),
            CHECK (reserved <= on_hand)
        ) WITH (fillfactor = 50);

        CREATE TABLE bookstore.movements (
            isbn bigint NOT NULL,
            number bigint NOT NULL CHECK (number >= 1),
            kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 6),
            on_hand_change integer NOT NULL,
            reserved_change integer NOT NULL,
            on_hand_after integer NOT NULL,
            reserved_after integer NOT NULL,
            cause uuid,
            reason text,
            reference text,
            at bigint NOT NULL,
            PRIMARY KEY (isbn, number)
        );

        CREATE TABLE bookstore.holds (
            holder uuid NOT NULL,
            isbn bigint NOT NULL,
            quantity integer NOT NULL CHECK (quantity >= 1),
            PRIMARY KEY (holder, isbn)
        );
        CREATE INDEX holds_by_isbn ON bookstore.holds (isbn, holder);

        CREATE TABLE bookstore.orders (
            id uuid PRIMARY KEY,
            customer text COLLATE "C" NOT NULL,
            currency text NOT NULL,
            total_minor bigint NOT NULL,
            lines jsonb NOT NULL,
            adjustments jsonb NOT NULL,
            status smallint NOT NULL CHECK (status BETWEEN 1 AND 5),
            payment_status smallint NOT NULL CHECK (payment_status BETWEEN 1 AND 7),
            payment_tx text,
            failure_code text,
            delivery_id uuid,
            dispatched boolean NOT NULL,
            created_at bigint NOT NULL,
            updated_at bigint NOT NULL,
            fence integer NOT NULL,
            lease_holder uuid,
            due_at bigint,
            give_up_at bigint NOT NULL,
            attempts integer NOT NULL CHECK (attempts >= 0),
            owed smallint CHECK (owed BETWEEN 1 AND 3)
        );
        CREATE INDEX orders_by_customer ON bookstore.orders (customer, id);
        CREATE INDEX orders_by_status ON bookstore.orders (status, id);
        CREATE INDEX orders_to_recover ON bookstore.orders (due_at, id) WHERE status = 1 AND due_at IS NOT NULL;
        CREATE INDEX orders_to_settle ON bookstore.orders (due_at, id) WHERE owed IS NOT NULL AND due_at IS NOT NULL;

        CREATE TABLE bookstore.deliveries (
            id uuid PRIMARY KEY,
            order_id uuid NOT NULL,
            address text NOT NULL,
            courier text NOT NULL,
            status smallint NOT NULL CHECK (status BETWEEN 1 AND 7),
            tracking text,
            created_at bigint NOT NULL,
            updated_at bigint NOT NULL,
            owed smallint CHECK (owed BETWEEN 1 AND 2),
            due_at bigint,
            attempts integer NOT NULL CHECK (attempts >= 0)
        );
        CREATE INDEX deliveries_by_order ON bookstore.deliveries (order_id, id);
        CREATE INDEX deliveries_by_status ON bookstore.deliveries (status, id);
        CREATE INDEX deliveries_due ON bookstore.deliveries (due_at, id) WHERE due_at IS NOT NULL;
        CREATE UNIQUE INDEX deliveries_active ON bookstore.deliveries (order_id) WHERE status IN (1, 2, 3);

        CREATE TABLE bookstore.reservations (
            id uuid PRIMARY KEY,
            lines jsonb NOT NULL,
            status smallint NOT NULL CHECK (status BETWEEN 1 AND 4),
            expires_at bigint NOT NULL,
            created_at bigint NOT NULL
        );
        CREATE INDEX reservations_held ON bookstore.reservations (expires_at, id) WHERE status = 1;

        CREATE TABLE bookstore.idempotency_keys (
            client text COLLATE "C" NOT NULL,
            operation text COLLATE "C" NOT NULL,
            key text COLLATE "C" NOT NULL,
            fingerprint uuid NOT NULL,
            resource_id uuid NOT NULL,
            outcome text,
            created_at bigint NOT NULL,
            PRIMARY KEY (client, operation, key)
        );
        CREATE INDEX idempotency_keys_by_age ON bookstore.idempotency_keys (created_at);

        -- The last batch of each writer; asked counts how often its outcome had to be found out.
        CREATE TABLE bookstore.writers (
            writer uuid PRIMARY KEY,
            batch bigint NOT NULL CHECK (batch >= 0),
            at bigint NOT NULL,
            asked integer NOT NULL DEFAULT 0
        ) WITH (fillfactor = 50);
        """;

    /// <summary>The statements for a schema other than the one that the text names.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    public static string Sql(string schema) => Text.Replace("bookstore.", schema + ".", StringComparison.Ordinal);
}
