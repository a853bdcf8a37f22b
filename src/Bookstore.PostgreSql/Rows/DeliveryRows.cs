using Bookstore.Storage;
using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<System.Guid, Bookstore.Storage.DeliveryRecord>;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>deliveries</c>. A delivery is locked by the lock of its order.</summary>
internal sealed class DeliveryRows(string schema) : Table(RecordKinds.Deliveries, Name)
{
    public const string Name = "deliveries";

    public const int ColumnCount = 18;

    private const string Columns = "id, order_id, address, courier, status, tracking, created_at, updated_at, owed, due_at, attempts, fence, lease_holder, "
        + "booking_until, attention, attention_code, attention_since, details";

    private static readonly string Given =
        UnnestedRows.Of(Columns, "uuid, uuid, text, text, smallint, text, bigint, bigint, smallint, bigint, integer, integer, uuid, bigint, smallint, text, bigint, text");

    private readonly string _loadByOrder = $"SELECT {Columns} FROM {schema}.deliveries WHERE order_id = ANY($1) ORDER BY order_id, id";

    private readonly string _insert = $"INSERT INTO {schema}.deliveries ({Columns}, late) SELECT given.*, {DatabaseTime.IsLate("given.due_at")} FROM {Given} {UnnestedRows.Returning}";

    private readonly string _update = AffectedRows.RequireAll(
        $"""
        UPDATE {schema}.deliveries d SET
            order_id = given.order_id, address = given.address, courier = given.courier, status = given.status, tracking = given.tracking,
            created_at = given.created_at, updated_at = given.updated_at, owed = given.owed, due_at = given.due_at, attempts = given.attempts,
            fence = given.fence, lease_holder = given.lease_holder, booking_until = given.booking_until, attention = given.attention,
            attention_code = given.attention_code, attention_since = given.attention_since, details = given.details, late = {DatabaseTime.IsLate("given.due_at")}
        FROM {Given} WHERE d.id = given.id
        """);

    private readonly DueCount _countDue = new($"{schema}.deliveries", "courier", "id", $"SELECT courier, due_at, id FROM {schema}.deliveries WHERE id = ANY ($4) AND due_at IS NOT NULL");

    private readonly string _select = $"SELECT {Columns} FROM {schema}.deliveries";

    private readonly DueSelect _due = new($"{schema}.deliveries", Columns, "courier = $8");

    private readonly string _ofOrders = $"SELECT {Columns} FROM {schema}.deliveries WHERE order_id = ANY($1) ORDER BY order_id, id";

    private readonly string _findAll = $"SELECT {Columns} FROM {schema}.deliveries WHERE id = ANY($1)";

    private readonly string _listEntries =
        $"SELECT courier, due_at, id FROM {schema}.deliveries WHERE due_at IS NOT NULL AND (courier, due_at, id) > ($1, $2, $3) ORDER BY courier, due_at, id LIMIT $4";

    private readonly FilteredRows _ofOrder = new($"{schema}.deliveries", Columns, "order_id = $1", "order_id = $1 AND status = $2", values: 2);

    // An empty id and a status of zero stand for any.
    private readonly FilteredRows _toAttend = new(
        $"{schema}.deliveries", Columns, "attention IS NOT NULL", "($1 = '00000000-0000-0000-0000-000000000000'::uuid OR order_id = $1) AND ($2 = 0 OR status = $2)", values: 2);

    public override void AddLoad(NpgsqlBatch batch, UnitLoad load)
    {
        if (load.Orders.Length > 0)
        {
            batch.Add(_loadByOrder).Bind(load.Orders);
        }
    }

    public override async Task ReadAsync(UnitLoad load, NpgsqlDataReader reader, WorkingSet records, CancellationToken cancellationToken)
    {
        if (load.Orders.Length == 0)
        {
            return;
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<Guid, List<DeliveryRecord>>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var delivery = Read(reader);
            if (!found.TryGetValue(delivery.Delivery.OrderId, out var ofOrder))
            {
                found.Add(delivery.Delivery.OrderId, ofOrder = []);
            }

            ofOrder.Add(delivery);
        }

        foreach (var orderId in load.Orders)
        {
            records.LoadDeliveries(orderId, found.TryGetValue(orderId, out var ofOrder) ? ofOrder : []);
        }
    }

    public override void NameWritten(WorkingSet records, RecordKeys keys)
    {
        foreach (var entry in records.Deliveries.Touched)
        {
            keys.Orders.Add(entry.Current!.Delivery.OrderId);
        }
    }

    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
        var changes = Changes<Guid, DeliveryRecord>.Of(records.Deliveries);
        if (changes.Updates.Count > 0)
        {
            BindAll(batch.Add(_update), changes.Updates);
        }

