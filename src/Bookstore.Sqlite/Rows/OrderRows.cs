using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>orders</c>: reading. See <see cref="OrderWrites"/> for writing.</summary>
internal static class OrderRows
{
    private const string Columns =
        "id, customer, currency, total_minor, status, payment_status, payment_tx, failure_code, delivery_id, dispatched, adjustments, "
        + "created_at, updated_at, fence, lease_holder, due_at, give_up_at, attempts, owed, lines, previous, "
        + "gateway, attention, attention_code, attention_since, payment_retries, reservation, "
        + "resolution, resolution_note, resolved_at, version, resolution_action, details";

    private const string SelectOne = $"SELECT {Columns} FROM orders WHERE id = ?";

    private const string SelectAll = $"SELECT {Columns} FROM orders WHERE id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectByStatus = $"SELECT {Columns} FROM orders WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectToAttend = $"SELECT {Columns} FROM orders INDEXED BY orders_to_attend WHERE attention IS NOT NULL AND id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectLink = "SELECT customer, previous FROM orders WHERE id = ?";

    private const string SelectOwners = "SELECT id, customer = ? FROM orders WHERE id < ? ORDER BY id DESC LIMIT ?";

    // Orders whose work has a status of its own are few: sorting them costs less than an index that each order enters and leaves within milliseconds.
    private const string SelectDueOfStatus =
        $"SELECT {Columns} FROM orders INDEXED BY orders_by_status WHERE status = ? AND work = ? AND gateway IS ? AND due_at <= ? AND (due_at, id) > (?, ?) ORDER BY due_at, id LIMIT ?";

    private const string SelectDue = $"SELECT {Columns} FROM orders WHERE work = 1 AND gateway IS ? AND due_at <= ? AND (due_at, id) > (?, ?) ORDER BY due_at, id LIMIT ?";

    private const string CountDueByGateway =
        """
        SELECT gateway, sum(orders), min(since) FROM (
            SELECT gateway, count(*) AS orders, min(due_at) AS since FROM orders INDEXED BY orders_due WHERE work = 1 AND due_at <= ?1 GROUP BY gateway
            UNION ALL
            SELECT gateway, count(*), min(due_at) FROM orders INDEXED BY orders_by_status WHERE status = ?2 AND work <> 1 AND due_at <= ?1 GROUP BY gateway)
        GROUP BY gateway LIMIT 1000
        """;

    private const string SelectAscending = $"SELECT {Columns} FROM orders WHERE id > ? ORDER BY id LIMIT ?";

    public static OrderRecord? Find(SqliteDatabase database, Guid id)
    {
        var row = database.Statement(SelectOne).Bind(id);
        if (!row.Step())
        {
            return null;
        }

        var record = Read(row);
        row.Reset();
        return record;
    }

    /// <summary>Finds an order that the customer's newer ones lead to, and the one before it.</summary>
    /// <param name="database">The database.</param>
    /// <param name="id">The order, which is there.</param>
    /// <param name="filter">Which orders are wanted.</param>
    /// <param name="previous">The customer's order before it.</param>
    /// <returns>The order, or <see langword="null"/> when it is none of those.</returns>
    public static OrderRecord? FindIn(SqliteDatabase database, Guid id, OrderFilter filter, out Guid? previous)
    {
        var row = database.Statement(SelectOne).Bind(id);
        if (!row.Step())
        {
            throw BrokenLink(id);
        }

        previous = row.NullableGuid(20);
        var record = ReadMatching(row, filter);
        row.Reset();
        return record;
    }

    /// <summary>Whose an order is, and which the customer placed before; <see langword="null"/> when it is not there.</summary>
    public static OrderLink? FindLink(SqliteDatabase database, Guid id)
    {
        var row = database.Statement(SelectLink).Bind(id);
        if (!row.Step())
        {
            return null;
        }

        var link = new OrderLink(row.Text(0), row.NullableGuid(1));
        row.Reset();
        return link;
    }

    /// <summary>Whose an order is, and which the customer placed before. The order is there.</summary>
    public static OrderLink Link(SqliteDatabase database, Guid id) => FindLink(database, id) ?? throw BrokenLink(id);

    /// <summary>Lists the orders of all customers before one, newest first, and says of each whether it is a customer's.</summary>
    public static List<(Guid Id, bool IsOfCustomer)> ListOwners(SqliteDatabase database, string customer, Guid before, long limit)
    {
        var owners = new List<(Guid, bool)>();
        var rows = database.Statement(SelectOwners).Bind(customer).Bind(before).Bind(limit);
        while (rows.Step())
        {
            owners.Add((rows.Guid(0), rows.Int64(1) != 0));
        }

        return owners;
    }

    /// <summary>Lists orders by descending id, over the narrowest index. Those of the index that do not meet the rest of the filter are skipped, up to the bound of a page.</summary>
    public static KeysetPage<OrderRecord, Guid> List(SqliteDatabase database, OrderFilter filter, Guid? after, int limit)
    {
        var statement = filter switch
        {
            { NeedsAttention: true } => database.Statement(SelectToAttend),
            { Status: { } status } => database.Statement(SelectByStatus).Bind((long)status),
            _ => database.Statement(SelectAll),
        };
        var records = new List<OrderRecord>();
        var lookedAt = 0L;
        var rows = Keyset.BindBefore(statement, after).Bind(KeysetPage.MaxLookedAt(limit));
        while (rows.Step())
        {
            lookedAt++;
            var id = rows.Guid(0);
            if (ReadMatching(rows, filter) is { } record)
            {
                records.Add(record);
            }

            if (records.Count == limit || lookedAt == KeysetPage.MaxLookedAt(limit))
            {
                rows.Reset();
                return new KeysetPage<OrderRecord, Guid>(records, id);
            }
        }

        return new KeysetPage<OrderRecord, Guid>(records, null);
    }

