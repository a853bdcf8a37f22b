using System.Globalization;

namespace Bookstore.Sqlite;

/// <summary>A file of the first version with many orders.</summary>
internal static class OldFile
{
    private const int Books = 500;

    /// <summary>Makes it. Each order is one copy: one in a hundred is pending, one has its payment to capture, and the others are delivered.</summary>
    public static void Make(TestDatabase database, int orders)
    {
        database.Scalar($"{SchemaVersion1.Sql}; PRAGMA application_id = {DatabaseSchema.ApplicationId}; PRAGMA user_version = 1");
        var isbns = string.Join(", ", Enumerable.Range(0, Books).Select(number => string.Create(CultureInfo.InvariantCulture, $"({number}, {Samples.Isbn(number + 1).ToInt64()})")));
        database.Scalar(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            PRAGMA foreign_keys = OFF;
            BEGIN;
            CREATE TABLE titles (number INTEGER PRIMARY KEY, isbn INTEGER NOT NULL);
            INSERT INTO titles VALUES {isbns};
            CREATE TABLE sold (n INTEGER PRIMARY KEY, id BLOB, parcel BLOB, isbn INTEGER, work INTEGER);
            WITH RECURSIVE numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < {orders})
            INSERT INTO sold SELECT n, unhex('0190000000007000' || printf('%016x', n)), unhex('0190000000007001' || printf('%016x', n)), isbn, n % 100
            FROM numbers JOIN titles ON number = n % {Books};

            INSERT INTO books (isbn, title, author, price_minor, currency) SELECT isbn, 'Title', 'Author', 999, 'EUR' FROM titles;
            INSERT INTO book_words SELECT 0, 'author', isbn FROM titles;
            INSERT INTO book_words SELECT 1, 'author', isbn FROM titles;

            INSERT INTO movements
            SELECT row_number() OVER (ORDER BY n, kind), isbn, row_number() OVER moved, kind, on_hand, reserved, sum(on_hand) OVER moved, sum(reserved) OVER moved, cause, NULL, NULL, 1, NULL FROM (
                SELECT isbn, 0 AS n, 1 AS kind, {orders} AS on_hand, 0 AS reserved, NULL AS cause FROM titles
                UNION ALL SELECT isbn, n, 2, 0, 1, id FROM sold
                UNION ALL SELECT isbn, n, 4, -1, -1, id FROM sold WHERE work > 1) AS step
            WINDOW moved AS (PARTITION BY isbn ORDER BY n, kind);
            UPDATE movements SET previous = chain.previous FROM (SELECT id, lag(id) OVER (PARTITION BY isbn ORDER BY id) AS previous FROM movements) AS chain WHERE chain.id = movements.id;
            INSERT INTO stock SELECT isbn, sum(on_hand_change), sum(reserved_change), count(*), max(id) FROM movements GROUP BY isbn;
            INSERT INTO holds SELECT id, isbn, 1 FROM sold WHERE work <= 1;

            INSERT INTO orders (id, customer, currency, total_minor, status, payment_status, payment_tx, delivery_id, dispatched, created_at, updated_at, fence, due_at, give_up_at, attempts, owed)
            SELECT id, 'customer ' || n % 1000, 'EUR', 999, CASE work WHEN 0 THEN 1 WHEN 1 THEN 2 ELSE 5 END, CASE work WHEN 0 THEN 1 WHEN 1 THEN 2 ELSE 3 END, iif(work = 0, NULL, 'tx'), iif(work = 0, NULL, parcel),
                work > 1, 1, 1, 1, iif(work <= 1, 1, NULL), 1, 0, iif(work = 1, 1, NULL) FROM sold;
            INSERT INTO order_lines SELECT id, 1, isbn, 1, 999 FROM sold;
            INSERT INTO deliveries (id, order_id, address, courier, status, created_at, updated_at, owed, due_at, attempts)
            SELECT parcel, id, '1 High Street', 'local', iif(work = 1, 1, 4), 1, 1, iif(work = 1, 1, NULL), iif(work = 1, 1, NULL), 0 FROM sold WHERE work > 0;
            DROP TABLE sold;
            DROP TABLE titles;
            COMMIT
            """));
    }
}
