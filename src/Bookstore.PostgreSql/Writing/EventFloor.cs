using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Raises the floor of the search for events without a position: the id up to which all have one, and none will be committed without.</summary>
/// <remarks>
/// An event that got its position stays in the index of those without one for as long as any transaction of the database might still see it there, such as that of a dump. So the search begins behind the floor.
/// The floor rises to a mark, the greatest id of an earlier time, when all transactions have ended that were writing events then: who takes an id later takes a greater one.
/// Floor and mark are rows of the database, so that a promoted standby and a restored copy have those of their own events. They are written once for many events.
/// </remarks>
internal sealed class EventFloor(Database database, UnitStatements statements)
{
    /// <summary>After how many rows that were numbered it is worth a look.</summary>
    public const int RowsBetween = 500;

    private readonly string _readEndedMark = ReadEndedMark(statements.Tables.Schema);

    private readonly string _raise = Raise(statements.Tables.Schema);

    /// <summary>Raises the floor to the mark if it may be, and makes a new mark. Another transaction that has the row locked is not waited for.</summary>
    public async Task RaiseAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                if (await FindEndedMarkAsync(connection, cancellationToken).ConfigureAwait(false) is { } mark)
                {
                    await RaiseAsync(connection, mark, cancellationToken).ConfigureAwait(false);
                    return;
                }
            }
            catch
            {
                await PostgreSqlUnit.RollBackAsync(connection).ConfigureAwait(false);
                throw;
            }

            await PostgreSqlUnit.RollBackAsync(connection).ConfigureAwait(false);
        }
    }

    private async Task<long?> FindEndedMarkAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection);
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
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.Add(_raise).Bind(mark);
            UnitStatements.AddCommit(batch);
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string ReadEndedMark(string schema) =>
        $"SELECT f.mark FROM {schema}.event_feed f WHERE f.id = 1 AND NOT EXISTS ({Writers(schema)} AND virtualtransaction = ANY (f.mark_writers))";

    // The greatest id is of the statement's snapshot, and the locks are read after it.
    private static string Raise(string schema) =>
        $"""
        WITH free AS MATERIALIZED (SELECT f.id FROM {schema}.event_feed f WHERE f.id = 1 AND f.mark = $1 FOR UPDATE SKIP LOCKED)
        UPDATE {schema}.event_feed f SET numbered = greatest(f.numbered, f.mark), mark = greatest(f.mark, (SELECT max(id) FROM {schema}.events)), mark_writers = ARRAY({Writers(schema)})
        FROM free WHERE f.id = 1 AND f.id = free.id AND NOT EXISTS (SELECT FROM {schema}.events WHERE position IS NULL AND id > f.numbered AND id <= f.mark)
        """;

    // Who inserts a row has this lock before the row gets its id, and until the row can be seen or never will be.
    private static string Writers(string schema) =>
        $"""
        SELECT virtualtransaction FROM pg_locks
        WHERE locktype = 'relation' AND relation = '{schema}.events'::regclass AND mode = 'RowExclusiveLock' AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;
}
