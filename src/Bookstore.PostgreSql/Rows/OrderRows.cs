using Bookstore.Storage;
using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<System.Guid, Bookstore.Storage.OrderRecord>;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>orders</c>. An order's lines and adjustments are in its own row: they are read and written with it alone.</summary>
internal sealed class OrderRows(string schema) : Table(RecordKinds.Orders, "orders")
{
    public const int ColumnCount = 32;

    private const string Columns = Kept + ", " + OrderAttentionUpdate.Names + ", reservation_id, details";

    private const string Written = Kept + ", reservation_id, details";

    private const string Kept =
        "id, customer, currency, total_minor, lines, adjustments, created_at, " + OrderStateColumns.Names + ", gateway";

    private const string Types =
        "uuid, text, text, bigint, text, text, bigint, " + OrderStateColumns.Types + ", text, uuid, text";

    private readonly string _lock = $"SELECT {Columns} FROM {schema}.orders WHERE id = ANY($1) ORDER BY id FOR UPDATE";

    private readonly string _insert =
        $"""
        INSERT INTO {schema}.orders ({Written})
        SELECT id, customer, currency, total_minor, lines::jsonb, adjustments::jsonb, created_at,
            {OrderStateColumns.Names}, gateway, reservation_id, details
        FROM {UnnestedRows.Of(Written, Types)} {UnnestedRows.Returning}
        """;

    private readonly string _update = AffectedRows.RequireAll(
        $"""
        UPDATE {schema}.orders o SET
            customer = given.customer, currency = given.currency, total_minor = given.total_minor,
            lines = given.lines::jsonb, adjustments = given.adjustments::jsonb, created_at = given.created_at,
            {OrderStateColumns.Set}, gateway = given.gateway, reservation_id = given.reservation_id, details = given.details
        FROM {UnnestedRows.Of(Written, Types)} WHERE o.id = given.id
        """);

    private readonly OrderStateUpdate _updateState = new(schema);

    private readonly OrderAttentionUpdate _updateAttention = new(schema);

    private readonly OrderRefundsUpdate _updateRefunds = new(schema);

    private readonly string _select = $"SELECT {Columns} FROM {schema}.orders";

    private readonly string _findAll = $"SELECT {Columns} FROM {schema}.orders WHERE id = ANY($1)";

    // An entry that is read below the floor may be none any more: the row is compared with its entry.
    private readonly string _listDue =
        $"""
        SELECT {Columns} FROM {schema}.orders o
        WHERE {DueRows.IsCandidate(schema)} AND due_at <= $3 AND (due_at, id) > ($7, $8) AND {DueRows.HasEntry(schema)} ORDER BY due_at, id LIMIT $5
        """;

    private readonly FilteredRows _toAttend = Filtered(schema, "attention IS NOT NULL");

    private readonly FilteredRows _ofCustomer = Filtered(schema, "customer = $1");

    private readonly FilteredRows _ofStatus = Filtered(schema, "status = $2");

    private readonly FilteredRows _all = Filtered(schema, "true");

    private readonly DueCount _countDue = new(
        $"{schema}.{DueRows.Name}",
        "gateway",
        "order_id",
        $"""
        SELECT d.gateway, d.due_at, d.order_id FROM {schema}.orders o
        CROSS JOIN LATERAL (SELECT gateway, due_at, order_id FROM {schema}.due WHERE kind = $5 AND gateway = coalesce(o.gateway, '') AND due_at = o.due_at AND order_id = o.id OFFSET 0) AS d
        WHERE o.id = ANY ($4)
        """,
        "kind = $5 AND",
        "COLLATE \"C\"");

    private readonly string _audit =
        $"""
        SELECT {Columns},
            ARRAY(SELECT isbn FROM {schema}.holds WHERE holder = o.id ORDER BY isbn),
            ARRAY(SELECT quantity FROM {schema}.holds WHERE holder = o.id ORDER BY isbn)
        FROM {schema}.orders o
        """;

