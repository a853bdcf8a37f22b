namespace Bookstore.Bench.Ceilings;

/// <summary>The rows that one order of one line makes, from its opening to its capture: four inserts, the stock, and the order's two changes of state.</summary>
/// <remarks>
/// The store does this in three commits (opened, confirmed, captured) and updates a title's stock and a customer's newest order once a commit; here all
/// statements of an order stand together in one commit. The values are those that the store writes, and so are the indexes that each statement touches.
/// </remarks>
internal static class OrderStatements
{
    public const string Setup =
        """
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA cache_size = -16384;
        PRAGMA wal_autocheckpoint = 20000;
        """;

    public const string Stock = "SELECT isbn, on_hand, reserved, last_movement, head FROM stock WHERE head IS NOT NULL";

    public const string InsertOrder =
        """
        INSERT INTO orders (payment_status, dispatched, updated_at, fence, lease_holder, give_up_at, attempts, status, due_at, id, customer, currency, total_minor, created_at, lines, previous)
        VALUES (1, 0, $now, 1, $host, $due, 0, 1, $due, $id, $customer, 'EUR', 999, $now, $lines, $last)
        """;

    public const string UpsertCustomer = "INSERT INTO customers (customer, newest) VALUES ($customer, $id) ON CONFLICT (customer) DO UPDATE SET newest = excluded.newest";

    public const string InsertMovement =
        """
        INSERT INTO movements (id, isbn, number, kind, on_hand_change, reserved_change, on_hand_after, reserved_after, cause, at, previous)
        VALUES ($movement, $isbn, $number, 2, 0, 1, $onHand, $reserved, $id, $now, $previous)
        """;

    public const string InsertHold = "INSERT INTO holds (holder, isbn, quantity) VALUES ($id, $isbn, 1)";

    public const string UpdateStock = "UPDATE stock SET reserved = $reserved, last_movement = $number, head = $movement WHERE isbn = $isbn";

    public const string Confirm =
        "UPDATE orders SET payment_status = 2, payment_tx = $tx, updated_at = $now, lease_holder = NULL, status = 2, due_at = $due, owed = 1 WHERE id = $id";

    public const string Capture = "UPDATE orders SET payment_status = 3, updated_at = $now, due_at = NULL, owed = NULL WHERE id = $id";

    /// <summary>As long as the simulated gateway's.</summary>
    public const string TransactionId = "sim_0199f3a47c5e7d3fb9b8e5a1c2d3e4f5";
}
