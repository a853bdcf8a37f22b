using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The first round trip of a unit: locks and reads everything that it names.</summary>
/// <remarks>
/// Tables are locked one after the other and rows by ascending key within each, as the store's contract asks for. Each statement of the
/// transaction sees what was committed before it began, so deliveries and books that are read after a lock are as new as the lock.
/// </remarks>
internal sealed class UnitLoad(Tables tables, RecordKeys keys)
{
    public IdempotencyId[] IdempotencyKeys { get; } = keys.IdempotencyKeys.Sorted().ToArray();

    public Guid[] Orders { get; } = keys.Orders.Sorted().ToArray();

    public Guid[] Reservations { get; } = keys.Reservations.Sorted().ToArray();

    public DocumentId[] Documents { get; } = keys.Documents.Sorted().ToArray();

    public Guid[] DocumentsOf { get; } = keys.DocumentsOf.Sorted().ToArray();

    public bool NamesDocuments => Documents.Length + DocumentsOf.Length > 0;

    public Isbn[] Stock { get; } = keys.Stock.Sorted().ToArray();

    public Isbn[] BooksToWrite { get; } = keys.BooksToWrite.Sorted().ToArray();

    public Isbn[] Books { get; } = keys.Books.Sorted().ToArray();

    public TimeSpan? LockWait { get; } = keys.LockWait;

    public void AddTo(NpgsqlBatch batch)
    {
        foreach (var table in tables.All)
        {
            table.AddLoad(batch, this);
        }
    }

    /// <summary>Reads the results of the statements, the reader standing on the result before the first.</summary>
    public async Task<WorkingSet> ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var records = new WorkingSet();
        foreach (var table in tables.All)
        {
            await table.ReadAsync(this, reader, records, cancellationToken).ConfigureAwait(false);
        }

        return records;
    }

    public static long[] ToNumbers(Isbn[] isbns) => Array.ConvertAll(isbns, static isbn => isbn.ToInt64());

    /// <summary>Reads the next result, if any keys were named, and answers for each of them.</summary>
    public static async Task FillAsync<TKey, TRecord>(
        RecordTable<TKey, TRecord> table,
        TKey[] named,
        NpgsqlDataReader reader,
        Func<NpgsqlDataReader, TRecord> read,
        Func<TRecord, TKey> keyOf,
        CancellationToken cancellationToken)
        where TKey : IEquatable<TKey>
        where TRecord : class
    {
        if (named.Length == 0)
        {
            return;
        }

        await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
        var found = new Dictionary<TKey, TRecord>(named.Length);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var record = read(reader);
            found.Add(keyOf(record), record);
        }

        foreach (var key in named)
        {
            table.Load(key, found.GetValueOrDefault(key));
        }
    }
}