        if (changes.Inserts.Count > 0)
        {
            BindAll(batch.Add(_insert), changes.Inserts);
        }
    }

    public Query Find(Guid id) => new Query(_select).Where("id =", id);

    public Query FindAll(Guid[] ids) => new Query(_findAll).With(ids);

    public Query ListOf(IReadOnlyCollection<Guid> orders) => new Query(_ofOrders).With(orders.ToArray());

    public Query List(DeliveryFilter filter, Guid? after, int limit)
    {
        var query = new Query(_select);
        if (filter.OrderId is { } order)
        {
            query.Where("order_id =", order);
        }

        if (filter.Status is { } only)
        {
            query.Where("status =", (short)only);
        }

        if (after is { } id)
        {
            query.Where("id <", id);
        }

        return query.Then("ORDER BY id DESC").Limit(limit);
    }

    /// <summary>Whether a list looks at rows that it does not return.</summary>
    public static bool SkipsRows(DeliveryFilter filter) => filter.NeedsAttention || filter is { OrderId: not null, Status: not null };

    /// <summary>Lists those that meet a filter which has rows to skip, see <see cref="FilteredRows.List"/>.</summary>
    public Query ListFiltered(DeliveryFilter filter, Guid? after, int limit) => (filter.NeedsAttention ? _toAttend : _ofOrder)
        .List(after, limit, query => query.With(filter.OrderId ?? Guid.Empty).With((short)(filter.Status ?? default)));

    public DueList<DeliveryRecord> ListDue(string courier) => new(
        new DueKey(Name, string.Empty, courier),
        look => _due.List(look).With(courier),
        Read,
        static row => new DuePosition(row.Time(9), row.GetGuid(0)),
        static delivery => new DuePosition(delivery.DueAt.GetValueOrDefault(), delivery.Delivery.Id));

    /// <summary>Lists the courier, the time and the id of those whose courier is to be called, of every courier, see <see cref="DueRows.ReadEntry"/>.</summary>
    public Query ListEntries(PartyDuePosition? after, long limit) => new Query(_listEntries)
        .With(DueRows.NameOf(after?.Party))
        .With(after.GetValueOrDefault().DueAt.UtcTicks)
        .With(after.GetValueOrDefault().Id)
        .With(limit);

    public Query CountDue(DateTimeOffset dueAt, IReadOnlyList<DueFloor> floors) => _countDue.Count(dueAt, floors);

    public static CourierBacklog ReadBacklog(NpgsqlDataReader row) => new(row.GetString(0), row.GetInt64(1), row.Time(2));

    public static DeliveryRecord Read(NpgsqlDataReader row) => RowReader.Read(row, "delivery", 0, ReadRow);

    private static DeliveryRecord ReadRow(NpgsqlDataReader row) => new()
    {
        Delivery = DeliveryDetails.Apply(ReadDelivery(row), row.NullableText(17)),
        PendingCall = row.IsDBNull(8) ? null : (CourierCall)row.GetInt16(8),
        DueAt = row.NullableTime(9),
        Attempts = row.GetInt32(10),
        Fence = row.GetInt32(11),
        LeaseHolder = row.NullableGuid(12),
        BookingUntil = row.NullableTime(13),
    };

    private static Delivery ReadDelivery(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        OrderId = row.GetGuid(1),
        Address = row.GetString(2),
        Courier = row.GetString(3),
        Status = (DeliveryStatus)row.GetInt16(4),
        TrackingNumber = row.NullableText(5),
        CreatedAt = row.Time(6),
        UpdatedAt = row.Time(7),
        Attention = row.IsDBNull(14) ? null : new DeliveryAttention((DeliveryAttentionReason)row.GetInt16(14), row.NullableText(15), row.Time(16)),
    };

    private static void BindAll(NpgsqlBatchCommand command, List<Entry> rows) => command
        .Bind(rows, static entry => entry.Key)
        .Bind(rows, static entry => entry.Current!.Delivery.OrderId)
        .Bind(rows, static entry => entry.Current!.Delivery.Address)
        .Bind(rows, static entry => entry.Current!.Delivery.Courier)
        .Bind(rows, static entry => (short)entry.Current!.Delivery.Status)
        .Bind(rows, static entry => entry.Current!.Delivery.TrackingNumber)
        .Bind(rows, static entry => entry.Current!.Delivery.CreatedAt.UtcTicks)
        .Bind(rows, static entry => entry.Current!.Delivery.UpdatedAt.UtcTicks)
        .Bind(rows, static entry => (short?)entry.Current!.PendingCall)
        .Bind(rows, static entry => entry.Current!.DueAt?.UtcTicks)
        .Bind(rows, static entry => entry.Current!.Attempts)
        .Bind(rows, static entry => entry.Current!.Fence)
        .Bind(rows, static entry => entry.Current!.LeaseHolder)
        .Bind(rows, static entry => entry.Current!.BookingUntil?.UtcTicks)
        .Bind(rows, static entry => (short?)entry.Current!.Delivery.Attention?.Reason)
        .Bind(rows, static entry => entry.Current!.Delivery.Attention?.Code)
        .Bind(rows, static entry => entry.Current!.Delivery.Attention?.Since.UtcTicks)
        .Bind(rows, static entry => DeliveryDetails.Format(entry.Current!.Delivery));
}
