using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Bookstore.Bench;

/// <summary>Fills a database with orders of the past, by bulk SQL, so that every audit passes.</summary>
/// <remarks>
/// Order n is one copy of title n modulo the titles, so that orders come in rounds over all titles. Nine of ten rounds are delivered, with the two
/// movements reserved and shipped; the others hold their copies. The movements of a round lie side by side, so that the one before a movement of the
/// same title is always as many rows back as there are titles.
/// </remarks>
internal static class Preload
{
    private const int DeliveredOfTen = 9;
    private const int Customers = 100_003;

    private static readonly DateTimeOffset End = DateTimeOffset.UtcNow.AddHours(-1);

    private const string Ids =
        """
        CREATE TEMP TABLE titles (number INTEGER PRIMARY KEY, isbn INTEGER NOT NULL);
        INSERT INTO titles SELECT row_number() OVER (ORDER BY isbn) - 1, isbn FROM stock WHERE on_hand > 0;
        CREATE TEMP TABLE secondary AS SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL;
        """;

    // A UUID of version 7: its milliseconds, then the order's number. Orders are 5 ms apart and end an hour ago.
    private const string Source =
        """
        WITH RECURSIVE numbers (n) AS (SELECT @from UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < @to),
        source AS (
            SELECT n, n / @titles AS round, titles.isbn, titles.number AS title,
                unhex(printf('%012x7000%016x', @start + 5 * n, 0x8000000000000000 | n)) AS id,
                unhex(printf('%012x7001%016x', @start + 5 * n, 0x8000000000000000 | n)) AS delivery,
                CASE WHEN n >= @customers THEN unhex(printf('%012x7000%016x', @start + 5 * (n - @customers), 0x8000000000000000 | (n - @customers))) END AS previous,
                621355968000000000 + (@start + 5 * n) * 10000 AS at
            FROM numbers JOIN titles ON titles.number = n % @titles
        )
        """;

    private const string OrderColumns =
        "id, customer, currency, total_minor, status, payment_status, payment_tx, failure_code, delivery_id, dispatched, adjustments, created_at, updated_at, fence, lease_holder, due_at, give_up_at, attempts, owed, lines, previous, gateway, attention, attention_code, attention_since, payment_retries";

    private const string DeliveryColumns = "id, order_id, address, courier, status, tracking, created_at, updated_at, owed, due_at, attempts, fence, lease_holder";

    private const string MovementColumns = "id, isbn, number, kind, on_hand_change, reserved_change, on_hand_after, reserved_after, cause, reason, reference, at, previous";

    private static readonly string[] DeliveredRound =
    [
        "INSERT INTO orders (" + OrderColumns + ") SELECT id, 'customer-' || (n % @customers), 'USD', 1299, 5, 3, 'sim-' || n, NULL, delivery, 1, NULL, at, at, 1, NULL, NULL, at, 0, NULL, isbn || ':1:1299', previous, NULL, NULL, NULL, NULL, 0 FROM source",
        "INSERT INTO deliveries (" + DeliveryColumns + ") SELECT delivery, id, n || ' Main Street', 'local', 4, NULL, at, at, NULL, NULL, 0, 0, NULL FROM source",
        "INSERT INTO movements (" + MovementColumns + ") " +
        """
        SELECT @titles + 1 + 2 * @titles * round + title, isbn, 2 * round + 2, 2, 0, 1, @copies - round, 1, id, NULL, NULL, at, 1 + 2 * @titles * round + title
        FROM source
        """,
        "INSERT INTO movements (" + MovementColumns + ") " +
        """
        SELECT 2 * @titles + 1 + 2 * @titles * round + title, isbn, 2 * round + 3, 4, -1, -1, @copies - round - 1, 0, id, NULL, NULL, at, @titles + 1 + 2 * @titles * round + title
        FROM source
        """,
    ];

    private static readonly string[] OpenRound =
    [
        "INSERT INTO orders (" + OrderColumns + ") SELECT id, 'customer-' || (n % @customers), 'USD', 1299, 2, 3, 'sim-' || n, NULL, NULL, 0, NULL, at, at, 1, NULL, NULL, at, 0, NULL, isbn || ':1:1299', previous, NULL, NULL, NULL, NULL, 0 FROM source",
        "INSERT INTO holds SELECT id, isbn, 1 FROM source",
        "INSERT INTO movements (" + MovementColumns + ") " +
        """
        SELECT @titles + 1 + @titles * (round + @delivered) + title, isbn, round + @delivered + 2, 2, 0, 1, @copies - @delivered, round - @delivered + 1,
            id, NULL, NULL, at, 1 + @titles * (round + @delivered) + title
        FROM source
        """,
    ];

