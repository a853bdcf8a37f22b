using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>deliveries</c>.</summary>
internal sealed class DeliveryRows(SqliteDatabase database, RecordCache cache) : WriterTable<Guid, DeliveryRecord>(RecordKinds.Deliveries)
{
    private const string Columns = "id, order_id, address, courier, status, tracking, created_at, updated_at, owed, due_at, attempts, fence, lease_holder, "
        + "booking_until, attention, attention_code, attention_since, details";

    private const string SelectOne = $"SELECT {Columns} FROM deliveries WHERE id = ?";

    private const string SelectAll = $"SELECT {Columns} FROM deliveries WHERE id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectByOrder = $"SELECT {Columns} FROM deliveries WHERE order_id = ? AND id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectByStatus = $"SELECT {Columns} FROM deliveries WHERE status = ? AND id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectDue = $"SELECT {Columns} FROM deliveries WHERE courier = ? AND due_at IS NOT NULL AND due_at <= ? AND (due_at, id) > (?, ?) ORDER BY due_at, id LIMIT ?";

    // The couriers are few: each is found behind the one before.
    private const string CountDue =
        """
        WITH RECURSIVE couriers (name) AS (
            SELECT min(courier) FROM deliveries INDEXED BY deliveries_due WHERE due_at IS NOT NULL
            UNION ALL
            SELECT (SELECT min(courier) FROM deliveries INDEXED BY deliveries_due WHERE due_at IS NOT NULL AND courier > name) FROM couriers WHERE name IS NOT NULL
            LIMIT 1001)
        SELECT name,
            (SELECT count(*) FROM deliveries INDEXED BY deliveries_due WHERE courier = name AND due_at IS NOT NULL AND due_at <= ?),
            (SELECT min(due_at) FROM deliveries INDEXED BY deliveries_due WHERE courier = name AND due_at IS NOT NULL)
        FROM couriers WHERE name IS NOT NULL LIMIT 1000
        """;

    private const string SelectToAttend = $"SELECT {Columns} FROM deliveries INDEXED BY deliveries_to_attend WHERE attention IS NOT NULL AND id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectOfOrder = $"SELECT {Columns} FROM deliveries WHERE order_id = ? ORDER BY id";

    private const string SelectOfOrders = $"SELECT {Columns} FROM deliveries WHERE order_id IN {IdList.Ids} ORDER BY order_id, id";

    private const string InsertOne =
        "INSERT INTO deliveries (order_id, address, courier, status, tracking, created_at, updated_at, owed, due_at, attempts, fence, lease_holder, "
        + "booking_until, attention, attention_code, attention_since, details, id) "
        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private const string UpdateOne =
        "UPDATE deliveries SET order_id = ?, address = ?, courier = ?, status = ?, tracking = ?, created_at = ?, updated_at = ?, owed = ?, due_at = ?, attempts = ?, "
        + "fence = ?, lease_holder = ?, booking_until = ?, attention = ?, attention_code = ?, attention_since = ?, details = ? "
        + "WHERE id = ?";

    public static DeliveryRecord? Find(SqliteDatabase database, Guid id)
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

    public static KeysetPage<DeliveryRecord, Guid> List(SqliteDatabase database, DeliveryFilter filter, Guid? after, int limit)
    {
        if (filter.NeedsAttention)
        {
            return ListMatching(Keyset.BindBefore(database.Statement(SelectToAttend), after), filter, limit);
        }

        if (filter is { OrderId: { } order, Status: not null })
        {
            return ListMatching(Keyset.BindBefore(database.Statement(SelectByOrder).Bind(order), after), filter, limit);
        }

        var statement = (filter.OrderId, filter.Status) switch
        {
            ({ } ofOrder, _) => database.Statement(SelectByOrder).Bind(ofOrder),
            (_, { } only) => database.Statement(SelectByStatus).Bind((long)only),
            _ => database.Statement(SelectAll),
        };
        return KeysetPage.Of(ReadAll(Keyset.BindBefore(statement, after).Bind(limit)), limit, static record => record.Delivery.Id);
    }

    public static KeysetPage<DeliveryRecord, DuePosition> ListDue(SqliteDatabase database, string courier, DateTimeOffset dueAt, DuePosition? after, int limit)
    {
        var rows = database.Statement(SelectDue).Bind(courier).Bind(dueAt).Bind(after.GetValueOrDefault().DueAt).Bind(after.GetValueOrDefault().Id).Bind((long)limit + UnreadableRow.MostPassed);
        return UnreadableRow.ReadPage(rows, limit, ReadRow, static row => new DuePosition(row.Time(9), row.Guid(0)));
    }

    public static IReadOnlyList<CourierBacklog> Count(SqliteDatabase database, DateTimeOffset dueAt)
    {
        var couriers = new List<CourierBacklog>();
        var rows = database.Statement(CountDue).Bind(dueAt);
        while (rows.Step())
        {
            if (rows.Int64(1) > 0)
            {
                couriers.Add(new CourierBacklog(rows.Text(0), rows.Int64(1), rows.Time(2)));
            }
        }

        return couriers;
    }

