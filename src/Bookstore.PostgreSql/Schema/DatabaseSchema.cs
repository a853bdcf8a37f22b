using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Makes the schema, brings it up to date and refuses what it cannot work with.</summary>
/// <remarks>
/// Each version is one transaction that holds an advisory lock: of several hosts that start at once, one makes it and the others find it made. However long it takes,
/// it is not cancelled; a host that is ended meanwhile leaves the version before.
/// A host whose schema is up to date needs no right to change it.
/// </remarks>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text is the store's own with a checked schema name; every value is a parameter.")]
internal sealed class DatabaseSchema(Database database, string name, TimeProvider time, ILogger logger)
{
    public const int Latest = 10;

    private const int LeastServerVersion = 130_000;

    private const string Settings = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = '3s'";

    private static readonly TimeSpan LockPause = TimeSpan.FromSeconds(1);

    private readonly string _schema = SchemaName.Quote(name);
    private readonly IndexBuild _indexes = new(database, name, logger);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await CheckServerAsync(connection, cancellationToken).ConfigureAwait(false);
            var version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
            while (version < Latest)
            {
                version = await MigrateAsync(connection, version, cancellationToken).ConfigureAwait(false);
            }

            if (version > Latest)
            {
                throw new BookstoreStoreException(
                    $"The schema {name} is of version {version}, made by a newer Bookstore.PostgreSql; this one knows up to version {Latest}. Update this application, or restore a copy of the database from before the update.");
            }
        }
    }

    private static async Task<string> ReadSettingAsync(NpgsqlConnection connection, string setting, CancellationToken cancellationToken) =>
        (string)(await ExecuteAsync(connection, "SELECT current_setting($1)", setting, cancellationToken).ConfigureAwait(false))!;

    private static async Task<object?> ExecuteAsync<T>(NpgsqlConnection connection, string sql, T value, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            command.AddParameter(value);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    // However long it takes.
    private static async Task ChangeAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, connection);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var version = int.Parse(await ReadSettingAsync(connection, "server_version_num", cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
        if (version < LeastServerVersion)
        {
            throw new BookstoreStoreException("The database server is older than PostgreSQL 13. Update it.");
        }

        if (await ReadSettingAsync(connection, "server_encoding", cancellationToken).ConfigureAwait(false) != "UTF8")
        {
            throw new BookstoreStoreException("The database's encoding is not UTF8, so it cannot keep every title. Create one with ENCODING 'UTF8'.");
        }

        foreach (var setting in (string[])["fsync", "full_page_writes"])
        {
            await WarnIfOffAsync(connection, setting, cancellationToken).ConfigureAwait(false);
        }

        var commit = await ReadSettingAsync(connection, "synchronous_commit", cancellationToken).ConfigureAwait(false);
        if (commit is "off" or "local")
        {
            PostgreSqlStoreLog.NotDurable(logger, "synchronous_commit", commit);
        }
    }

    private async Task WarnIfOffAsync(NpgsqlConnection connection, string setting, CancellationToken cancellationToken)
    {
        if (await ReadSettingAsync(connection, setting, cancellationToken).ConfigureAwait(false) == "off")
        {
            PostgreSqlStoreLog.NotDurable(logger, setting, "off");
        }
    }

    // Zero when there is no schema yet. The catalogue is read as a table: to_regclass may answer from before another host made the schema.
    private async Task<int> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = await ExecuteAsync(connection, "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename = 'schema_version'", name, cancellationToken).ConfigureAwait(false);
        return tables is 0L
            ? 0
            : (int)(await ExecuteAsync(connection, $"SELECT coalesce(max(version), 0) FROM {_schema}.schema_version", cancellationToken).ConfigureAwait(false))!;
    }

    // Nobody sells while a migration waits behind another program's long transaction: it asks for its locks again and again instead.
    private async Task<int> MigrateAsync(NpgsqlConnection connection, int version, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (IndexesAfter(version) is not { } plan || await _indexes.TryBuildAsync(connection, plan, cancellationToken).ConfigureAwait(false))
                {
                    return await TryMigrateAsync(connection, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                PostgreSqlStoreLog.MigrationWaits(logger, name, attempt, error);
            }

            await Task.Delay(LockPause, time, cancellationToken).ConfigureAwait(false);
            if (await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false) is var reached && reached > version)
            {
                return reached;
            }
        }
    }

    private async Task<int> TryMigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await ChangeAsync(connection, Settings, cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock($1)", SchemaFence.LockOf(name), cancellationToken).ConfigureAwait(false);
            var version = await ReadVersionAsync(connection, cancellationToken).ConfigureAwait(false);
            if (version >= Latest)
            {
                return version;
            }

            PostgreSqlStoreLog.Migrating(logger, name, version, version + 1);
            if (IndexesAfter(version) is { } plan)
            {
                await _indexes.DropInvalidAsync(connection, plan, "DROP INDEX", cancellationToken).ConfigureAwait(false);
            }

            await ChangeAsync(connection, Migration(version), cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(connection, $"INSERT INTO {_schema}.schema_version (version) VALUES ($1)", version + 1, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            PostgreSqlStoreLog.Migrated(logger, name, version + 1);
            return version + 1;
        }
    }

    private IndexPlan? IndexesAfter(int version) => version == 5 ? SchemaVersion6.Indexes(_schema) : null;

    private string Migration(int version) => version switch
    {
        0 =>
            $"""
            CREATE SCHEMA IF NOT EXISTS {_schema};
            CREATE TABLE {_schema}.schema_version (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
            {SchemaVersion1.Sql(_schema)}
            """,
        1 => SchemaVersion2.Sql(_schema),
        2 => SchemaVersion3.Sql(_schema),
        3 => SchemaVersion4.Sql(_schema),
        4 => SchemaVersion5.Sql(_schema),
        5 => SchemaVersion6.Sql(_schema),
        6 => SchemaVersion7.Sql(_schema),
        7 => SchemaVersion8.Sql(_schema),
        8 => SchemaVersion9.Sql(_schema),
        9 => SchemaVersion10.Sql(_schema),
        _ => throw new InvalidOperationException($"There is no migration from version {version}."),
    };
}
