using System.Data;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Builds indexes of a version before its own transaction, while the hosts of the version before read and write the table.</summary>
/// <remarks>
/// Each index is a step of its own, as is the column that it needs; a host that is ended between two of them, or within one, leaves the version before, and the next host continues
/// where it stopped. One host builds at a time: it holds an advisory lock in a transaction that does nothing else, so that the lock ends with the host, also behind a pooler.
/// </remarks>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text is the store's own with a checked schema name; every value is a parameter.")]
internal sealed class IndexBuild(Database database, string name, TimeProvider time, ILogger logger)
{
    private const string Lock = "SELECT pg_try_advisory_xact_lock($1)";

    private const string Invalid =
        """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname = $2 AND NOT i.indisvalid)
        """;

    private readonly string _schema = SchemaName.Quote(name);

    /// <summary>Builds what is missing and then makes the change that needs it, unless another host does.</summary>
    /// <param name="connection">The connection that builds.</param>
    /// <param name="plan">What to build.</param>
    /// <param name="isNeeded">Whether the schema is still of the version before; asked when no other host builds.</param>
    /// <param name="change">Makes the change.</param>
    /// <param name="cancellationToken">Ends the build; the next host continues.</param>
    /// <returns>Whether there is nothing to wait for.</returns>
    public async Task<bool> TryRunAsync(NpgsqlConnection connection, IndexPlan plan, Func<Task<bool>> isNeeded, Func<Task> change, CancellationToken cancellationToken)
    {
        if (!await connection.ReadAsync<bool>($"SELECT EXISTS (SELECT FROM {plan.Table})", cancellationToken).ConfigureAwait(false))
        {
            await change().ConfigureAwait(false);
            return true;
        }

        var guard = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (guard.ConfigureAwait(false))
        {
            var transaction = await guard.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                if (!await guard.ReadAsync<bool>(Lock, cancellationToken, SchemaFence.LockOf(name + " indexes")).ConfigureAwait(false))
                {
                    return false;
                }

                // Ends the statement before, too, whose snapshot the build would wait for.
                await guard.ChangeAsync("SET LOCAL idle_in_transaction_session_timeout = 0", cancellationToken).ConfigureAwait(false);
                if (await isNeeded().ConfigureAwait(false))
                {
                    await BuildAsync(connection, plan, cancellationToken).ConfigureAwait(false);
                    await change().ConfigureAwait(false);
                }

                return true;
            }
        }
    }

    /// <summary>Removes an index that an ended build has left: it is written and never read.</summary>
    public async Task DropInvalidAsync(NpgsqlConnection connection, IndexPlan plan, string drop, CancellationToken cancellationToken)
    {
        foreach (var (index, _, _) in plan.Indexes)
        {
            if (await connection.ReadAsync<bool>(Invalid, cancellationToken, name, index).ConfigureAwait(false))
            {
                await connection.ChangeAsync($"{drop} {_schema}.{index}", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task BuildAsync(NpgsqlConnection connection, IndexPlan plan, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.ChangeAsync($"SET LOCAL lock_timeout = '3s'; {plan.Before}", cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        // Not in a transaction, so not for one alone: only where there is a limit, and never needed behind a pooler whose role has none. The build waits for other programs'
        // transactions, and no other transaction waits for it meanwhile.
        var limits = await LimitsAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var limit in limits)
        {
            await connection.ChangeAsync($"SET {limit} = 0", cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await DropInvalidAsync(connection, plan, "DROP INDEX CONCURRENTLY", cancellationToken).ConfigureAwait(false);
            foreach (var (index, on, isUnique) in plan.Indexes)
            {
                var started = time.GetTimestamp();
                PostgreSqlStoreLog.BuildingIndex(logger, name, index);
                await connection.ChangeAsync($"CREATE {(isUnique ? "UNIQUE " : string.Empty)}INDEX CONCURRENTLY IF NOT EXISTS {index} ON {on}", cancellationToken).ConfigureAwait(false);
                PostgreSqlStoreLog.BuiltIndex(logger, name, index, time.GetElapsedTime(started));
            }
        }
        finally
        {
            foreach (var limit in limits)
            {
                await connection.ChangeAsync($"RESET {limit}", CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private static async Task<List<string>> LimitsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        List<string> limits = [];
        foreach (var setting in (string[])["statement_timeout", "lock_timeout"])
        {
            if (await connection.ReadAsync<string>("SELECT current_setting($1, true)", cancellationToken, setting).ConfigureAwait(false) is not (null or "0"))
            {
                limits.Add(setting);
            }
        }

        return limits;
    }
}