    public static IReadOnlyList<DeliveryRecord> ListOfOrder(SqliteDatabase database, Guid orderId) =>
        ReadAll(database.Statement(SelectOfOrder).Bind(orderId));

    public static IReadOnlyList<DeliveryRecord> ListOf(SqliteDatabase database, IReadOnlyCollection<Guid> orders) => ReadAll(database.Statement(SelectOfOrders).BindIds(orders));

    // They are remembered with their orders, which were loaded before.
    public override void Load(RecordKeys keys, WorkingSet records)
    {
        foreach (var id in keys.Orders.Sorted())
        {
            records.LoadDeliveries(id, cache.Orders.TryGet(id, out var order) ? order.Deliveries : []);
        }
    }

    // Deliveries change seldom: their orders are read again.
    public override void Remember(WorkingSet records)
    {
        for (var i = 0; i < records.Deliveries.Touched.Count; i++)
        {
            var entry = records.Deliveries.Touched[i];
            cache.Orders.Remove((entry.Current ?? entry.Loaded)?.Delivery.OrderId ?? default);
        }
    }

    protected override RecordTable<Guid, DeliveryRecord> Staged(WorkingSet records) => records.Deliveries;

    protected override void Name(RecordEntry<Guid, DeliveryRecord> entry, RecordKeys keys) => keys.Orders.Add(entry.Current!.Delivery.OrderId);

    protected override void Write(RecordEntry<Guid, DeliveryRecord> entry, WorkingSet records)
    {
        switch (entry.Change)
        {
            case RecordChange.Insert:
                Bind(database.Statement(InsertOne), entry.Current!).Execute();
                break;
            case RecordChange.Update:
                Bind(database.Statement(UpdateOne), entry.Current!).Execute();
                break;
        }
    }

    // An order that was scheduled and cancelled again and again has many: those that do not match are skipped, up to the bound of a page.
    private static KeysetPage<DeliveryRecord, Guid> ListMatching(SqliteStatement statement, DeliveryFilter filter, int limit)
    {
        var records = new List<DeliveryRecord>();
        var lookedAt = 0L;
        var rows = statement.Bind(KeysetPage.MaxLookedAt(limit));
        while (rows.Step())
        {
            lookedAt++;
            var id = rows.Guid(0);
            var isWanted = (filter.OrderId is null || filter.OrderId == rows.Guid(1)) && (filter.Status is null || filter.Status == (DeliveryStatus)rows.Int32(4));
            if (isWanted)
            {
                records.Add(Read(rows));
            }

            if (records.Count == limit || lookedAt == KeysetPage.MaxLookedAt(limit))
            {
                rows.Reset();
                return new KeysetPage<DeliveryRecord, Guid>(records, id);
            }
        }

        return new KeysetPage<DeliveryRecord, Guid>(records, null);
    }

    private static SqliteStatement Bind(SqliteStatement statement, DeliveryRecord record)
    {
        var delivery = record.Delivery;
        return statement
            .Bind(delivery.OrderId)
            .Bind(delivery.Address)
            .Bind(delivery.Courier)
            .Bind((long)delivery.Status)
            .Bind(delivery.TrackingNumber)
            .Bind(delivery.CreatedAt)
            .Bind(delivery.UpdatedAt)
            .Bind((long?)record.PendingCall)
            .Bind(record.DueAt)
            .Bind(record.Attempts)
            .Bind(record.Fence)
            .Bind(record.LeaseHolder)
            .Bind(record.BookingUntil)
            .Bind((long?)delivery.Attention?.Reason)
            .Bind(delivery.Attention?.Code)
            .Bind(delivery.Attention?.Since)
            .Bind(DeliveryDetails.Format(delivery))
            .Bind(delivery.Id);
    }

    private static List<DeliveryRecord> ReadAll(SqliteStatement rows) => RowReader.ReadAll(rows, Read);

    private static DeliveryRecord Read(SqliteStatement row) => RowReader.Read(row, "delivery", 0, ReadRow);

    private static DeliveryRecord ReadRow(SqliteStatement row) => new()
    {
        Delivery = DeliveryDetails.Apply(ReadDelivery(row), row.NullableText(17)),
        PendingCall = (CourierCall?)row.NullableInt64(8),
        DueAt = row.NullableTime(9),
        Attempts = row.Int32(10),
        Fence = row.Int32(11),
        LeaseHolder = row.NullableGuid(12),
        BookingUntil = row.NullableTime(13),
    };

    private static Delivery ReadDelivery(SqliteStatement row) => new()
    {
        Id = row.Guid(0),
        OrderId = row.Guid(1),
        Address = row.Text(2),
        Courier = row.Text(3),
        Status = (DeliveryStatus)row.Int32(4),
        TrackingNumber = row.NullableText(5),
        CreatedAt = row.Time(6),
        UpdatedAt = row.Time(7),
        Attention = ReadAttention(row),
    };

    private static DeliveryAttention? ReadAttention(SqliteStatement row) => row.NullableInt64(14) is { } reason
        ? new DeliveryAttention((DeliveryAttentionReason)reason, row.NullableText(15), row.Time(16))
        : null;
}
