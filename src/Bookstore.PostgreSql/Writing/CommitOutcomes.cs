using System.Collections.Concurrent;
using System.Security.Cryptography;
using Bookstore.Storage;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Finds out whether a unit was committed whose commit was not answered.</summary>
/// <remarks>
/// <para>Each unit's transaction takes an advisory lock of its own when it begins, before anything of its commit is sent, and has it until it
/// ends. A host that gets that lock afterwards knows that the transaction has ended and cannot commit any more, even if its last statements were
/// still on their way when the connection was lost; so what the writer's row says then is final. The database ends a transaction that is
/// idle after <see cref="PostgreSqlStoreOptions.IdleTransactionTimeout"/>, so the wait is bounded. On another primary there is no such
/// lock and no such transaction.</para>
/// <para>The row is read by changing it and the change is committed, so an answer is as durable, and as replicated, as any commit.</para>
/// </remarks>
internal sealed class CommitOutcomes(Database database, UnitStatements statements, Tables tables, TimeSpan patience)
{
    private const int MostAbandoned = 1_000;

    private readonly ConcurrentDictionary<CommitToken, CommitInFlight> _unknown = new();
    private readonly AbandonedUnits _abandoned = new(MostAbandoned);

    /// <summary>How long to wait for a commit's answer.</summary>
    public TimeSpan Patience { get; } = patience;

    public ServerCalls Calls => database.Calls;

    /// <summary>Whether a commit was refused because a newer program has migrated the schema.</summary>
    public bool IsSchemaNewer { get; private set; }

    /// <summary>Notes that the schema is not this program's any more, where the error says so.</summary>
    public void NoteRefusal(PostgresException error) => IsSchemaNewer |= SchemaFence.Raised(error);

    /// <summary>A number for a unit's lock that no other unit uses.</summary>
    public static long NewUnitLock() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <summary>Keeps the lock of a unit whose outcome is unknown, and its connection while there is room for it.</summary>
    public void Remember(CommitToken mark, CommitInFlight commit, Exception fault)
    {
        // The write path asks for a while and then gives up; what it asks for no more must not keep its connection. It may still be asking for the oldest: the lock is kept, so no
        // answer is given before that transaction has ended.
        while (_unknown.Count >= database.MostUnknownOutcomes && _unknown.Keys.Where(known => known.Writer != mark.Writer).OrderBy(known => known.At).FirstOrDefault() is { Batch: > 0 } oldest)
        {
            if (_unknown.TryGetValue(oldest, out var given))
            {
                _abandoned.Add(oldest, given.UnitLock);
            }

            if (_unknown.TryRemove(oldest, out given))
            {
                given.Abandon();
            }
        }

        _unknown[mark] = commit;
        database.ForgetConnections(fault);
    }

    public async ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken)
    {
        var unitLock = _unknown.GetValueOrDefault(mark)?.UnitLock ?? _abandoned.Find(mark) ?? NewUnitLock();
        var lastBatch = await Calls.RunAsync(token => AskAsync(mark, unitLock, token), Patience, cancellationToken).ConfigureAwait(false);
        if (_unknown.TryRemove(mark, out var commit))
        {
            commit.Abandon();
        }

        _abandoned.Remove(mark);
        return mark.IsCommitted(lastBatch);
    }

    /// <summary>Waits for no answer any more. The server is not asked to cancel what it is committing.</summary>
    public void LeaveAll()
    {
        foreach (var commit in _unknown.Values)
        {
            commit.Leave();
        }

        _unknown.Clear();
    }

    private async Task<long?> AskAsync(CommitToken mark, long unitLock, CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            using var warnings = new CommitWarnings(connection);
            var batch = new NpgsqlBatch(connection) { Timeout = 0 };
            await using (batch.ConfigureAwait(false))
            {
                statements.AddBegin(batch, unitLock, lockWait: null);
                tables.Writers.AddAsk(batch, mark.Writer);
                UnitStatements.AddCommit(batch);
                var lastBatch = await ReadLastBatchAsync(batch, cancellationToken).ConfigureAwait(false);
                return warnings.NotReplicated is not { } warning
                    ? lastBatch
                    : throw new BookstoreStoreException($"The database committed with a warning, so that the answer may be lost with this server: {warning}") { IsTransient = true };
            }
        }
    }

    private static async Task<long?> ReadLastBatchAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            long? lastBatch = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetInt64(0) : null;

            // The commit's answer comes after the row.
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }

            return lastBatch;
        }
    }
}
