using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Writes the rows of a version that follow from other rows, a bounded number of rows at a time.</summary>
/// <remarks>
/// Each slice is a transaction, which keeps in <c>migration_progress</c> up to where it came. A host that is ended on the way loses one slice, and the next host continues.
/// While the table of the progress exists, the schema has the version's number and is not finished: hosts of older versions are refused, and those of this one wait or help.
/// </remarks>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text is the store's own with a checked schema name; every value is a parameter.")]
internal sealed class SliceRun(string name, ILogger logger)
{
    /// <summary>How many rows of a table a slice reads.</summary>
    public const int Rows = 20_000;

    /// <summary>The table of the progress.</summary>
    public const string Progress = "migration_progress";

    // A host that freezes within a slice does not keep the others from continuing.
    private const string Settings = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = '1min'; SET LOCAL lock_timeout = '3s'";

    private readonly string _schema = SchemaName.Quote(name);

    /// <summary>What a version's change has to do so that its slices are not forgotten.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    /// <param name="version">The version.</param>
    public static string Begin(string schema, int version) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        CREATE TABLE {schema}.{Progress} (version integer NOT NULL, part integer NOT NULL, position uuid, done bigint NOT NULL, PRIMARY KEY (version, part));
        INSERT INTO {schema}.{Progress} VALUES ({version}, 0, NULL, 0);
        """);

    /// <summary>Writes what is left, together with other hosts that do so at the same time.</summary>
    public async Task RunAsync(NpgsqlConnection connection, int version, SlicePlan plan, CancellationToken cancellationToken)
    {
        try
        {
            for (var part = 0; part <= plan.Tables.Length; part++)
            {
                while (await RunOnceAsync(connection, version, plan, part, cancellationToken).ConfigureAwait(false))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable && error.MessageText.Contains(Progress, StringComparison.Ordinal))
        {
            // Another host has finished.
            return;
        }
    }

    // Whether there may be more of this part. The part behind the last table is the finish.
    private async Task<bool> RunOnceAsync(NpgsqlConnection connection, int version, SlicePlan plan, int part, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.ChangeAsync(Settings, cancellationToken).ConfigureAwait(false);
            var progress = await connection.ReadPairAsync($"SELECT position, done FROM {_schema}.{Progress} WHERE version = $1 AND part = $2 FOR UPDATE", cancellationToken, version, part).ConfigureAwait(false);
            if (progress is not var (position, done))
            {
                return false;
            }

            if (part == plan.Tables.Length)
            {
                await connection.ChangeAsync($"{plan.Finish}; DROP TABLE {_schema}.{Progress}", cancellationToken).ConfigureAwait(false);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                PostgreSqlStoreLog.SlicesDone(logger, name, version);
                return false;
            }

            var slice = await WriteAsync(connection, plan.Tables[part], position, cancellationToken).ConfigureAwait(false);
            if (slice is var (last, rows))
            {
                await connection.ChangeAsync($"UPDATE {_schema}.{Progress} SET position = $1, done = done + $2", cancellationToken, last, rows).ConfigureAwait(false);
            }
            else
            {
                await connection.ChangeAsync($"UPDATE {_schema}.{Progress} SET part = part + 1, position = NULL, done = 0", cancellationToken).ConfigureAwait(false);
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            if (slice is not null)
            {
                await LogAsync(connection, version, plan.Tables[part].Table, done + slice.Value.Rows, cancellationToken).ConfigureAwait(false);
            }

            return slice is not null;
        }
    }

    private static async Task<(Guid Last, long Rows)?> WriteAsync(NpgsqlConnection connection, SlicedTable table, Guid? position, CancellationToken cancellationToken)
    {
        object[] after = position is { } given ? [given] : [];
        var next = $"SELECT id FROM {table.Table} {(position is null ? string.Empty : "WHERE id > $1")} ORDER BY id LIMIT {Rows}";
        var slice = await connection.ReadPairAsync($"SELECT (array_agg(id ORDER BY id DESC))[1], count(*) FROM ({next}) AS slice", cancellationToken, after).ConfigureAwait(false);
        if (slice is not { First: { } last, Second: var rows })
        {
            return null;
        }

        await connection.ChangeAsync(table.Write(position is null ? "id <= $1" : "id <= $1 AND id > $2"), cancellationToken, [last, .. after]).ConfigureAwait(false);
        return (last, rows);
    }

    private async Task LogAsync(NpgsqlConnection connection, int version, string table, long done, CancellationToken cancellationToken)
    {
        var about = await connection.ReadAsync<long>("SELECT reltuples::bigint FROM pg_catalog.pg_class WHERE oid = $1::regclass", cancellationToken, table).ConfigureAwait(false);
        PostgreSqlStoreLog.SliceDone(logger, version, done, Math.Max(about, done), table);
    }
}
