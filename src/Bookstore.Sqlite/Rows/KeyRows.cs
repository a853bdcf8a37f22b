namespace Bookstore.Storage;

/// <summary>The table <c>idempotency_keys</c>.</summary>
internal static class KeyRows
{
    private const string Columns = "client, operation, key, fingerprint, resource_id, outcome, created_at";

    private const string SelectOne = $"SELECT {Columns} FROM idempotency_keys WHERE client = ? AND operation = ? AND key = ?";

    private const string SelectOldest = $"SELECT {Columns} FROM idempotency_keys WHERE created_at < ? ORDER BY created_at, client, operation, key LIMIT ?";

    private const string SelectAfter =
        $"""
        SELECT {Columns} FROM idempotency_keys
        WHERE created_at < ? AND (created_at, client, operation, key) > (?, ?, ?, ?)
        ORDER BY created_at, client, operation, key LIMIT ?
        """;

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

    public static IReadOnlyList<IdempotencyRecord> List(SqliteDatabase database, DateTimeOffset createdBefore, IdempotencyRecord? after, int limit)
    {
        var rows = after is null
            ? database.Statement(SelectOldest).Bind(createdBefore).Bind(limit)
            : Bind(database.Statement(SelectAfter).Bind(createdBefore).Bind(after.CreatedAt), after.Id).Bind(limit);
        var records = new List<IdempotencyRecord>();
        while (rows.Step())
        {
            records.Add(Read(rows));
        }

        return records;
    }

    public static void Write(SqliteDatabase database, RecordEntry<IdempotencyId, IdempotencyRecord> entry)
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
