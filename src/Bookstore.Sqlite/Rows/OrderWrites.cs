using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>orders</c>: the writer's part. See <see cref="OrderRows"/> for reading. Only what can change is updated, and an index is touched only when its columns change.</summary>
internal sealed class OrderWrites(SqliteDatabase database, RecordCache cache) : WriterTable<Guid, OrderRecord>(RecordKinds.Orders)
{
    private const string InsertOne =
        """
        INSERT INTO orders (payment_status, payment_tx, failure_code, delivery_id, dispatched, adjustments, updated_at, fence, lease_holder, give_up_at,
            attempts, version, status, due_at, owed, work, id, customer, currency, total_minor, created_at, lines, previous, gateway, reservation, details, refunds_minor)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """;

    private const string Update =
        "UPDATE orders SET payment_status = ?, payment_tx = ?, failure_code = ?, delivery_id = ?, dispatched = ?, adjustments = ?, updated_at = ?, "
        + "fence = ?, lease_holder = ?, give_up_at = ?, attempts = ?, version = ?";

    private const string UpdateStatusAndWork = $"{Update}, status = ?, due_at = ?, owed = ?, work = ? WHERE id = ?";

    private const string UpdateWork = $"{Update}, due_at = ?, owed = ?, work = ? WHERE id = ?";

    private const string UpdateStatus = $"{Update}, status = ? WHERE id = ?";

    private const string UpdateOther = $"{Update} WHERE id = ?";

    // Of the few orders that a person has to look at; the others never pay for these columns.
    private const string UpdateAttention =
        "UPDATE orders SET gateway = ?, attention = ?, attention_code = ?, attention_since = ?, payment_retries = ?, resolution = ?, resolution_note = ?, resolved_at = ?, resolution_action = ? WHERE id = ?";

    // Of the orders of which a part was cancelled, dispatched or given back.
    private const string UpdateDetails = "UPDATE orders SET details = ?, refunds_minor = ? WHERE id = ?";

    // Of the orders whose customer was erased.
    private const string UpdateCustomer = "UPDATE orders SET customer = ?, previous = ? WHERE id = ?";

    private const string UpdateLink = "UPDATE orders SET previous = ? WHERE id = ?";

    private readonly CustomerChains _customers = new(database, cache);

    public override void Load(RecordKeys keys, WorkingSet records)
    {
        foreach (var id in keys.Orders.Sorted())
        {
            records.Orders.Load(id, FindCached(id)?.Record);
        }
    }

    public override void Write(WorkingSet records)
    {
        _customers.Begin();
        base.Write(records);
        _customers.Write();
    }

    // An order with no work left is not looked at again for hours: kept, it would only make each garbage collection longer.
    public override void Remember(WorkingSet records)
    {
        _customers.Remember();
        for (var i = 0; i < records.Orders.Touched.Count; i++)
        {
            var entry = records.Orders.Touched[i];
            if (entry.Current is not { DueAt: not null } order)
            {
                cache.Orders.Remove(entry.Key);
                continue;
            }

            var deliveries = cache.Orders.TryGet(entry.Key, out var cached) ? cached.Deliveries : [];
            cache.Orders.Set(entry.Key, new CachedOrder(order, deliveries));
        }
    }

    protected override RecordTable<Guid, OrderRecord> Staged(WorkingSet records) => records.Orders;

    protected override void Name(RecordEntry<Guid, OrderRecord> entry, RecordKeys keys) => keys.Orders.Add(entry.Key);

    protected override void Write(RecordEntry<Guid, OrderRecord> entry, WorkingSet records)
    {
        switch (entry.Change)
        {
            case RecordChange.Insert:
                Insert(database, entry.Current!, _customers.Link(entry.Current!.Order));
                break;
            case RecordChange.Update:
                Replace(database, entry.Loaded!, entry.Current!);
                MoveToCustomer(entry.Loaded!.Order, entry.Current!.Order);
                break;
        }
    }

    /// <summary>Says which order of its customer is before an order.</summary>
    public static void WriteLink(SqliteDatabase database, Guid id, Guid? previous) => database.Statement(UpdateLink).Bind(previous).Bind(id).Execute();

