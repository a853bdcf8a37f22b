using Bookstore.Storage;
using Npgsql;
using Entry = Bookstore.Storage.RecordEntry<Bookstore.Storage.DocumentId, Bookstore.Storage.DocumentRecord>;

namespace Bookstore.PostgreSql;

/// <summary>The table <c>documents</c>.</summary>
internal sealed class DocumentRows(string schema) : Table(RecordKinds.Documents, "documents")
{
    private const string Columns = "kind, id, owner, unique_key, state, due_at, version, body";

    private static readonly string Keys = UnnestedRows.Of("kind, id", "text, uuid");
    private static readonly string Given = UnnestedRows.Of(Columns, "text, uuid, uuid, text, integer, bigint, integer, text");

    // One statement for those that are named and those of owners, so that all of them are locked in one order.
    private readonly string _lock =
        $"""
        WITH wanted AS MATERIALIZED (
            SELECT unnest($1::text[]) AS kind, unnest($2::uuid[]) AS id
            UNION SELECT kind, id FROM {schema}.documents WHERE owner = ANY($3)
        )
        SELECT d.kind, d.id, d.owner, d.unique_key, d.state, d.due_at, d.version, d.body
        FROM wanted JOIN {schema}.documents d ON d.kind = wanted.kind AND d.id = wanted.id
        ORDER BY d.kind, d.id FOR UPDATE OF d
        """;

    // The documents of an owner that was waited for may be newer than the statement that waited.
    private readonly string _loadByOwner = $"SELECT {Columns} FROM {schema}.documents WHERE owner = ANY($1) ORDER BY kind, id FOR UPDATE";

    private readonly string _insert = $"INSERT INTO {schema}.documents ({Columns}, late) SELECT given.*, {DatabaseTime.IsLate("given.due_at")} FROM {Given} {UnnestedRows.Returning}";

    private readonly string _update = AffectedRows.RequireAll(
        $"""
        UPDATE {schema}.documents d SET
            owner = given.owner, unique_key = given.unique_key, state = given.state, due_at = given.due_at, version = given.version, body = given.body,
            late = {DatabaseTime.IsLate("given.due_at")}
        FROM {Given} WHERE d.kind = given.kind AND d.id = given.id
        """);

    // Keys that documents give up are free for others of the same unit, in any order of the writes.
    private readonly string _release = AffectedRows.RequireAll($"UPDATE {schema}.documents d SET unique_key = NULL FROM {Keys} WHERE d.kind = given.kind AND d.id = given.id");

    private readonly string _delete = AffectedRows.RequireAll($"DELETE FROM {schema}.documents d USING {Keys} WHERE d.kind = given.kind AND d.id = given.id");

    private readonly string _select = $"SELECT {Columns} FROM {schema}.documents";

    private readonly string _ofOwners = $"SELECT {Columns} FROM {schema}.documents WHERE owner = ANY($1) AND kind = ANY($2) ORDER BY owner, kind, id";

    private readonly DueSelect _due = new($"{schema}.documents", Columns, "kind = $8", "kind = $8 AND");

    private readonly DueSelect _dueOfOwner = new($"{schema}.documents", Columns, "kind = $8 AND owner = $9", "kind = $8 AND");

    public override void AddLoad(NpgsqlBatch batch, UnitLoad load)
    {
        if (load.NamesDocuments)
        {
            batch.Add(_lock).Bind(Array.ConvertAll(load.Documents, static id => id.Kind)).Bind(Array.ConvertAll(load.Documents, static id => id.Id)).Bind(load.DocumentsOf);
        }

        if (load.DocumentsOf.Length > 0)
        {
            batch.Add(_loadByOwner).Bind(load.DocumentsOf);
        }
    }

    public override async Task ReadAsync(UnitLoad load, NpgsqlDataReader reader, WorkingSet records, CancellationToken cancellationToken)
    {
        if (!load.NamesDocuments)
        {
            return;
        }

        var named = (await ReadAllAsync(reader, cancellationToken).ConfigureAwait(false)).ToDictionary(static document => document.Id);
        foreach (var id in load.Documents)
        {
            records.Documents.Load(id, named.GetValueOrDefault(id));
        }

        if (load.DocumentsOf.Length == 0)
        {
            return;
        }

        var byOwner = (await ReadAllAsync(reader, cancellationToken).ConfigureAwait(false)).ToLookup(static document => document.OwnerId);
        foreach (var owner in load.DocumentsOf)
        {
            records.LoadDocuments(owner, [.. byOwner[owner]]);
        }
    }

