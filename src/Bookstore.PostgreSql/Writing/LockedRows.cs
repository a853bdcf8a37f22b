using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Tells which rows of a load are locked, after the wait for one of them has ended without it.</summary>
/// <remarks>
/// It looks and does not wait: rows that can be locked are, for a moment. Where a whole table is locked, all rows that the load names in it count as locked. One short
/// transaction for each table; none of it happens while loads succeed.
/// </remarks>
internal sealed class LockedRows(UnitStatements statements, UnitLoad load)
{
    private const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

    private static readonly TimeSpan LockWait = TimeSpan.FromMilliseconds(20);

    private readonly RecordKeys _locked = new();

    /// <summary>Makes the conflict that names the locked rows.</summary>
    public async Task<StoreConflictException> FindAsync(NpgsqlConnection connection, PostgresException error, CancellationToken cancellationToken)
    {
        await AddAsync(connection, load.IdempotencyKeys, _locked.IdempotencyKeys, AddKeys, ReadKey, cancellationToken).ConfigureAwait(false);
        await AddAsync(connection, load.Orders, _locked.Orders, (batch, ids) => batch.Add(Sql("orders", "id")).Bind(ids), ReadId, cancellationToken).ConfigureAwait(false);
        await AddAsync(connection, load.Orders, _locked.Orders, (batch, _) => batch.Add($"SELECT id FROM {statements.Tables.Schema}.deliveries LIMIT 0"), ReadId, cancellationToken).ConfigureAwait(false);
        await AddAsync(connection, load.Reservations, _locked.Reservations, (batch, ids) => batch.Add(Sql("reservations", "id")).Bind(ids), ReadId, cancellationToken).ConfigureAwait(false);
        await AddAsync(connection, load.Documents, _locked.Documents, AddDocuments, ReadDocument, cancellationToken).ConfigureAwait(false);
        await AddAsync(connection, load.DocumentsOf, _locked.DocumentsOf, AddDocumentsOf, ReadId, cancellationToken).ConfigureAwait(false);
        await AddAsync(connection, load.Stock, _locked.Stock, (batch, isbns) => batch.Add(Sql("stock", "isbn")).Bind(UnitLoad.ToNumbers(isbns)), ReadIsbn, cancellationToken).ConfigureAwait(false);
        await AddAsync(connection, load.BooksToWrite, _locked.BooksToWrite, (batch, isbns) => batch.Add(Sql("books", "isbn")).Bind(UnitLoad.ToNumbers(isbns)), ReadIsbn, cancellationToken).ConfigureAwait(false);
        var count = _locked.IdempotencyKeys.Count + _locked.Orders.Count + _locked.Reservations.Count + _locked.Documents.Count + _locked.DocumentsOf.Count + _locked.Stock.Count + _locked.BooksToWrite.Count;
        return count > 0
            ? new StoreConflictException("Another transaction has rows or a table locked. Nothing was written.", error) { Reason = StoreConflictReason.Locked, Keys = _locked }
            : new StoreConflictException("Another transaction had rows locked; they are free now. Nothing was written.", error);
    }

    private static IdempotencyId ReadKey(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2));

    private static DocumentId ReadDocument(NpgsqlDataReader row) => new(row.GetString(0), row.GetGuid(1));

    private static Guid ReadId(NpgsqlDataReader row) => row.GetGuid(0);

    private static Isbn ReadIsbn(NpgsqlDataReader row) => row.Isbn(0);

    private async Task AddAsync<TKey>(
        NpgsqlConnection connection,
        TKey[] named,
        KeySet<TKey> locked,
        Action<NpgsqlBatch, TKey[]> add,
        Func<NpgsqlDataReader, TKey> read,
        CancellationToken cancellationToken)
        where TKey : IEquatable<TKey>, IComparable<TKey>
    {
        if (named.Length == 0)
        {
            return;
        }

        IEnumerable<TKey> found;
        try
        {
            found = await ReadAsync(connection, named, add, read, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            found = named;
        }

        await PostgreSqlUnit.RollBackAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var key in found)
        {
            locked.Add(key);
        }
    }

    private async Task<List<TKey>> ReadAsync<TKey>(
        NpgsqlConnection connection, TKey[] named, Action<NpgsqlBatch, TKey[]> add, Func<NpgsqlDataReader, TKey> read, CancellationToken cancellationToken)
    {
        var found = new List<TKey>();
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        await using (batch.ConfigureAwait(false))
        {
            batch.Add(Begin);
            statements.AddLimits(batch, LockWait);
            add(batch, named);
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    found.Add(read(reader));
                }
            }
        }

        return found;
    }

    private string Sql(string table, string key) =>
        $"""
        WITH free AS MATERIALIZED (SELECT {key} FROM {statements.Tables.Schema}.{table} WHERE {key} = ANY($1) ORDER BY {key} FOR UPDATE SKIP LOCKED)
        SELECT {key} FROM {statements.Tables.Schema}.{table} WHERE {key} = ANY($1) AND {key} NOT IN (SELECT {key} FROM free)
        """;

    private void AddKeys(NpgsqlBatch batch, IdempotencyId[] ids) => batch
        .Add(
            $"""
            WITH given AS MATERIALIZED (SELECT unnest($1::text[]) AS client, unnest($2::text[]) AS operation, unnest($3::text[]) AS key),
            free AS MATERIALIZED (
                SELECT k.client, k.operation, k.key FROM given JOIN {statements.Tables.Schema}.idempotency_keys k USING (client, operation, key) FOR UPDATE OF k SKIP LOCKED)
            SELECT k.client, k.operation, k.key FROM given JOIN {statements.Tables.Schema}.idempotency_keys k USING (client, operation, key)
            WHERE NOT EXISTS (SELECT FROM free WHERE free.client = k.client AND free.operation = k.operation AND free.key = k.key)
            """)
        .Bind(Array.ConvertAll(ids, static id => id.Client))
        .Bind(Array.ConvertAll(ids, static id => id.Operation))
        .Bind(Array.ConvertAll(ids, static id => id.Key));

    private void AddDocuments(NpgsqlBatch batch, DocumentId[] ids) => batch
        .Add(
            $"""
            WITH given AS MATERIALIZED (SELECT unnest($1::text[]) AS kind, unnest($2::uuid[]) AS id),
            free AS MATERIALIZED (SELECT d.kind, d.id FROM given JOIN {statements.Tables.Schema}.documents d USING (kind, id) FOR UPDATE OF d SKIP LOCKED)
            SELECT d.kind, d.id FROM given JOIN {statements.Tables.Schema}.documents d USING (kind, id)
            WHERE NOT EXISTS (SELECT FROM free WHERE free.kind = d.kind AND free.id = d.id)
            """)
        .Bind(Array.ConvertAll(ids, static id => id.Kind))
        .Bind(Array.ConvertAll(ids, static id => id.Id));

    private void AddDocumentsOf(NpgsqlBatch batch, Guid[] owners) => batch
        .Add(
            $"""
            WITH free AS MATERIALIZED (SELECT kind, id FROM {statements.Tables.Schema}.documents WHERE owner = ANY($1) FOR UPDATE SKIP LOCKED)
            SELECT DISTINCT owner FROM {statements.Tables.Schema}.documents d WHERE owner = ANY($1) AND NOT EXISTS (SELECT FROM free WHERE free.kind = d.kind AND free.id = d.id)
            """)
        .Bind(owners);
}
