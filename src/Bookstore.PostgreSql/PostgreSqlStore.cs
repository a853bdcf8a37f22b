using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Keeps the records in a schema of a PostgreSQL database, shared with other hosts.</summary>
internal sealed partial class PostgreSqlStore : IBookstoreStore
{
    private readonly Database _database;
    private readonly DatabaseSchema _schema;
    private readonly Tables _tables;
    private readonly UnitStatements _statements;
    private readonly CommitOutcomes _outcomes;
    private readonly DueWork _dueWork;
    private readonly EventNumbering _numbering;
    private readonly RoundTurns _rounds;
    private readonly StalledUnits _stalled;
    private readonly SemaphoreSlim _preparing = new(1, 1);
    private volatile bool _isReady;

    public PostgreSqlStore(PostgreSqlStoreOptions options, ILoggerFactory loggers, TimeProvider time)
    {
        MaxOpenUnits = options.MaxOpenUnits;
        loggers = new FaultlessLoggers(loggers);
        _database = new Database(options, loggers, time);
        _stalled = new StalledUnits(_database, options, time, loggers.CreateLogger<PostgreSqlStore>());
        _tables = new Tables(SchemaName.Quote(options.Schema));
        _statements = new UnitStatements(_tables, options);
        _schema = new DatabaseSchema(_database, _stalled, _statements, options.Schema, time, loggers.CreateLogger<PostgreSqlStore>());
        _numbering = new EventNumbering(_database, _statements, _stalled, options.LockTimeout, options.CommandTimeout, time);
        _dueWork = new DueWork(_database, _tables.Schema, options.CommandTimeout, time);
        _rounds = new RoundTurns(_database, _tables.Rounds, time);
        _outcomes = new CommitOutcomes(_database, _statements, _tables, options.CommandTimeout);
    }

    public string Name => "postgresql";

    public int MaxOpenUnits { get; }

    public async ValueTask InitializeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _preparing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await _schema.PrepareAsync(cancellationToken).ConfigureAwait(false);
                _isReady = true;
            }
            finally
            {
                _preparing.Release();
            }
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            _database.ForgetConnections(fault);
            throw PostgreSqlFaults.TranslateRead(fault);
        }
    }

    public async ValueTask RegisterWriterAsync(Guid writer, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _database.Calls.RunAsync(token => RegisterAsync(writer, token), _outcomes.Patience, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            throw Report(fault);
        }
    }

    public async ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        var told = await _database.ReadTimeAsync(new Query("SELECT clock_timestamp()"), static row => row.GetFieldValue<DateTimeOffset>(0), cancellationToken).ConfigureAwait(false);
        return told[0];
    }

    public async ValueTask<bool> TryBeginRoundAsync(string round, Guid host, TimeSpan interval, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        await _stalled.EndAsync(cancellationToken).ConfigureAwait(false);
        return await _rounds.TryBeginAsync(round, host, interval, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var load = new UnitLoad(_tables, keys);
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _database.Calls.RunAsync(token => OpenAsync(load, token), _outcomes.Patience, cancellationToken, static unit => unit.DisposeAsync()).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            throw Report(fault);
        }
    }

    public async ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var wasCommitted = await _outcomes.WasCommittedAsync(mark, cancellationToken).ConfigureAwait(false);
            if (wasCommitted)
            {
                _ = _numbering.Nudge();
            }

            return wasCommitted;
        }
        catch (Exception fault) when (IsOfDatabase(fault))
        {
            // A lock that is not to be had means that the commit is in progress still.
            var reported = Report(fault);
            await _stalled.EndAsync(cancellationToken).ConfigureAwait(false);
            throw reported is StoreConflictException ? new BookstoreStoreException("The commit is in progress still.", fault) { IsTransient = true } : reported;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _outcomes.LeaveAll();
        await _numbering.DisposeAsync().ConfigureAwait(false);
        await _database.DisposeAsync().ConfigureAwait(false);
        _preparing.Dispose();
    }

    private static bool IsOfDatabase(Exception fault) => fault is NpgsqlException or IOException or TimeoutException;

    private Exception Report(Exception fault)
    {
        _database.ForgetConnections(fault);
        return PostgreSqlFaults.Translate(fault);
    }

    // A schema that turned out as newer is looked at again each time, which says what to do.
    private ValueTask PrepareAsync(CancellationToken cancellationToken) => _isReady && !_outcomes.IsSchemaNewer
        ? ValueTask.CompletedTask
        : InitializeAsync(cancellationToken);

    private async Task<int> RegisterAsync(Guid writer, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var batch = new NpgsqlBatch(connection) { Timeout = 0 };
            await using (batch.ConfigureAwait(false))
            {
                _statements.AddBegin(batch, CommitOutcomes.NewUnitLock(), lockWait: null);
                _tables.Writers.AddRegister(batch, writer);
                UnitStatements.AddCommit(batch);
                return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<IStoreTransaction> OpenAsync(UnitLoad load, CancellationToken cancellationToken)
    {
        var connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var unitLock = CommitOutcomes.NewUnitLock();
            var records = await LoadAsync(connection, load, unitLock, cancellationToken).ConfigureAwait(false);
            return new PostgreSqlUnit(_statements, _outcomes, connection, records, unitLock, _numbering);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await using (connection.ConfigureAwait(false))
            {
                await PostgreSqlUnit.RollBackAsync(connection, cancellationToken).ConfigureAwait(false);
                await _stalled.EndAsync(cancellationToken).ConfigureAwait(false);
                throw await new LockedRows(_statements, load).FindAsync(connection, error, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            await PostgreSqlUnit.RollBackAsync(connection, cancellationToken).ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task<WorkingSet> LoadAsync(NpgsqlConnection connection, UnitLoad load, long unitLock, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        await using (batch.ConfigureAwait(false))
        {
            _statements.AddBegin(batch, unitLock, load.LockWait);
            load.AddTo(batch);
            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await load.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
