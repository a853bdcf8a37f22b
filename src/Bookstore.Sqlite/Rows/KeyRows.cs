using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>idempotency_keys</c>.</summary>
internal sealed class KeyRows(SqliteDatabase database) : WriterTable<IdempotencyId, IdempotencyRecord>(RecordKinds.IdempotencyKeys)
{
    private const string Columns = "client, operation, key, fingerprint, resource_id, outcome, created_at";

    private const string SelectOne = $"SELECT {Columns} FROM idempotency_keys WHERE client = ? AND operation = ? AND key = ?";

    private const string OfItsOrder = "FROM orders o WHERE o.id = resource_id";

    private const string Oldest = "FROM idempotency_keys WHERE created_at < ? ORDER BY created_at, client, operation, key LIMIT ?";

    private const string After =
        """
        FROM idempotency_keys
        WHERE created_at < ? AND (created_at, client, operation, key) > (?, ?, ?, ?)
        ORDER BY created_at, client, operation, key LIMIT ?
        """;

    private const string SelectOldest = $"SELECT {Columns} {Oldest}";

    private const string SelectAfter = $"SELECT {Columns} {After}";

    // NULL without an order, 0 without work, 1 with work left to do.
    private const string SelectOldestWithOrders = $"SELECT {Columns}, (SELECT o.due_at IS NOT NULL {OfItsOrder}) {Oldest}";

    private const string SelectWithOrdersAfter = $"SELECT {Columns}, (SELECT o.due_at IS NOT NULL {OfItsOrder}) {After}";

    private const string InsertOne = $"INSERT INTO idempotency_keys ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private const string UpdateOne =
        "UPDATE idempotency_keys SET fingerprint = ?, resource_id = ?, outcome = ?, created_at = ? WHERE client = ? AND operation = ? AND key = ?";

    private const string DeleteOne = "DELETE FROM idempotency_keys WHERE client = ? AND operation = ? AND key = ?";

    public static IdempotencyRecord? Find(SqliteDatabase database, IdempotencyId id)
    {
        var row = Bind(database.Statement(SelectOne), id);
        if (!row.Step())
        {
            return null;
        }

        var record = Read(row);
        row.Reset();
        return record;
    }

    public static IReadOnlyList<IdempotencyRecord> List(SqliteDatabase database, DateTimeOffset createdBefore, IdempotencyRecord? after, int limit) =>
        List(after is null ? database.Statement(SelectOldest) : database.Statement(SelectAfter), createdBefore, after, limit, Read);

    public static IReadOnlyList<KeyWithOrder> ListWithOrders(SqliteDatabase database, DateTimeOffset createdBefore, IdempotencyRecord? after, int limit) =>
        List(
            after is null ? database.Statement(SelectOldestWithOrders) : database.Statement(SelectWithOrdersAfter),
            createdBefore,
            after,
            limit,
            static row => new KeyWithOrder(Read(row), row.NullableInt64(7) == 1, row.NullableInt64(7) is not null));

    public override void Load(RecordKeys keys, WorkingSet records)
    {
        foreach (var id in keys.IdempotencyKeys.Sorted())
        {
            records.IdempotencyKeys.Load(id, Find(database, id));
        }
    }

    protected override RecordTable<IdempotencyId, IdempotencyRecord> Staged(WorkingSet records) => records.IdempotencyKeys;

    protected override void Name(RecordEntry<IdempotencyId, IdempotencyRecord> entry, RecordKeys keys) => keys.IdempotencyKeys.Add(entry.Key);

    protected override void Write(RecordEntry<IdempotencyId, IdempotencyRecord> entry, WorkingSet records)
    {
        switch (entry.Change)
        {
            case RecordChange.Insert:
                BindValues(Bind(database.Statement(InsertOne), entry.Key), entry.Current!).Execute();
                break;
            case RecordChange.Update:
                Bind(BindValues(database.Statement(UpdateOne), entry.Current!), entry.Key).Execute();
                break;
            case RecordChange.Delete:
                Bind(database.Statement(DeleteOne), entry.Key).Execute();
                break;
        }
    }

    private static List<T> List<T>(SqliteStatement rows, DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, Func<SqliteStatement, T> read)
    {
        rows.Bind(createdBefore);
        if (after is not null)
        {
            Bind(rows.Bind(after.CreatedAt), after.Id);
        }

        rows.Bind(limit);
        var records = new List<T>();
        while (rows.Step())
        {
            records.Add(read(rows));
        }

        return records;
    }

    private static SqliteStatement Bind(SqliteStatement statement, IdempotencyId id) => statement.Bind(id.Client).Bind(id.Operation).Bind(id.Key);

    private static SqliteStatement BindValues(SqliteStatement statement, IdempotencyRecord record) =>
        statement.Bind(record.Fingerprint).Bind(record.ResourceId).Bind(record.Outcome).Bind(record.CreatedAt);

    private static IdempotencyRecord Read(SqliteStatement row) => new()
    {
        Id = new IdempotencyId(row.Text(0), row.Text(1), row.Text(2)),
        Fingerprint = row.Guid(3),
        ResourceId = row.Guid(4),
        Outcome = row.NullableText(5),
        CreatedAt = row.Time(6),
    };
}
