using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Makes the schema, brings it up to date and refuses what it cannot work with.</summary>
/// <remarks>
/// A version is reached in up to three steps, see <see cref="Migration"/>: indexes are built beside other hosts, one short transaction changes the catalogue, and rows are written
/// in slices. The transaction holds an advisory lock: of several hosts that start at once, one makes the change and the others find it made. No step has a time-out;
/// a host that is ended meanwhile leaves what the next one continues with. A host whose schema is up to date needs no right to change it.
/// </remarks>
[SuppressMessage("Security", "CA2100:Review SQL queries for security vulnerabilities", Justification = "The text is the store's own with a checked schema name; every value is a parameter.")]
internal sealed class DatabaseSchema(Database database, StalledUnits stalled, UnitStatements statements, string name, TimeProvider time, ILogger logger)
{
    public const int Latest = 20;

    private const string Settings = "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = '3s'";

    private const string HasTable = "SELECT EXISTS (SELECT FROM pg_catalog.pg_tables WHERE schemaname = $1 AND tablename = $2)";

    private static readonly TimeSpan LockPause = TimeSpan.FromSeconds(1);

    private readonly string _schema = SchemaName.Quote(name);
    private readonly IndexBuild _indexes = new(database, name, time, logger);
    private readonly SliceRun _slices = new(name, logger);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            await ServerCheck.RunAsync(connection, logger, cancellationToken).ConfigureAwait(false);
            await ServerCheck.RefusePreparingBehindPoolerAsync(database, connection, cancellationToken).ConfigureAwait(false);
            await LockProof.RunAsync(database, connection, cancellationToken).ConfigureAwait(false);
            await database.StartStandbyReadsAsync(cancellationToken).ConfigureAwait(false);
            statements.Use(await PlannerSettings.ReadAsync(connection, cancellationToken).ConfigureAwait(false));
            var state = await ReadStateAsync(connection, cancellationToken).ConfigureAwait(false);
            while (state.Version < Latest || (state.Version == Latest && !state.IsFinished))
            {
                await AdvanceAsync(connection, state, cancellationToken).ConfigureAwait(false);
                state = await ReadStateAsync(connection, cancellationToken).ConfigureAwait(false);
            }

            if (state.Version > Latest)
            {
                throw new BookstoreStoreException(
                    $"The schema {name} is of version {state.Version}, made by a newer Bookstore.PostgreSql; this one knows up to version {Latest}. Update this application, or restore a copy of the database from before the update.");
            }
        }
    }

    // Version zero when there is no schema yet. The catalogue is read as a table: to_regclass may answer from before another host made the schema.
    // The progress is read last: a version that is seen without it has been finished.
    private async Task<SchemaState> ReadStateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!await connection.ReadAsync<bool>(HasTable, cancellationToken, name, "schema_version").ConfigureAwait(false))
        {
            return new SchemaState(0, true);
        }

        var version = await connection.ReadAsync<int>($"SELECT coalesce(max(version), 0) FROM {_schema}.schema_version", cancellationToken).ConfigureAwait(false);
        return new SchemaState(version, !await connection.ReadAsync<bool>(HasTable, cancellationToken, name, SliceRun.Progress).ConfigureAwait(false));
    }

    // All sales wait while a migration waits behind another program's long transaction: it asks for its locks again and again instead.
    private async Task AdvanceAsync(NpgsqlConnection connection, SchemaState state, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await TryAdvanceAsync(connection, state, cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                PostgreSqlStoreLog.MigrationWaits(logger, name, attempt, error);
                await stalled.EndAsync(cancellationToken).ConfigureAwait(false);
            }

            await Task.Delay(LockPause, time, cancellationToken).ConfigureAwait(false);
            if (await ReadStateAsync(connection, cancellationToken).ConfigureAwait(false) != state)
            {
                return;
            }
        }
    }

    private async Task<bool> TryAdvanceAsync(NpgsqlConnection connection, SchemaState state, CancellationToken cancellationToken)
    {
        if (!state.IsFinished)
        {
            // A version without slices: another host began the next one between the two readings, and the state is read anew.
            if (Migration.To(state.Version, _schema).Slices is { } slices)
            {
                await _slices.RunAsync(connection, state.Version, slices, cancellationToken).ConfigureAwait(false);
            }

            return true;
        }

        var migration = Migration.To(state.Version + 1, _schema);
        if (migration.Indexes is not { } plan)
        {
            await ChangeAsync(connection, state, migration, cancellationToken).ConfigureAwait(false);
            return true;
        }

        return await _indexes.TryRunAsync(
            connection,
            plan,
            async () => await ReadStateAsync(connection, cancellationToken).ConfigureAwait(false) == state,
            () => ChangeAsync(connection, state, migration, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task ChangeAsync(NpgsqlConnection connection, SchemaState state, Migration migration, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await connection.ChangeAsync(Settings, cancellationToken).ConfigureAwait(false);
            await connection.ChangeAsync("SELECT pg_advisory_xact_lock($1)", cancellationToken, SchemaFence.LockOf(name)).ConfigureAwait(false);
            if (await ReadStateAsync(connection, cancellationToken).ConfigureAwait(false) != state)
            {
                return;
            }

            var version = state.Version + 1;
            PostgreSqlStoreLog.Migrating(logger, name, state.Version, version);
            if (migration.Indexes is { } plan)
            {
                await _indexes.DropInvalidAsync(connection, plan, "DROP INDEX", cancellationToken).ConfigureAwait(false);
            }

            await connection.ChangeAsync(migration.Change, cancellationToken).ConfigureAwait(false);
            if (migration.Slices is not null)
            {
                await connection.ChangeAsync(SliceRun.Begin(_schema, version), cancellationToken).ConfigureAwait(false);
            }

            await connection.ChangeAsync($"INSERT INTO {_schema}.schema_version (version) VALUES ($1)", cancellationToken, version).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            PostgreSqlStoreLog.Migrated(logger, name, version);
        }
    }

    /// <summary>What a schema is.</summary>
    /// <param name="Version">Its version; hosts of older ones are refused from here on.</param>
    /// <param name="IsFinished">Whether the slices of that version are written.</param>
    private readonly record struct SchemaState(int Version, bool IsFinished);
}
