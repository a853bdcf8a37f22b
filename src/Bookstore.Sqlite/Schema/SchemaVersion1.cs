namespace Bookstore.Sqlite;

/// <summary>The tables of the first version.</summary>
/// <remarks>
/// Ids are UUIDv7 in network order and times are .NET ticks in UTC, so both sort by time and rows are appended. Movements have no index by
/// book: <c>stock.head</c> names a book's newest movement and each movement names the one before it. A level of NULL marks a book
/// that has movements and no level. Each index costs every order a part of its time, so what only verification asks for, and what few rows answer,
/// has none. Quantities, states and references are checked here too, so that no program can oversell a book.
/// </remarks>
internal static class SchemaVersion1
{
    public const string Sql =
        """
        CREATE TABLE books (
            isbn INTEGER PRIMARY KEY,
            title TEXT NOT NULL,
            author TEXT NOT NULL,
            price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
            currency TEXT NOT NULL,
            publisher TEXT,
            published_on INTEGER,
            language TEXT,
            format TEXT
        ) STRICT;

        -- field 0: words of the title or the author; field 1: words of the author
        CREATE TABLE book_words (
            field INTEGER NOT NULL CHECK (field IN (0, 1)),
            word TEXT NOT NULL,
            isbn INTEGER NOT NULL,
            PRIMARY KEY (field, word, isbn)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE stock (
            isbn INTEGER PRIMARY KEY,
            on_hand INTEGER CHECK (on_hand BETWEEN 0 AND 1000000000),
            reserved INTEGER CHECK (reserved >= 0 AND reserved <= on_hand),
            last_movement INTEGER CHECK (last_movement >= 0),
            head INTEGER,
            CHECK ((on_hand IS NULL) = (reserved IS NULL) AND (on_hand IS NULL) = (last_movement IS NULL))
        ) STRICT;

        CREATE TABLE movements (
            id INTEGER PRIMARY KEY,
            isbn INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 1),
            kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 6),
            on_hand_change INTEGER NOT NULL,
            reserved_change INTEGER NOT NULL,
            on_hand_after INTEGER NOT NULL,
            reserved_after INTEGER NOT NULL,
            cause BLOB,
            reason TEXT,
            reference TEXT,
            at INTEGER NOT NULL,
            previous INTEGER CHECK (previous < id)
        ) STRICT;

        CREATE TABLE holds (
            holder BLOB NOT NULL CHECK (length(holder) = 16),
            isbn INTEGER NOT NULL,
            quantity INTEGER NOT NULL CHECK (quantity >= 1),
            PRIMARY KEY (holder, isbn)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE orders (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            customer TEXT NOT NULL,
            currency TEXT NOT NULL,
            total_minor INTEGER NOT NULL,
            status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 5),
            payment_status INTEGER NOT NULL CHECK (payment_status BETWEEN 1 AND 7),
            payment_tx TEXT,
            failure_code TEXT,
            delivery_id BLOB,
            dispatched INTEGER NOT NULL CHECK (dispatched IN (0, 1)),
            adjustments TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            fence INTEGER NOT NULL,
            lease_holder BLOB,
            due_at INTEGER,
            give_up_at INTEGER NOT NULL,
            attempts INTEGER NOT NULL CHECK (attempts >= 0),
            owed INTEGER CHECK (owed BETWEEN 1 AND 3)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX orders_by_customer ON orders (customer, id);
        CREATE INDEX orders_by_status ON orders (status, id);
        CREATE INDEX orders_to_settle ON orders (due_at, id) WHERE owed IS NOT NULL AND due_at IS NOT NULL;

        CREATE TABLE order_lines (
            order_id BLOB NOT NULL REFERENCES orders (id),
            line INTEGER NOT NULL,
            isbn INTEGER NOT NULL,
            quantity INTEGER NOT NULL CHECK (quantity >= 1),
            unit_price_minor INTEGER NOT NULL,
            PRIMARY KEY (order_id, line)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE deliveries (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            order_id BLOB NOT NULL REFERENCES orders (id),
            address TEXT NOT NULL,
            courier TEXT NOT NULL,
            status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 7),
            tracking TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            owed INTEGER CHECK (owed BETWEEN 1 AND 2),
            due_at INTEGER,
            attempts INTEGER NOT NULL CHECK (attempts >= 0)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX deliveries_by_order ON deliveries (order_id, id);
        CREATE INDEX deliveries_by_status ON deliveries (status, id);
        CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE due_at IS NOT NULL;
        CREATE UNIQUE INDEX deliveries_active ON deliveries (order_id) WHERE status IN (1, 2, 3);

        CREATE TABLE reservations (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            lines TEXT NOT NULL,
            status INTEGER NOT NULL CHECK (status BETWEEN 1 AND 4),
            expires_at INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reservations_held ON reservations (expires_at, id) WHERE status = 1;

        CREATE TABLE idempotency_keys (
            client TEXT NOT NULL,
            operation TEXT NOT NULL,
            key TEXT NOT NULL,
            fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 16),
            resource_id BLOB NOT NULL CHECK (length(resource_id) = 16),
            outcome TEXT,
            created_at INTEGER NOT NULL,
            PRIMARY KEY (client, operation, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at, client, operation, key);

        -- the last batch of each writer; asked counts how often its outcome had to be found out
        CREATE TABLE writers (
            writer BLOB PRIMARY KEY CHECK (length(writer) = 16),
            batch INTEGER NOT NULL CHECK (batch >= 0),
            at INTEGER NOT NULL,
            asked INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        """;
}
