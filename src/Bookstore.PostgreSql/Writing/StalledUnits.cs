using Microsoft.Extensions.Logging;

namespace Bookstore.PostgreSql;

/// <summary>Ends the transactions of hosts that were frozen, or cut off, in the middle of what they sent.</summary>
/// <remarks>
/// PostgreSQL ends a transaction by itself when its host does nothing between two requests, after <see cref="PostgreSqlStoreOptions.IdleTransactionTimeout"/>. Within a request no time-out of the server
/// runs: neither while it waits for the rest of the request nor while its answer is not read, and before version 17 there is none for a whole transaction. Its rows would stay locked until the
/// connection ends. So a host looks for such transactions with its rounds of background work, and when it finds a row locked. Each unit shares the schema's lock (see <see cref="SchemaFence"/>), which tells a unit
/// from the transactions of other programs: those are left alone.
/// </remarks>
internal sealed class StalledUnits(Database database, PostgreSqlStoreOptions options, TimeProvider time, ILogger logger)
{
    // Chosen before the first is ended: a condition that ends a backend could be looked at before the others. One of another role cannot be seen waiting, or ended, unless this role may.
    private const string EndStalled =
        """
        WITH stalled AS MATERIALIZED (
            SELECT pid, extract(epoch FROM clock_timestamp() - query_start)::float8 AS waited FROM pg_stat_activity
            WHERE state = 'active' AND wait_event_type = 'Client' AND pg_has_role(usesysid, 'USAGE')
                AND query_start < clock_timestamp() - $1 * interval '1 millisecond' AND xact_start < clock_timestamp() - $1 * interval '1 millisecond'
                AND pid IN (
                    SELECT pid FROM pg_locks
                    WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted AND objsubid = 1 AND ((classid::bigint << 32) | objid::bigint) = $2
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())))
        SELECT pid, waited, pg_terminate_backend(pid) FROM stalled
        """;

    private readonly long _schemaLock = SchemaFence.LockOf(options.Schema);
    private readonly TimeSpan _interval = options.IdleTransactionTimeout / 2;
    private long _nextAt = time.GetTimestamp();

    /// <summary>Looks for them, at most once in half of the time-out. It does not throw when the database cannot be read: the caller continues without it.</summary>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        var (now, next) = (time.GetTimestamp(), Volatile.Read(ref _nextAt));
        if (now < next || Interlocked.CompareExchange(ref _nextAt, now + (long)(_interval.TotalSeconds * time.TimestampFrequency), next) != next)
        {
            return;
        }

        try
        {
            var query = new Query(EndStalled).With((long)options.IdleTransactionTimeout.TotalMilliseconds).With(_schemaLock);
            foreach (var (backend, seconds) in await database.ReadWorkAsync(query, static row => (row.GetInt32(0), row.GetDouble(1)), cancellationToken).ConfigureAwait(false))
            {
                PostgreSqlStoreLog.StalledUnitEnded(logger, backend, TimeSpan.FromSeconds(Math.Round(seconds)));
            }
        }
        catch (BookstoreStoreException)
        {
            // A database that cannot be read now is looked at again later.
        }
    }
}
