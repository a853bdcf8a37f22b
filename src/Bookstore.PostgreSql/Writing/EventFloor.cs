using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Raises the floor of the search for events without a position: the id up to which all have one, and none will be committed without.</summary>
/// <remarks>
/// An event that got its position stays in the index of those without one for as long as any transaction of the database might still see it there, such as that of a dump. So the search begins behind the floor.
/// The floor rises to a mark, the greatest id of an earlier time, when all transactions have ended that were writing events then: who takes an id later takes a greater one.
/// Floor and mark are in the database, so that a promoted standby and a restored copy have those of their own events: a new row of <c>event_marks</c> for each, once for many events. The newest is found at the upper end of the index,
/// and old versions are never looked at.
/// </remarks>
internal sealed class EventFloor(Database database, UnitStatements statements)
{
    /// <summary>After how many rows that were numbered it is worth a look.</summary>
    public const int RowsBetween = 500;

    private readonly string _readEndedMark = ReadEndedMark(statements.Tables.Schema);

    private readonly string _raise = Raise(statements.Tables.Schema);

    /// <summary>Raises the floor to the mark if it may be, and makes a new mark. A row that another transaction has locked is not waited for.</summary>
    public Task RaiseAsync(TimeSpan patience, CancellationToken cancellationToken) => database.Calls.RunAsync(TryRaiseAsync, patience, cancellationToken);

    private async Task<bool> TryRaiseAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                if (await FindEndedMarkAsync(connection, cancellationToken).ConfigureAwait(false) is { } mark)
                {
                    await RaiseAsync(connection, mark, cancellationToken).ConfigureAwait(false);
                    return true;
                }
            }
            catch
            {
                await PostgreSqlUnit.RollBackAsync(connection, cancellationToken).ConfigureAwait(false);
                throw;
            }

            await PostgreSqlUnit.RollBackAsync(connection, cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    private async Task<long?> FindEndedMarkAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        await using (batch.ConfigureAwait(false))
        {
            statements.AddBegin(batch, CommitOutcomes.NewUnitLock(), lockWait: null);
            batch.Add(_readEndedMark);
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetInt64(0) : null;
            }
        }
    }

    // A statement after the look at who has ended: it sees all that they have committed.
    private async Task RaiseAsync(NpgsqlConnection connection, long mark, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        await using (batch.ConfigureAwait(false))
        {
            batch.Add(_raise).Bind(mark);
            UnitStatements.AddCommit(batch);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string ReadEndedMark(string schema) =>
        $"SELECT m.mark FROM ({Newest(schema)}) m WHERE NOT EXISTS ({Writers(schema)} AND virtualtransaction = ANY (m.writers))";

    // The greatest id is of the statement's snapshot, and the locks are read after it. Hosts that do it at the same time each write a row that is true.
    private static string Raise(string schema) =>
        $"""
        WITH newest AS MATERIALIZED ({Newest(schema)}),
        next AS (
            INSERT INTO {schema}.event_marks (mark, numbered, writers)
            SELECT e.id, n.mark, ARRAY({Writers(schema)}) FROM newest n, (SELECT max(id) AS id FROM {schema}.events) e
            WHERE n.mark = $1 AND e.id > n.mark AND NOT EXISTS (SELECT FROM {schema}.events WHERE position IS NULL AND id > n.numbered AND id <= n.mark)
            ON CONFLICT DO NOTHING RETURNING numbered
        )
        DELETE FROM {schema}.event_marks WHERE EXISTS (SELECT FROM next)
            AND mark = (SELECT m.mark FROM {schema}.event_marks m WHERE m.mark = (SELECT n.numbered FROM newest n) FOR UPDATE SKIP LOCKED)
        """;

    private static string Newest(string schema) => $"SELECT mark, numbered, writers FROM {schema}.event_marks ORDER BY mark DESC LIMIT 1";

    // Who inserts a row has this lock before the row gets its id, and until the row can be seen or never will be.
    private static string Writers(string schema) =>
        $"""
        SELECT virtualtransaction FROM pg_locks
        WHERE locktype = 'relation' AND relation = '{schema}.events'::regclass AND mode = 'RowExclusiveLock' AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;
}