    public override void AddLoad(NpgsqlBatch batch, UnitLoad load)
    {
        if (load.Orders.Length > 0)
        {
            batch.Add(_lock).Bind(load.Orders);
        }
    }

    public override Task ReadAsync(UnitLoad load, NpgsqlDataReader reader, WorkingSet records, CancellationToken cancellationToken) =>
        UnitLoad.FillAsync(records.Orders, load.Orders, reader, Read, static order => order.Order.Id, cancellationToken);

    public override void NameWritten(WorkingSet records, RecordKeys keys) => NameWritten(records.Orders, keys.Orders);

    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
        var changes = Changes<Guid, OrderRecord>.Of(records.Orders);
        var (ofState, ofAll) = OrderStateUpdate.Split(changes.Updates);
        if (ofState.Count > 0)
        {
            _updateState.AddTo(batch, ofState);
        }

        if (ofAll.Count > 0)
        {
            BindAll(batch.Add(_update), ofAll);
        }

        if (changes.Inserts.Count > 0)
        {
            BindAll(batch.Add(_insert), changes.Inserts);
        }

        _updateAttention.AddTo(batch, changes);
        _updateRefunds.AddTo(batch, changes);
    }

    public Query Find(Guid id) => new Query(_select).Where("id =", id);

    public Query FindAll(Guid[] ids) => new Query(_findAll).With(ids);

    public Query List(OrderFilter filter, Guid? after, int limit)
    {
        var query = new Query(_select);
        if (filter.CustomerId is { } customer)
        {
            query.Where("customer =", customer);
        }

        if (filter.Status is { } only)
        {
            query.Where("status =", (short)only);
        }

        if (after is { } id)
        {
            query.Where("id <", id);
        }

        if (filter.NeedsAttention)
        {
            query.Where("attention IS NOT NULL");
        }

        return query.Then("ORDER BY id DESC").Limit(limit);
    }

    /// <summary>Whether the index of a filter has other orders too, so that <see cref="ListFiltered"/> is to skip them.</summary>
    public static bool SkipsRows(OrderFilter filter)
    {
        var ofIndexes = (filter.NeedsAttention ? 1 : 0) + (filter.CustomerId is null ? 0 : 1) + (filter.Status is null ? 0 : 1);
        return ofIndexes > 1 || filter.PaymentStatus is not null || filter.CreatedAfter is not null || filter.CreatedBefore is not null;
    }

    /// <summary>Lists those that meet a filter which has rows to skip, see <see cref="FilteredRows.List"/>.</summary>
    public Query ListFiltered(OrderFilter filter, Guid? after, int limit)
    {
        // The narrowest index.
        var rows = filter switch
        {
            { NeedsAttention: true } => _toAttend,
            { CustomerId: not null } => _ofCustomer,
            { Status: not null } => _ofStatus,
            _ => _all,
        };
        return rows.List(after, limit, query => query
            .With(filter.CustomerId ?? string.Empty)
            .With((short?)filter.Status ?? -1)
            .With((short?)filter.PaymentStatus ?? -1)
            .With(filter.CreatedAfter?.UtcTicks ?? long.MinValue)
            .With(filter.CreatedBefore?.UtcTicks ?? long.MaxValue));
    }

    /// <summary>Lists the orders that are due, among those that <see cref="DueRows"/> finds.</summary>
    public DueList<OrderRecord> ListDue(OrderWork work, string? gateway) => new(
        new DueKey(DueRows.Name, work.ToString(), DueRows.NameOf(gateway)),
        look => new Query(_listDue)
            .With((short)work)
            .With(look.Floor)
            .With(look.DueAt.UtcTicks)
            .With(look.Left)
            .With(look.Limit)
            .With(DueRows.NameOf(gateway))
            .With(look.After.GetValueOrDefault().DueAt.UtcTicks)
            .With(look.After.GetValueOrDefault().Id),
        Read,
        PositionOf,
        static order => new DuePosition(order.DueAt.GetValueOrDefault(), order.Order.Id));

    private static DuePosition PositionOf(NpgsqlDataReader row) => new(row.Time(16), row.GetGuid(0));

    /// <summary>Counts those with work of a kind left to do, by gateway.</summary>
    public Query CountDue(OrderWork work, DateTimeOffset dueAt, IReadOnlyList<DueFloor> floors) => _countDue.Count(dueAt, floors).With((short)work);

    public static GatewayBacklog ReadBacklog(NpgsqlDataReader row) => new(row.GetString(0) is { Length: > 0 } gateway ? gateway : null, row.GetInt64(1), row.Time(2));

    public Query Audit(Guid? after, int limit)
    {
        var query = new Query(_audit);
        if (after is { } id)
        {
            query.Where("id >", id);
        }

        return query.Then("ORDER BY id").Limit(limit);
    }

    public static OrderAudit ReadAudit(NpgsqlDataReader row) => new(Read(row), HoldRows.ReadHeld(row, ColumnCount));

    public static OrderRecord Read(NpgsqlDataReader row) => RowReader.Read(row, "order", 0, ReadRow);

    // An empty text and a number below zero stand for any.
    private static FilteredRows Filtered(string schema, string indexed) => new(
        $"{schema}.orders",
        Columns,
        indexed,
        "($1 = '' OR customer = $1) AND ($2 < 0 OR status = $2) AND ($3 < 0 OR payment_status = $3) AND created_at >= $4 AND created_at < $5",
        values: 5);

    private static OrderRecord ReadRow(NpgsqlDataReader row) => new()
    {
        Order = ReadOrder(row),
        Fence = row.GetInt32(14),
        LeaseHolder = row.NullableGuid(15),
        DueAt = row.NullableTime(16),
        GiveUpAt = row.Time(17),
        Attempts = row.GetInt32(18),
        PendingAction = row.IsDBNull(19) ? null : (PaymentAction)row.GetInt16(19),
        Gateway = row.NullableText(21),
        PaymentRetries = row.GetInt32(25),
        ReservationId = row.NullableGuid(30),
    };

    private static Order ReadOrder(NpgsqlDataReader row)
    {
        var currency = row.GetString(2);
        var order = new Order
        {
            Id = row.GetGuid(0),
            Version = row.GetInt32(20),
            CustomerId = row.GetString(1),
            Lines = LineText.ParseOrderLines(row.GetString(4), currency),
            Adjustments = LineText.ParseAdjustments(row.GetString(5), currency),
            Total = Money.FromStored(row.GetInt64(3), currency),
            Status = (OrderStatus)row.GetInt16(7),
            PaymentStatus = (PaymentStatus)row.GetInt16(8),
            PaymentTransactionId = row.NullableText(9),
            PaymentFailureCode = row.NullableText(10),
            DeliveryId = row.NullableGuid(11),
            IsDispatched = row.GetBoolean(12),
            Attention = OrderAttentionUpdate.Read(row, 22),
            Resolution = OrderAttentionUpdate.ReadResolution(row, 26),
            CreatedAt = row.Time(6),
            UpdatedAt = row.Time(13),
        };
        return OrderDetails.Apply(order, row.NullableText(31));
    }

    private static void BindAll(NpgsqlBatchCommand command, List<Entry> rows) => command
        .Bind(rows, static entry => entry.Key)
        .Bind(rows, static entry => entry.Current!.Order.CustomerId)
        .Bind(rows, static entry => entry.Current!.Order.Total.Currency)
        .Bind(rows, static entry => entry.Current!.Order.Total.MinorUnits)
        .Bind(rows, static entry => LineText.Format(entry.Current!.Order.Lines))
        .Bind(rows, static entry => LineText.Format(entry.Current!.Order.Adjustments))
        .Bind(rows, static entry => entry.Current!.Order.CreatedAt.UtcTicks)
        .BindState(rows)
        .Bind(rows, static entry => entry.Current!.Gateway)
        .Bind(rows, static entry => entry.Current!.ReservationId)
        .Bind(rows, static entry => OrderDetails.Format(entry.Current!.Order));
}