    private void MoveToCustomer(Order before, Order after)
    {
        if (!string.Equals(before.CustomerId, after.CustomerId, StringComparison.Ordinal))
        {
            _customers.Unlink(before);
            database.Statement(UpdateCustomer).Bind(after.CustomerId).Bind(_customers.Link(after)).Bind(after.Id).Execute();
        }
    }

    private CachedOrder? FindCached(Guid id)
    {
        if (cache.Orders.TryGet(id, out var cached))
        {
            return cached;
        }

        if (OrderRows.Find(database, id) is not { } record)
        {
            return null;
        }

        var order = new CachedOrder(record, DeliveryRows.ListOfOrder(database, id));
        cache.Orders.Set(id, order);
        return order;
    }

    private static void Insert(SqliteDatabase database, OrderRecord record, Guid? previous)
    {
        var order = record.Order;
        BindWork(Bind(database.Statement(InsertOne), record).Bind((long)order.Status), record)
            .Bind(order.Id)
            .Bind(order.CustomerId)
            .Bind(order.Total.Currency)
            .Bind(order.Total.MinorUnits)
            .Bind(order.CreatedAt)
            .Bind(OrderLineText.Format(order.Lines))
            .Bind(previous)
            .Bind(record.Gateway)
            .Bind(record.ReservationId)
            .Bind(OrderDetails.Format(order))
            .Bind(record.RefundsMinor)
            .Execute();
        if (order.Attention is not null || record.PaymentRetries > 0 || order.Resolution is not null)
        {
            WriteAttention(database, record);
        }
    }

    private static void Replace(SqliteDatabase database, OrderRecord loaded, OrderRecord record)
    {
        var isWorkKept = loaded.DueAt == record.DueAt && loaded.PendingAction == record.PendingAction && loaded.Work == record.Work;
        var statement = (loaded.Order.Status == record.Order.Status, isWorkKept) switch
        {
            (true, true) => Bind(database.Statement(UpdateOther), record),
            (true, false) => BindWork(Bind(database.Statement(UpdateWork), record), record),
            (false, true) => Bind(database.Statement(UpdateStatus), record).Bind((long)record.Order.Status),
            (false, false) => BindWork(Bind(database.Statement(UpdateStatusAndWork), record).Bind((long)record.Order.Status), record),
        };
        statement.Bind(record.Order.Id).Execute();
        if (loaded.Order.Attention != record.Order.Attention || loaded.Order.Resolution != record.Order.Resolution || loaded.PaymentRetries != record.PaymentRetries || loaded.Gateway != record.Gateway)
        {
            WriteAttention(database, record);
        }

        if (!OrderDetails.IsSame(loaded.Order, record.Order))
        {
            database.Statement(UpdateDetails).Bind(OrderDetails.Format(record.Order)).Bind(record.RefundsMinor).Bind(record.Order.Id).Execute();
        }
    }

    private static void WriteAttention(SqliteDatabase database, OrderRecord record)
    {
        var (attention, resolution) = (record.Order.Attention, record.Order.Resolution);
        database.Statement(UpdateAttention)
            .Bind(record.Gateway)
            .Bind((long?)attention?.Reason)
            .Bind(attention?.Code)
            .Bind(attention?.Since)
            .Bind(record.PaymentRetries)
            .Bind((long?)resolution?.Kind)
            .Bind(resolution?.Note)
            .Bind(resolution?.At)
            .Bind((long?)resolution?.Action)
            .Bind(record.Order.Id)
            .Execute();
    }

    private static SqliteStatement Bind(SqliteStatement statement, OrderRecord record)
    {
        var order = record.Order;
        return statement
            .Bind((long)order.PaymentStatus)
            .Bind(order.PaymentTransactionId)
            .Bind(order.PaymentFailureCode)
            .Bind(order.DeliveryId)
            .Bind(order.IsDispatched ? 1 : 0)
            .Bind(AdjustmentText.Format(order.Adjustments))
            .Bind(order.UpdatedAt)
            .Bind(record.Fence)
            .Bind(record.LeaseHolder)
            .Bind(record.GiveUpAt)
            .Bind(record.Attempts)
            .Bind(record.Version);
    }

    private static SqliteStatement BindWork(SqliteStatement statement, OrderRecord record) =>
        statement.Bind(record.DueAt).Bind((long?)record.PendingAction).Bind((long?)record.Work);
}
