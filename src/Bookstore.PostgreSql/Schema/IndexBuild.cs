using System.Data;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Builds indexes of a version before its own transaction, while the hosts of the version before read and write the table.</summary>
/// <remarks>
/// Each index is a step of its own, as is the column that it needs; a host that is ended between two of them, or within one, leaves the version before, and the next host goes on
/// where it stopped. One host builds at a time: it holds an advisory lock in a transaction that does nothing else, so that the lock ends with the host, also behind a pooler.
/// </remarks>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text is the store's own with a checked schema name; every value is a parameter.")]
internal sealed class IndexBuild(Database database, string name, ILogger logger)
{
    private const string Lock = "SELECT pg_try_advisory_xact_lock($1)";

    private const string Invalid =
        """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = $1 AND c.relname = $2 AND NOT i.indisvalid)
        """;

    private readonly string _schema = SchemaName.Quote(name);

    /// <summary>Builds what is missing, unless another host does.</summary>
    /// <returns>Whether all of it is there.</returns>
    public async Task<bool> TryBuildAsync(NpgsqlConnection connection, IndexPlan plan, CancellationToken cancellationToken)
    {
        if (!await AskAsync(connection, $"SELECT EXISTS (SELECT FROM {plan.Table})", cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        var guard = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (guard.ConfigureAwait(false))
        {
            var transaction = await guard.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                if (await AskAsync(guard, Lock, cancellationToken, SchemaFence.LockOf(name + " indexes")).ConfigureAwait(false))
                {
                    // Ends the statement before, too, whose snapshot the build would wait for.
                    await RunAsync(guard, "SET LOCAL idle_in_transaction_session_timeout = 0", cancellationToken).ConfigureAwait(false);
                    await BuildAsync(connection, plan, cancellationToken).ConfigureAwait(false);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Removes an index that an ended build has left: it is written and never read.</summary>
    public async Task DropInvalidAsync(NpgsqlConnection connection, IndexPlan plan, string drop, CancellationToken cancellationToken)
    {
        foreach (var (index, _) in plan.Indexes)
        {
            if (await AskAsync(connection, Invalid, cancellationToken, name, index).ConfigureAwait(false))
            {
                await RunAsync(connection, $"{drop} {_schema}.{index}", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            }

            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
        }
    }

    private async Task BuildAsync(NpgsqlConnection connection, IndexPlan plan, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await RunAsync(connection, $"SET LOCAL lock_timeout = '3s'; {plan.Before}", cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        // Not in a transaction, so not for one alone. It waits for other programs' transactions, and keeps nobody waiting meanwhile.
        await RunAsync(connection, "SET statement_timeout = 0; SET lock_timeout = 0", cancellationToken).ConfigureAwait(false);
        try
        {
            await DropInvalidAsync(connection, plan, "DROP INDEX CONCURRENTLY", cancellationToken).ConfigureAwait(false);
            foreach (var (index, columns) in plan.Indexes)
            {
                PostgreSqlStoreLog.BuildingIndex(logger, name, index);
                await RunAsync(connection, $"CREATE INDEX CONCURRENTLY IF NOT EXISTS {index} ON {columns}", cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await RunAsync(connection, "RESET statement_timeout; RESET lock_timeout", CancellationToken.None).ConfigureAwait(false);
        }
    }
}

/// <summary>The indexes of a version that are worth a build of their own.</summary>
/// <param name="Table">The table that decides whether they are: an empty one is indexed at once.</param>
/// <param name="Before">What they need, as a statement that can be repeated.</param>
/// <param name="Indexes">Their names, and the table and columns of each.</param>
internal sealed record IndexPlan(string Table, string Before, params (string Name, string On)[] Indexes);
