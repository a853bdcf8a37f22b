using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>The table <c>documents</c>.</summary>
internal sealed class DocumentRows(SqliteDatabase database) : WriterTable<DocumentId, DocumentRecord>(RecordKinds.Documents)
{
    private const string Columns = "kind, id, owner, unique_key, state, due_at, version, body";

    private const string SelectOne = $"SELECT {Columns} FROM documents WHERE kind = ? AND id = ?";

    private const string SelectByKey = $"SELECT {Columns} FROM documents WHERE kind = ? AND unique_key = ?";

    private const string SelectAllOfOwner = $"SELECT {Columns} FROM documents WHERE owner = ? ORDER BY kind, id";

    private const string SelectOfOwner = $"SELECT {Columns} FROM documents WHERE owner = ? AND kind = ? AND id > ? ORDER BY id LIMIT ?";

    private const string SelectOfOwners = $"SELECT {Columns} FROM documents WHERE owner IN {IdList.Ids} AND kind IN {IdList.Names} ORDER BY owner, kind, id";

    private const string SelectByState = $"SELECT {Columns} FROM documents WHERE kind = ? AND state = ? AND id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectOfKind = $"SELECT {Columns} FROM documents WHERE kind = ? AND id < ? ORDER BY id DESC LIMIT ?";

    private const string SelectDueOfOwner = $"SELECT {Columns} FROM documents WHERE owner = ? AND kind = ? AND due_at <= ? AND (due_at, id) > (?, ?) ORDER BY due_at, id LIMIT ?";

    private const string SelectDue = $"SELECT {Columns} FROM documents WHERE kind = ? AND due_at <= ? AND (due_at, id) > (?, ?) ORDER BY due_at, id LIMIT ?";

    private const string InsertOne = "INSERT INTO documents (owner, unique_key, state, due_at, version, body, kind, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    private const string UpdateOne = "UPDATE documents SET owner = ?, unique_key = ?, state = ?, due_at = ?, version = ?, body = ? WHERE kind = ? AND id = ?";

    private const string ReleaseKey = "UPDATE documents SET unique_key = NULL WHERE kind = ? AND id = ?";

    private const string DeleteOne = "DELETE FROM documents WHERE kind = ? AND id = ?";

    public static DocumentRecord? Find(SqliteDatabase database, DocumentId id) => ReadOne(Bind(database.Statement(SelectOne), id));

    public static DocumentRecord? FindByKey(SqliteDatabase database, string kind, string uniqueKey) =>
        ReadOne(database.Statement(SelectByKey).Bind(kind).Bind(uniqueKey));

    public static IReadOnlyList<DocumentRecord> ListOf(SqliteDatabase database, Guid owner, string kind, Guid? after, int limit) =>
        ReadAll(Keyset.BindAfter(database.Statement(SelectOfOwner).Bind(owner).Bind(kind), after).Bind(limit));

    public static IReadOnlyList<DocumentRecord> ListOf(SqliteDatabase database, IReadOnlyCollection<Guid> owners, IReadOnlyCollection<string> kinds) =>
        ReadAll(database.Statement(SelectOfOwners).BindIds(owners).BindNames(kinds));

    public static IReadOnlyList<DocumentRecord> List(SqliteDatabase database, string kind, int? state, Guid? after, int limit) => state is { } only
        ? ReadAll(Keyset.BindBefore(database.Statement(SelectByState).Bind(kind).Bind(only), after).Bind(limit))
        : ReadAll(Keyset.BindBefore(database.Statement(SelectOfKind).Bind(kind), after).Bind(limit));

    public static KeysetPage<DocumentRecord, DuePosition> ListDue(SqliteDatabase database, string kind, Guid? owner, DateTimeOffset dueAt, DuePosition? after, int limit)
    {
        var rows = owner is { } id ? database.Statement(SelectDueOfOwner).Bind(id) : database.Statement(SelectDue);
        rows.Bind(kind).Bind(dueAt).Bind(after.GetValueOrDefault().DueAt).Bind(after.GetValueOrDefault().Id).Bind((long)limit + UnreadableRow.MostPassed);
        return UnreadableRow.ReadPage(rows, limit, ReadRow, static row => new DuePosition(row.Time(5), row.Guid(1)));
    }

    public override void Load(RecordKeys keys, WorkingSet records)
    {
        foreach (var id in keys.Documents.Sorted())
        {
            records.Documents.Load(id, Find(database, id));
        }

        foreach (var owner in keys.DocumentsOf.Sorted())
        {
            records.LoadDocuments(owner, ReadAll(database.Statement(SelectAllOfOwner).Bind(owner)));
        }
    }

    // Keys that documents give up are free for others of the same unit, in any order of the writes.
    public override void Write(WorkingSet records)
    {
        var touched = records.Documents.Touched;
        for (var i = 0; i < touched.Count; i++)
        {
            var entry = touched[i];
            if (entry.Loaded?.UniqueKey is { } key && !string.Equals(key, entry.Current?.UniqueKey, StringComparison.Ordinal))
            {
                Bind(database.Statement(ReleaseKey), entry.Key).Execute();
            }
        }

        base.Write(records);
    }

    protected override RecordTable<DocumentId, DocumentRecord> Staged(WorkingSet records) => records.Documents;

    protected override void Name(RecordEntry<DocumentId, DocumentRecord> entry, RecordKeys keys) => keys.AddDocument((entry.Current ?? entry.Loaded)!);

    protected override void Write(RecordEntry<DocumentId, DocumentRecord> entry, WorkingSet records)
    {
        switch (entry.Change)
        {
            case RecordChange.Insert:
                Bind(database.Statement(InsertOne), entry.Current!).Execute();
                break;
            case RecordChange.Update:
                Bind(database.Statement(UpdateOne), entry.Current!).Execute();
                break;
            case RecordChange.Delete:
                Bind(database.Statement(DeleteOne), entry.Key).Execute();
                break;
        }
    }

    private static SqliteStatement Bind(SqliteStatement statement, DocumentId id) => statement.Bind(id.Kind).Bind(id.Id);

    private static SqliteStatement Bind(SqliteStatement statement, DocumentRecord document) => Bind(
        statement.Bind(document.OwnerId).Bind(document.UniqueKey).Bind(document.State).Bind(document.DueAt).Bind(document.Version).Bind(document.Body),
        document.Id);

    private static DocumentRecord? ReadOne(SqliteStatement row)
    {
        if (!row.Step())
        {
            return null;
        }

        var document = Read(row);
        row.Reset();
        return document;
    }

    private static List<DocumentRecord> ReadAll(SqliteStatement rows) => RowReader.ReadAll(rows, Read);

    private static DocumentRecord Read(SqliteStatement row) => RowReader.Read(row, "document", 1, ReadRow);

    private static DocumentRecord ReadRow(SqliteStatement row) => new()
    {
        Id = new DocumentId(row.Text(0), row.Guid(1)),
        OwnerId = row.NullableGuid(2),
        UniqueKey = row.NullableText(3),
        State = row.Int32(4),
        DueAt = row.NullableTime(5),
        Version = row.Int32(6),
        Body = row.Text(7),
    };
}