    public override void NameWritten(WorkingSet records, RecordKeys keys)
    {
        foreach (var entry in records.Documents.Touched)
        {
            if (entry.Change != RecordChange.None)
            {
                keys.AddDocument((entry.Current ?? entry.Loaded)!);
            }
        }
    }

    public override void AddWrites(NpgsqlBatch batch, WorkingSet records)
    {
        if (!records.Documents.HasChanges)
        {
            return;
        }

        var changes = Changes<DocumentId, DocumentRecord>.Of(records.Documents);
        if (changes.Deletes.Count > 0)
        {
            BindKeys(batch.Add(_delete), changes.Deletes);
        }

        var released = changes.Updates.FindAll(static entry => entry.Loaded!.UniqueKey is { } key && !string.Equals(key, entry.Current!.UniqueKey, StringComparison.Ordinal));
        if (released.Count > 0)
        {
            BindKeys(batch.Add(_release), released);
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

    public Query Find(DocumentId id) => new Query(_select).Where("kind =", id.Kind).Where("id =", id.Id);

    public Query FindByKey(string kind, string uniqueKey) => new Query(_select).Where("kind =", kind).Where("unique_key =", uniqueKey);

    public Query ListOf(Guid owner, string kind, Guid? after, int limit)
    {
        var query = new Query(_select).Where("owner =", owner).Where("kind =", kind);
        if (after is { } id)
        {
            query.Where("id >", id);
        }

        return query.Then("ORDER BY id").Limit(limit);
    }

    public Query ListOf(IReadOnlyCollection<Guid> owners, IReadOnlyCollection<string> kinds) => new Query(_ofOwners).With(owners.ToArray()).With(kinds.ToArray());

    public Query List(string kind, int? state, Guid? after, int limit)
    {
        var query = new Query(_select).Where("kind =", kind);
        if (state is { } only)
        {
            query.Where("state =", only);
        }

        if (after is { } id)
        {
            query.Where("id <", id);
        }

        return query.Then("ORDER BY id DESC").Limit(limit);
    }

    public DueList<DocumentRecord> ListDue(string kind, Guid? owner) => new(
        new DueKey("documents", kind, Owner: owner),
        look => owner is { } id ? _dueOfOwner.List(look).With(kind).With(id) : _due.List(look).With(kind),
        Read,
        static row => new DuePosition(row.Time(5), row.GetGuid(1)),
        static document => new DuePosition(document.DueAt.GetValueOrDefault(), document.Id.Id));

    public static DocumentRecord Read(NpgsqlDataReader row) => RowReader.Read(row, "document", 1, ReadRow);

    private static async Task<List<DocumentRecord>> ReadAllAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var found = new List<DocumentRecord>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            found.Add(Read(reader));
        }

        return found;
    }

    private static DocumentRecord ReadRow(NpgsqlDataReader row) => new()
    {
        Id = new DocumentId(row.GetString(0), row.GetGuid(1)),
        OwnerId = row.NullableGuid(2),
        UniqueKey = row.NullableText(3),
        State = row.GetInt32(4),
        DueAt = row.NullableTime(5),
        Version = row.GetInt32(6),
        Body = row.GetString(7),
    };

    private static NpgsqlBatchCommand BindKeys(NpgsqlBatchCommand command, List<Entry> rows) => command
        .Bind(rows, static entry => entry.Key.Kind)
        .Bind(rows, static entry => entry.Key.Id);

    private static void BindAll(NpgsqlBatchCommand command, List<Entry> rows) => BindKeys(command, rows)
        .Bind(rows, static entry => entry.Current!.OwnerId)
        .Bind(rows, static entry => entry.Current!.UniqueKey)
        .Bind(rows, static entry => entry.Current!.State)
        .Bind(rows, static entry => entry.Current!.DueAt?.UtcTicks)
        .Bind(rows, static entry => entry.Current!.Version)
        .Bind(rows, static entry => entry.Current!.Body);
}
