using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>The transaction of the connection that writes: begun, filled, committed or rolled back, one at a time. All members are called on the writer thread.</summary>
/// <param name="connection">The connection.</param>
/// <param name="options">The store's options.</param>
/// <param name="guard">Notices what other processes do to the file.</param>
/// <param name="clock">The store's time.</param>
internal sealed class WriterTransaction(WriterConnection connection, SqliteStoreOptions options, FileGuard guard, FileClock clock)
{
    private readonly RecordCache _cache = new(options.CachedRecords);
    private UnitWriter? _units;
    private long _dataVersion;
    private bool _isContended;

    /// <summary>Fails a commit for tests: asked before (<see langword="false"/>) and after (<see langword="true"/>) the real one, it gives a result code, or zero.</summary>
    public Func<bool, int>? CommitFault { get; set; }

    /// <summary>What the unit that is being written is in conflict with.</summary>
    public RecordKeys? InConflict => _units!.InConflict;

    /// <summary>Whether the connection has a transaction.</summary>
    public bool IsOpen => Database.InTransaction;

    private SqliteDatabase Database => connection.Database;

    /// <summary>Opens the file, and makes or migrates it, unless it is open.</summary>
    public void Prepare(CancellationToken cancellationToken)
    {
        if (!connection.IsOpen)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _units = new UnitWriter(connection.Open(), _cache, clock);
            _cache.Clear();
        }
    }

    public void Begin(CancellationToken cancellationToken)
    {
        guard.LookAndThrow();

        // Another process is writing as well: let it have its turn.
        if (_isContended)
        {
            Pause.Briefly();
        }

        var result = Database.TryExecute("BEGIN IMMEDIATE");
        for (var waited = 0; (result & 0xFF) == raw.SQLITE_BUSY && waited < options.BusyTimeout.TotalMilliseconds; waited++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Pause.Briefly();
            result = Database.TryExecute("BEGIN IMMEDIATE");
        }

        if (result != raw.SQLITE_OK)
        {
            throw Database.Fault(result);
        }

        _dataVersion = Database.DataVersion();
        _isContended = _cache.Begin(_dataVersion);
    }

    /// <summary>Loads the records of a unit.</summary>
    public WorkingSet Load(RecordKeys keys) => _units!.Load(keys);

    /// <summary>Writes what a unit has staged.</summary>
    public void Write(WorkingSet records, CommitToken mark)
    {
        // In a file that was overwritten, old and new pages together can break a rule of a table: then that is the cause to name.
        try
        {
            _units!.Write(records, mark);
        }
        catch (SqliteException)
        {
            guard.ThrowIfOverwritten(_dataVersion);
            throw;
        }

        guard.ThrowIfOverwritten(_dataVersion);
    }

    /// <summary>Commits.</summary>
    /// <returns>SQLite's result code.</returns>
    public int Commit()
    {
        var result = CommitFault?.Invoke(false) ?? raw.SQLITE_OK;
        if (result == raw.SQLITE_OK)
        {
            result = Database.TryExecute("COMMIT");
        }

        return result != raw.SQLITE_OK ? result : CommitFault?.Invoke(true) ?? raw.SQLITE_OK;
    }

    /// <summary>Takes note of what was committed.</summary>
    public void Remember(WorkingSet records) => _units!.Remember(records);

    /// <summary>Looks whether what was committed is in the file.</summary>
    /// <exception cref="BookstoreException">It is lost: another process has replaced the file.</exception>
    public void ThrowIfLost() => guard.ThrowIfWriteWasLost(_dataVersion);

    /// <summary>Rolls back what is open, after a fault of a unit that has changed what is remembered.</summary>
    public void RollBackUnit(SqliteException? fault)
    {
        _cache.Clear();
        RollBack(fault);
    }

    /// <summary>Rolls back what is open. The connection is given up where that is in doubt.</summary>
    /// <param name="fault">What has happened; <see langword="null"/> for nothing that says something about the connection.</param>
    public void RollBack(SqliteException? fault)
    {
        var isRolledBack = !connection.IsOpen || !Database.InTransaction || Database.TryExecute("ROLLBACK") == raw.SQLITE_OK;
        if (!isRolledBack || (fault is not null && SqliteFaults.IsFatal(fault)))
        {
            Discard();
        }
    }

    /// <summary>Gives the connection up, and what is remembered of the file.</summary>
    public void Discard()
    {
        _cache.Clear();
        _units = null;
        connection.Discard();
    }
}
