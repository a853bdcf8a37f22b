namespace Bookstore.Sqlite;

/// <summary>A book has terms of sale, and more copies of it can be reserved than are on hand: up to its back-order limit, by orders that wait for them.</summary>
/// <remarks>SQLite cannot change a CHECK, so <c>stock</c> is copied into a new table: a row a book. A book without a limit, and a level without waiting copies, is checked as before.</remarks>
internal static class SchemaVersion18
{
    public const string Sql =
        """
        ALTER TABLE books ADD COLUMN terms TEXT;

        CREATE TABLE stock_18 (
            isbn INTEGER PRIMARY KEY,
            on_hand INTEGER CHECK (on_hand BETWEEN 0 AND 1000000000),
            reserved INTEGER CHECK (reserved >= 0),
            last_movement INTEGER CHECK (last_movement >= 0),
            head INTEGER,
            events INTEGER NOT NULL DEFAULT 0,
            waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0),
            backorder_limit INTEGER NOT NULL DEFAULT 0 CHECK (backorder_limit BETWEEN 0 AND 1000000),
            CHECK ((on_hand IS NULL) = (reserved IS NULL) AND (on_hand IS NULL) = (last_movement IS NULL)),
            CHECK (reserved <= on_hand + backorder_limit),
            CHECK (waiting <= reserved AND reserved - waiting <= on_hand)
        ) STRICT;
        INSERT INTO stock_18 (isbn, on_hand, reserved, last_movement, head, events) SELECT isbn, on_hand, reserved, last_movement, head, events FROM stock;
        DROP TABLE stock;
        ALTER TABLE stock_18 RENAME TO stock;
        """;
}
