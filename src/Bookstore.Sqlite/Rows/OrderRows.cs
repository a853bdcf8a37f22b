namespace Bookstore.Storage;

/// <summary>The table <c>orders</c>: reading. See <see cref="OrderWrites"/> for writing.</summary>
internal static class OrderRows
{
    private const string Columns =
        "id, customer, currency, total_minor, status, payment_status, payment_tx, failure_code, delivery_id, dispatched, adjustments, "
        + "created_at, updated_at, fence, lease_holder, due_at, give_up_at, attempts, owed";

    private const string SelectOne = $"SELECT {Columns} FROM orders WHERE id = ?";

    private const string SelectAll = $"SELECT {Columns} FROM orders WHERE id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectByCustomer = $"SELECT {Columns} FROM orders WHERE customer = ? AND id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectByStatus = $"SELECT {Columns} FROM orders WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?";

    // The plus keeps the planner on the customer's orders, which are fewer than a status has.
    private const string SelectByCustomerAndStatus = $"SELECT {Columns} FROM orders WHERE customer = ? AND +status = ? AND id < ? ORDER BY id DESC LIMIT ?";

    // Pending orders are few: sorting them costs less than an index that each order enters and leaves within milliseconds.
    private const string SelectToRecover =
        $"SELECT {Columns} FROM orders INDEXED BY orders_by_status WHERE status = 1 AND due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, id LIMIT ?";

    private const string SelectToSettle =
        $"SELECT {Columns} FROM orders WHERE owed IS NOT NULL AND due_at IS NOT NULL AND due_at <= ? ORDER BY due_at, id LIMIT ?";

    private const string SelectAscending = $"SELECT {Columns} FROM orders WHERE id > ? ORDER BY id LIMIT ?";

    public static OrderRecord? Find(SqliteDatabase database, Guid id)
    {
        var row = database.Statement(SelectOne).Bind(id);
        if (!row.Step())
        {
            return null;
        }

        var record = Read(database, row);
        row.Reset();
        return record;
    }

    public static IReadOnlyList<OrderRecord> List(SqliteDatabase database, string? customerId, OrderStatus? status, Guid? after, int limit)
    {
        var statement = (customerId, status) switch
        {
            (null, null) => database.Statement(SelectAll),
            (_, null) => database.Statement(SelectByCustomer).Bind(customerId),
            (null, { } only) => database.Statement(SelectByStatus).Bind((long)only),
            (_, { } only) => database.Statement(SelectByCustomerAndStatus).Bind(customerId).Bind((long)only),
        };
        return ReadAll(database, Keyset.BindBefore(statement, after).Bind(limit));
    }

    public static IReadOnlyList<OrderRecord> ListDue(SqliteDatabase database, OrderWork work, DateTimeOffset dueAt, int limit)
    {
        var statement = database.Statement(work == OrderWork.Recovery ? SelectToRecover : SelectToSettle);
        return ReadAll(database, statement.Bind(dueAt).Bind(limit));
    }

    /// <summary>Lists by ascending id.</summary>
    public static IReadOnlyList<OrderRecord> ListAscending(SqliteDatabase database, Guid? after, int limit) =>
        ReadAll(database, Keyset.BindAfter(database.Statement(SelectAscending), after).Bind(limit));

    private static List<OrderRecord> ReadAll(SqliteDatabase database, SqliteStatement rows)
    {
        var records = new List<OrderRecord>();
        while (rows.Step())
        {
            records.Add(Read(database, rows));
        }

        return records;
    }

    private static OrderRecord Read(SqliteDatabase database, SqliteStatement row) => new()
    {
        Order = ReadOrder(database, row),
        Fence = row.Int32(13),
        LeaseHolder = row.NullableGuid(14),
        DueAt = row.NullableTime(15),
        GiveUpAt = row.Time(16),
        Attempts = row.Int32(17),
        Owed = (OwedPayment?)row.NullableInt64(18),
    };

    private static Order ReadOrder(SqliteDatabase database, SqliteStatement row)
    {
        var id = row.Guid(0);
        var currency = row.Text(2);
        return new Order
        {
            Id = id,
            CustomerId = row.Text(1),
            Lines = OrderLineRows.List(database, id, currency),
            Adjustments = AdjustmentText.Parse(row.NullableText(10), currency),
            Total = Money.FromMinorUnits(row.Int64(3), currency),
            Status = (OrderStatus)row.Int32(4),
            PaymentStatus = (PaymentStatus)row.Int32(5),
            PaymentTransactionId = row.NullableText(6),
            PaymentFailureCode = row.NullableText(7),
            DeliveryId = row.NullableGuid(8),
            IsDispatched = row.Int64(9) != 0,
            CreatedAt = row.Time(11),
            UpdatedAt = row.Time(12),
        };
    }
}
