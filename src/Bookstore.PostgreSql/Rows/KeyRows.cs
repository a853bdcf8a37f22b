using Bookstore.Storage;
using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<Bookstore.Storage.IdempotencyId, Bookstore.Storage.IdempotencyRecord>;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>idempotency_keys</c>.</summary>
internal sealed class KeyRows(string schema) : Table(RecordKinds.IdempotencyKeys, "idempotency_keys")
{
    private const string Columns = "client, operation, key, fingerprint, resource_id, outcome, created_at";
    private const string Matches = "k.client = given.client AND k.operation = given.operation AND k.key = given.key";

    private static readonly string Keys = UnnestedRows.Of("client, operation, key", "text, text, text");
    private static readonly string Given = UnnestedRows.Of(Columns, "text, text, text, uuid, uuid, text, bigint");

    private readonly string _lock =
        $"""
        SELECT k.client, k.operation, k.key, k.fingerprint, k.resource_id, k.outcome, k.created_at
        FROM {Keys} JOIN {schema}.idempotency_keys k ON {Matches}
        ORDER BY k.client, k.operation, k.key FOR UPDATE OF k
        """;

    private readonly string _insert = $"INSERT INTO {schema}.idempotency_keys ({Columns}) SELECT * FROM {Given} {UnnestedRows.Returning}";

    private readonly string _update = AffectedRows.RequireAll(
        $"""
        UPDATE {schema}.idempotency_keys k SET
            fingerprint = given.fingerprint, resource_id = given.resource_id, outcome = given.outcome, created_at = given.created_at
        FROM {Given} WHERE {Matches}
        """);

    private readonly string _delete = AffectedRows.RequireAll($"DELETE FROM {schema}.idempotency_keys k USING {Keys} WHERE {Matches}");

    private readonly string _select = $"SELECT {Columns} FROM {schema}.idempotency_keys";

    // NULL without an order.
    private readonly string _selectWithOrders =
        $"SELECT {Columns}, (SELECT o.due_at IS NOT NULL FROM {schema}.orders o WHERE o.id = resource_id) FROM {schema}.idempotency_keys";

    public override void AddLoad(NpgsqlBatch batch, UnitLoad load)
    {
        if (load.IdempotencyKeys is { Length: > 0 } ids)
        {
            batch.Add(_lock)
                .Bind(Array.ConvertAll(ids, static id => id.Client))
                .Bind(Array.ConvertAll(ids, static id => id.Operation))
                .Bind(Array.ConvertAll(ids, static id => id.Key));
        }
    }

    public override Task ReadAsync(UnitLoad load, NpgsqlDataReader reader, WorkingSet records, CancellationToken cancellationToken) =>
        UnitLoad.FillAsync(records.IdempotencyKeys, load.IdempotencyKeys, reader, Read, static key => key.Id, cancellationToken);

    public override void NameWritten(WorkingSet records, RecordKeys keys) => NameWritten(records.IdempotencyKeys, keys.IdempotencyKeys);

    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
        var changes = Changes<IdempotencyId, IdempotencyRecord>.Of(records.IdempotencyKeys);
        if (changes.Deletes.Count > 0)
        {
            BindKeys(batch.Add(_delete), changes.Deletes);
        }

        if (changes.Updates.Count > 0)
        {
            BindAll(batch.Add(_update), changes.Updates);
        }

        if (changes.Inserts.Count > 0)
        {
            BindAll(batch.Add(_insert), changes.Inserts);
        }
    }

    public Query List(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit) => List(_select, createdBefore, after, limit);

    public Query ListWithOrders(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit) => List(_selectWithOrders, createdBefore, after, limit);

    public static KeyWithOrder ReadWithOrder(NpgsqlDataReader row) => new(Read(row), !row.IsDBNull(7) && row.GetBoolean(7), !row.IsDBNull(7));

    public static IdempotencyRecord Read(NpgsqlDataReader row) => new()
    {
        Id = new IdempotencyId(row.GetString(0), row.GetString(1), row.GetString(2)),
        Fingerprint = row.GetGuid(3),
        ResourceId = row.GetGuid(4),
        Outcome = row.NullableText(5),
        CreatedAt = row.Time(6),
    };

    private static Query List(string select, DateTimeOffset createdBefore, IdempotencyRecord? after, int limit)
    {
        var query = new Query(select).Where("created_at <", createdBefore.UtcTicks);
        if (after is not null)
        {
            query
                .Where("created_at >=", after.CreatedAt.UtcTicks)
                .Then("AND (created_at, client, operation, key) > ($2, $3, $4, $5)")
                .With(after.Id.Client)
                .With(after.Id.Operation)
                .With(after.Id.Key);
        }

        return query.Then("ORDER BY created_at, client, operation, key").Limit(limit);
    }

    private static NpgsqlBatchCommand BindKeys(NpgsqlBatchCommand command, List<Entry> rows) => command
        .Bind(rows, static entry => entry.Key.Client)
        .Bind(rows, static entry => entry.Key.Operation)
        .Bind(rows, static entry => entry.Key.Key);

    private static void BindAll(NpgsqlBatchCommand command, List<Entry> rows) => BindKeys(command, rows)
        .Bind(rows, static entry => entry.Current!.Fingerprint)
        .Bind(rows, static entry => entry.Current!.ResourceId)
        .Bind(rows, static entry => entry.Current!.Outcome)
        .Bind(rows, static entry => entry.Current!.CreatedAt.UtcTicks);
}