    public static KeysetPage<OrderRecord, DuePosition> ListDue(SqliteDatabase database, OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit)
    {
        // The index of due orders is that of the one kind of work that has no status of its own.
        var statement = OrderWorks.StatusOf(work) is { } status ? database.Statement(SelectDueOfStatus).Bind((long)status).Bind((long)work) : database.Statement(SelectDue);
        statement.Bind(gateway).Bind(dueAt).Bind(after.GetValueOrDefault().DueAt).Bind(after.GetValueOrDefault().Id).Bind((long)limit + UnreadableRow.MostPassed);
        return UnreadableRow.ReadPage(statement, limit, ReadRow, static row => new DuePosition(row.Time(15), row.Guid(0)));
    }

    /// <summary>Counts those with a pending payment action.</summary>
    public static IReadOnlyList<GatewayBacklog> CountDue(SqliteDatabase database, DateTimeOffset dueAt)
    {
        var gateways = new List<GatewayBacklog>();
        var rows = database.Statement(CountDueByGateway).Bind(dueAt).Bind((int)OrderStatus.Pending);
        while (rows.Step())
        {
            gateways.Add(new GatewayBacklog(rows.NullableText(0), rows.Int64(1), rows.Time(2)));
        }

        return gateways;
    }

    /// <summary>Lists by ascending id.</summary>
    public static IReadOnlyList<OrderRecord> ListAscending(SqliteDatabase database, Guid? after, int limit) =>
        ReadAll(Keyset.BindAfter(database.Statement(SelectAscending), after).Bind(limit));

    private static bool IsOf(OrderFilter filter, SqliteStatement row) =>
        (filter.CustomerId is null || string.Equals(filter.CustomerId, row.Text(1), StringComparison.Ordinal))
        && (filter.Status is null || filter.Status == (OrderStatus)row.Int32(4))
        && (filter.PaymentStatus is null || filter.PaymentStatus == (PaymentStatus)row.Int32(5))
        && (filter.CreatedAfter is null || row.Time(11) >= filter.CreatedAfter)
        && (filter.CreatedBefore is null || row.Time(11) < filter.CreatedBefore);

    private static List<OrderRecord> ReadAll(SqliteStatement rows) => RowReader.ReadAll(rows, Read);

    private static OrderRecord Read(SqliteStatement row) => ReadMatching(row, OrderFilter.All)!;

    private static OrderRecord? ReadMatching(SqliteStatement row, OrderFilter filter)
    {
        try
        {
            return IsOf(filter, row) ? ReadRow(row) : null;
        }
        catch (Exception fault) when (UnreadableRow.IsCauseOf(fault))
        {
            var id = row.Guid(0);
            row.Reset();
            throw UnreadableRow.Fault("order", id, fault);
        }
    }

    private static OrderRecord ReadRow(SqliteStatement row) => new()
    {
        Order = ReadOrder(row),
        Fence = row.Int32(13),
        LeaseHolder = row.NullableGuid(14),
        DueAt = row.NullableTime(15),
        GiveUpAt = row.Time(16),
        Attempts = row.Int32(17),
        PendingAction = (PaymentAction?)row.NullableInt64(18),
        Gateway = row.NullableText(21),
        PaymentRetries = row.Int32(25),
        ReservationId = row.NullableGuid(26),
    };

    private static OrderAttention? ReadAttention(SqliteStatement row) =>
        row.NullableInt64(22) is { } reason ? new OrderAttention((AttentionReason)reason, row.NullableText(23), row.Time(24)) : null;

    private static PaymentResolution? ReadResolution(SqliteStatement row) =>
        row.NullableInt64(27) is { } kind
        ? new PaymentResolution((PaymentResolutionKind)kind, row.Text(28), row.Time(29)) { Action = (PaymentAction?)row.NullableInt64(31) }
        : null;

    private static Order ReadOrder(SqliteStatement row)
    {
        var currency = row.Text(2);
        var order = new Order
        {
            Id = row.Guid(0),
            Version = row.Int32(30),
            CustomerId = row.Text(1),
            Lines = OrderLineText.Parse(row.Text(19), currency),
            Adjustments = AdjustmentText.Parse(row.NullableText(10), currency),
            Total = Money.FromStored(row.Int64(3), currency),
            Status = (OrderStatus)row.Int32(4),
            PaymentStatus = (PaymentStatus)row.Int32(5),
            PaymentTransactionId = row.NullableText(6),
            PaymentFailureCode = row.NullableText(7),
            DeliveryId = row.NullableGuid(8),
            IsDispatched = row.Int64(9) != 0,
            Attention = ReadAttention(row),
            Resolution = ReadResolution(row),
            CreatedAt = row.Time(11),
            UpdatedAt = row.Time(12),
        };
        return OrderDetails.Apply(order, row.NullableText(32));
    }

    private static BookstoreStoreException BrokenLink(Guid id) =>
        new($"Order {id} is not there, although a newer order of its customer leads to it: the database is damaged. Restore it from a backup.");
}

/// <summary>An order's place among its customer's.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Previous">The order before it, if there is one.</param>
internal readonly record struct OrderLink(string Customer, Guid? Previous);
