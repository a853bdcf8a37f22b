using Bookstore.Storage;
using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<System.Guid, Bookstore.Storage.OrderRecord>;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>due</c>: a small row for each order with work left to do.</summary>
/// <remarks>
/// The order's own row says the same; these rows exist to be searched. A finished order's entry stays in the index for as long as any transaction of the
/// database might still see it, such as that of a dump, so the search begins behind those that were found finished before: see <see cref="DueWork"/>.
/// For that an entry that had been due for a while when it was written is marked as late, by the database's clock, and searched apart.
/// </remarks>
internal sealed class DueRows(string schema)
{
    public const string Name = "due";

    private static readonly string Given = UnnestedRows.Of("kind, gateway, due_at, order_id", "smallint, text, bigint, uuid");

    // The clock is read once for all rows.
    private readonly string _insert =
        $"INSERT INTO {schema}.due (kind, gateway, due_at, order_id, late) SELECT kind, gateway, due_at, order_id, {DatabaseTime.IsLate("due_at")} FROM {Given} {UnnestedRows.Returning}";

    private readonly string _delete =
        $"DELETE FROM {schema}.due d USING {Given} WHERE d.kind = given.kind AND d.gateway = given.gateway AND d.due_at = given.due_at AND d.order_id = given.order_id";

    private readonly string _list =
        $"SELECT gateway, due_at, order_id FROM {schema}.due WHERE kind = $1 AND (gateway, due_at, order_id) > ($2, $3, $4) ORDER BY gateway, due_at, order_id LIMIT $5";

    /// <summary>Lists the entries of a kind of work, of every gateway, in the order of their key.</summary>
    public Query ListEntries(OrderWork work, PartyDuePosition? after, long limit) => new Query(_list)
        .With((short)work)
        .With(NameOf(after?.Party))
        .With(after.GetValueOrDefault().DueAt.UtcTicks)
        .With(after.GetValueOrDefault().Id)
        .With(limit);

    /// <summary>Reads an entry of an order, or that of a delivery: the name, the time and the id.</summary>
    public static PartyDuePosition ReadEntry(NpgsqlDataReader row) => new(row.GetString(0) is { Length: > 0 } name ? name : null, row.Time(1), row.GetGuid(2));

    /// <summary>Writes the entries that follow from the orders' changes.</summary>
    public void AddWrites(NpgsqlBatch batch, RecordTable<Guid, OrderRecord> orders)
    {
        List<DueEntry> ended = [];
        List<DueEntry> begun = [];
        for (var i = 0; i < orders.Touched.Count; i++)
        {
            if (orders.Touched[i].Change != RecordChange.None)
            {
                AddChange(orders.Touched[i], ended, begun);
            }
        }

        if (ended.Count > 0)
        {
            Bind(batch.Add(_delete), ended);
        }

        if (begun.Count > 0)
        {
            Bind(batch.Add(_insert), begun);
        }
    }

    /// <summary>The orders with an entry that may be due, as a condition on the orders' ids.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    /// <remarks>The parameters: <c>$1</c> the work, <c>$2</c> the floor, <c>$3</c> the time, <c>$4</c> the orders below the floor, <c>$5</c> how many, <c>$6</c> the gateway, <c>$7</c> and <c>$8</c> the position to continue from.</remarks>
    public static string IsCandidate(string schema) =>
        $"""
        id = ANY (ARRAY(
            (SELECT order_id FROM {schema}.due WHERE kind = $1 AND gateway = $6 AND due_at > $2 AND due_at <= $3 AND (due_at, order_id) > ($7, $8) ORDER BY due_at, order_id LIMIT $5)
            UNION (SELECT order_id FROM {schema}.due WHERE kind = $1 AND gateway = $6 AND late AND due_at <= $3 AND (due_at, order_id) > ($7, $8) ORDER BY due_at, order_id LIMIT $5)
            UNION SELECT unnest($4::uuid[])))
        """;

    /// <summary>That the order <c>o</c> has an entry for the work, as a condition. Looked up row by row, so that it is not made a join.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    /// <remarks>The parameters are those of <see cref="IsCandidate"/>.</remarks>
    public static string HasEntry(string schema) =>
        $"(SELECT true FROM {schema}.due d WHERE d.kind = $1 AND d.gateway = $6 AND d.due_at = o.due_at AND d.order_id = o.id)";

    /// <summary>The gateway as the entries name it.</summary>
    public static string NameOf(string? gateway) => gateway ?? string.Empty;

    /// <summary>Names the orders whose changes write or remove an entry.</summary>
    public static void NameWritten(WorkingSet records, RecordKeys keys)
    {
        foreach (var order in records.Orders.Touched)
        {
            if (order.Change != RecordChange.None && EntryOf(order.Loaded) != EntryOf(order.Current))
            {
                keys.Orders.Add(order.Key);
            }
        }
    }

    private static void AddChange(Entry order, List<DueEntry> ended, List<DueEntry> begun)
    {
        var before = EntryOf(order.Loaded);
        var now = EntryOf(order.Current);
        if (before == now)
        {
            return;
        }

        if (before is { } old)
        {
            ended.Add(old);
        }

        if (now is { } next)
        {
            begun.Add(next);
        }
    }

    private static DueEntry? EntryOf(OrderRecord? order) =>
        order is { DueAt: { } dueAt, Work: { } work } ? new DueEntry(work, NameOf(order.Gateway), dueAt.UtcTicks, order.Order.Id) : null;

    private static void Bind(NpgsqlBatchCommand command, List<DueEntry> entries) => command
        .Bind(entries, static entry => (short)entry.Work)
        .Bind(entries, static entry => entry.Gateway)
        .Bind(entries, static entry => entry.DueAt)
        .Bind(entries, static entry => entry.OrderId);

    private readonly record struct DueEntry(OrderWork Work, string Gateway, long DueAt, Guid OrderId);
}
