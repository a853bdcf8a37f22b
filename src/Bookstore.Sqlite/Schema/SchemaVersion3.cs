namespace Bookstore.Sqlite;

/// <summary>An order names its gateway and says why a person is needed, a delivery can be leased, and new states need no new table.</summary>
/// <remarks>
/// SQLite cannot change a CHECK, so each table with one that lists states is copied into a new one. Deliveries come before orders, to which they refer: no
/// row ever refers to nothing. All of it is one transaction: a process that dies on the way leaves version 2.
/// </remarks>
internal static class SchemaVersion3
{
    public const string Sql =
        """
        CREATE TABLE orders_3 (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            customer TEXT NOT NULL,
            currency TEXT NOT NULL,
            total_minor INTEGER NOT NULL,
            status INTEGER NOT NULL CHECK (status >= 1),
            payment_status INTEGER NOT NULL CHECK (payment_status >= 1),
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
            owed INTEGER CHECK (owed >= 1),
            lines TEXT NOT NULL DEFAULT '',
            previous BLOB CHECK (previous < id),
            gateway TEXT,
            attention INTEGER CHECK (attention >= 1),
            attention_code TEXT,
            attention_since INTEGER,
            payment_retries INTEGER NOT NULL DEFAULT 0 CHECK (payment_retries >= 0),
            CHECK ((attention IS NULL) = (attention_since IS NULL))
        ) STRICT, WITHOUT ROWID;
        INSERT INTO orders_3 (id, customer, currency, total_minor, status, payment_status, payment_tx, failure_code, delivery_id, dispatched, adjustments,
            created_at, updated_at, fence, lease_holder, due_at, give_up_at, attempts, owed, lines, previous)
        SELECT id, customer, currency, total_minor, status, payment_status, payment_tx, failure_code, delivery_id, dispatched, adjustments,
            created_at, updated_at, fence, lease_holder, due_at, give_up_at, attempts, owed, lines, previous FROM orders;

        CREATE TABLE deliveries_3 (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            order_id BLOB NOT NULL REFERENCES orders_3 (id),
            address TEXT NOT NULL,
            courier TEXT NOT NULL,
            status INTEGER NOT NULL CHECK (status >= 1),
            tracking TEXT,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            owed INTEGER CHECK (owed >= 1),
            due_at INTEGER,
            attempts INTEGER NOT NULL CHECK (attempts >= 0),
            fence INTEGER NOT NULL DEFAULT 0,
            lease_holder BLOB
        ) STRICT, WITHOUT ROWID;
        INSERT INTO deliveries_3 (id, order_id, address, courier, status, tracking, created_at, updated_at, owed, due_at, attempts)
        SELECT id, order_id, address, courier, status, tracking, created_at, updated_at, owed, due_at, attempts FROM deliveries;

        DROP TABLE deliveries;
        DROP TABLE orders;
        ALTER TABLE orders_3 RENAME TO orders;
        ALTER TABLE deliveries_3 RENAME TO deliveries;
        CREATE INDEX orders_by_status ON orders (status, id);
        CREATE INDEX orders_to_settle ON orders (gateway, due_at, id) WHERE owed IS NOT NULL AND due_at IS NOT NULL;
        CREATE INDEX orders_to_attend ON orders (id) WHERE attention IS NOT NULL;
        CREATE INDEX deliveries_by_order ON deliveries (order_id, id);
        CREATE INDEX deliveries_by_status ON deliveries (status, id);
        CREATE INDEX deliveries_due ON deliveries (due_at, id) WHERE due_at IS NOT NULL;
        CREATE UNIQUE INDEX deliveries_active ON deliveries (order_id) WHERE status IN (1, 2, 3);

        CREATE TABLE movements_3 (
            id INTEGER PRIMARY KEY,
            isbn INTEGER NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 1),
            kind INTEGER NOT NULL CHECK (kind >= 1),
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
        INSERT INTO movements_3 SELECT id, isbn, number, kind, on_hand_change, reserved_change, on_hand_after, reserved_after, cause, reason, reference, at, previous FROM movements;
        DROP TABLE movements;
        ALTER TABLE movements_3 RENAME TO movements;

        CREATE TABLE reservations_3 (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            lines TEXT NOT NULL,
            status INTEGER NOT NULL CHECK (status >= 1),
            expires_at INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        INSERT INTO reservations_3 SELECT id, lines, status, expires_at, created_at FROM reservations;
        DROP TABLE reservations;
        ALTER TABLE reservations_3 RENAME TO reservations;
        CREATE INDEX reservations_held ON reservations (expires_at, id) WHERE status = 1;
        """;
}