    private const string Finish =
        """
        UPDATE stock SET on_hand = @copies - @delivered, reserved = @rounds - @delivered, last_movement = 1 + @rounds + @delivered,
            head = 1 + @titles * (@rounds + @delivered) + titles.number
        FROM titles WHERE titles.isbn = stock.isbn;
        INSERT INTO customers SELECT customer, max(id) FROM orders GROUP BY customer;
        """;

    /// <summary>Fills a new database.</summary>
    /// <param name="database">The file, which is not there yet.</param>
    /// <param name="orders">How many orders, in whole rounds.</param>
    public static async Task FillAsync(string database, int orders)
    {
        var started = Stopwatch.GetTimestamp();
        await Shelves.FillAsync($"Data Source={database}");
        if (orders >= Shelves.Titles)
        {
            Write(database, orders / Shelves.Titles);
        }

        Console.WriteLine(FormattableString.Invariant(
            $"{orders:n0} orders written by bulk SQL in {Stopwatch.GetElapsedTime(started).TotalSeconds:f0} s, {new FileInfo(database).Length / 1e6:n0} MB"));
    }

    private static void Write(string database, int rounds)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=false");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -500000; PRAGMA foreign_keys = OFF", null);
        Execute(connection, Ids, null);

        // In the order of their writing the first movements have no pattern; they are written anew in that of the titles.
        Execute(connection, "DELETE FROM movements; INSERT INTO movements (" + MovementColumns + ") SELECT 1 + number, isbn, 1, 1, @copies, 0, @copies, 0, NULL, 'opening', NULL, 621355968000000000 + @start * 10000, NULL FROM titles", null, rounds);
        foreach (var (name, _) in Indexes(connection))
        {
            Execute(connection, $"DROP INDEX \"{name}\"", null);
        }

        var delivered = rounds * DeliveredOfTen / 10;
        WriteRounds(connection, DeliveredRound, 0, delivered, rounds);
        WriteRounds(connection, OpenRound, delivered, rounds, rounds);
        Execute(connection, Finish, null, rounds);
        foreach (var (_, sql) in Indexes(connection))
        {
            Execute(connection, sql, null);
        }
    }

    private static void WriteRounds(SqliteConnection connection, string[] statements, int first, int end, int rounds)
    {
        const int RoundsAtATime = 50;
        for (var round = first; round < end; round += RoundsAtATime)
        {
            Execute(connection, "BEGIN", null);
            foreach (var statement in statements)
            {
                var insert = statement.Replace("SELECT", Source + " SELECT", StringComparison.Ordinal);
                Execute(connection, insert, (round, Math.Min(end, round + RoundsAtATime)), rounds);
            }

            Execute(connection, "COMMIT", null);
        }
    }

    private static List<(string Name, string Sql)> Indexes(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, sql FROM temp.secondary";
        using var reader = command.ExecuteReader();
        var indexes = new List<(string, string)>();
        while (reader.Read())
        {
            indexes.Add((reader.GetString(0), reader.GetString(1)));
        }

        return indexes;
    }

    private static void Execute(SqliteConnection connection, string sql, (int From, int To)? range, int rounds = 0)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are those of this file and of the schema.
        command.CommandText = sql;
#pragma warning restore CA2100
        var orders = (long)rounds * Shelves.Titles;
        command.Parameters.AddWithValue("@from", (long)(range?.From ?? 0) * Shelves.Titles);
        command.Parameters.AddWithValue("@to", (long)(range?.To ?? 0) * Shelves.Titles);
        command.Parameters.AddWithValue("@titles", Shelves.Titles);
        command.Parameters.AddWithValue("@customers", Customers);
        command.Parameters.AddWithValue("@copies", Shelves.Copies);
        command.Parameters.AddWithValue("@rounds", rounds);
        command.Parameters.AddWithValue("@delivered", rounds * DeliveredOfTen / 10);
        command.Parameters.AddWithValue("@start", End.ToUnixTimeMilliseconds() - (5 * orders));
        command.ExecuteNonQuery();
    }
}
