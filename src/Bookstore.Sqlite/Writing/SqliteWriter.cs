using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>The connection that writes. All members are called on the writer thread.</summary>
internal sealed class SqliteWriter(
    DatabaseFile file, SqliteStoreOptions options, WriterThread thread, ReaderPool readers, FileGuard guard, LogCheckpointer checkpointer, FileClock clock, ILogger logger)
{
    private readonly RecordCache _cache = new(options.CachedRecords);
    private WriteAheadLog? _log;
    private SqliteDatabase? _database;
    private UnitWriter? _unitWriter;
    private SqliteUnit? _unit;
    private PageCopy? _copy;
    private long _dataVersion;
    private bool _mustRecover;
    private bool _isContended;
    private bool _isClosed;
    private volatile bool _hasOpened;

    /// <summary>Whether the file was opened and found good once, so that it can be read. Asked on any thread.</summary>
    public bool HasOpened => _hasOpened;

    /// <summary>Fails a commit for tests: asked before (<see langword="false"/>) and after (<see langword="true"/>) the real one, it gives a result code, or zero.</summary>
    public Func<bool, int>? CommitFault { get; set; }

    /// <inheritdoc cref="WriteAheadLog.MostCopied"/>
    public long MostPagesCopied => _log?.MostCopied ?? 0;

    /// <summary>Opens the file, and makes or migrates it, unless it is open.</summary>
    public bool Prepare(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, nameof(SqliteStore));
        if (_database is not null)
        {
            return true;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_mustRecover)
        {
            readers.Retire();
        }

        guard.ThrowIfReplaced();
        var database = DatabaseOpener.Open(file, options, logger);
        _log = new WriteAheadLog(database, options, checkpointer);
        if (_mustRecover)
        {
            Recover(database);
        }

        Guard(database);
        checkpointer.Resume();
        _database = database;
        _unitWriter = new UnitWriter(database, _cache, clock);
        _cache.Clear();
        _hasOpened = true;
        SqliteStoreLog.Opened(logger, file.Path);
        return true;
    }

    /// <summary>Makes a writer's row durable before the writer's first batch.</summary>
    public bool Register(Guid writer, CancellationToken cancellationToken)
    {
        Prepare(cancellationToken);
        try
        {
            Begin(cancellationToken);
            WriterRows.Register(_database!, writer);
            _database!.Execute("COMMIT");
            return true;
        }
        catch (SqliteException fault)
        {
            RollBack(fault);
            throw SqliteFaults.NothingWritten(fault, file.Path);
        }
        catch
        {
            RollBack(null);
            throw;
        }
    }

    public IStoreUnit Open(RecordKeys keys, CancellationToken cancellationToken)
    {
        Prepare(cancellationToken);
        try
        {
            Begin(cancellationToken);
            var unit = new SqliteUnit(this, thread, _unitWriter!.Load(keys));
            _unit = unit;
            thread.IsUnitOpen = true;
            return unit;
        }
        catch (SqliteException fault)
        {
            RollBack(fault);
            throw SqliteFaults.NothingWritten(fault, file.Path);
        }
        catch
        {
            RollBack(null);
            throw;
        }
    }

    public bool Commit(SqliteUnit unit, CommitMark mark)
    {
        if (unit.HasEnded)
        {
            throw new InvalidOperationException("The unit has been committed or disposed already.");
        }

        try
        {
            _unitWriter!.Write(unit.Records, mark);
            guard.ThrowIfLogWasOverwritten(_dataVersion);
        }
        catch (SqliteException fault)
        {
            var inConflict = _unitWriter!.InConflict;
            End(unit, fault);
            throw SqliteFaults.NotWritten(fault, file.Path, inConflict);
        }
        catch
        {
            End(unit, null);
            throw;
        }

        var result = CommitTransaction();
        if (result != raw.SQLITE_OK)
        {
            throw Fail(unit, result);
        }

        _unitWriter.Remember(unit.Records);
        Release(unit);
        guard.ThrowIfWriteWasLost(_dataVersion);
        _log!.NoteCommit();
        return true;
    }

    public bool Abandon(SqliteUnit unit)
    {
        if (!unit.HasEnded)
        {
            Release(unit);
            if (_database!.TryExecute("ROLLBACK") != raw.SQLITE_OK)
            {
                Discard();
            }
        }

        return true;
    }

    /// <summary>Finds out, for good and durably, whether a batch was committed.</summary>
    public bool WasCommitted(CommitMark mark, CancellationToken cancellationToken)
    {
        guard.ThrowIfCommitWasLost();
        Discard();
        Prepare(cancellationToken);
        return mark.IsCommitted(ReadLastBatch(mark.Writer, cancellationToken));
    }

    /// <summary>Begins a copy of the database, which ends when this connection is closed.</summary>
    public PageCopy StartCopy(string path, CancellationToken cancellationToken)
    {
        Prepare(cancellationToken);
        guard.LookAndThrow();
        return _copy = PageCopy.Start(_database!, path);
    }

    /// <summary>Copies the next pages.</summary>
    public PageCopyResult StepCopy(PageCopy copy, int pages)
    {
        guard.LookAndThrow();
        return copy.Step(pages);
    }

    public bool EndCopy(PageCopy copy)
    {
        copy.Dispose();
        _copy = null;
        return true;
    }

    public void Close()
    {
        _isClosed = true;
        _copy?.Dispose();
        if (_unit is { } unit)
        {
            Release(unit);
        }

        readers.Dispose();
        checkpointer.Stop();
        guard.Look();
        if (guard.IsLost)
        {
            _database?.DisposeInDoubt();
        }
        else
        {
            _log?.TruncateOnClose();
            _database?.Dispose();
        }

        _database = null;
    }

    private long? ReadLastBatch(Guid writer, CancellationToken cancellationToken)
    {
        try
        {
            Begin(cancellationToken);
            var lastBatch = WriterRows.FindBatch(_database!, writer);

            // This commit takes the place in the log that a commit which was not finished may have left behind.
            WriterRows.NoteQuestion(_database!, writer);
            _database!.Execute("COMMIT");
            return lastBatch;
        }
        catch (SqliteException fault)
        {
            Discard();
            throw SqliteFaults.Unusable(fault, file.Path);
        }
        catch
        {
            Discard();
            throw;
        }
    }

    private void Guard(SqliteDatabase database)
    {
        try
        {
            // The first read opens the log, which is guarded too.
            _ = database.Scalar("PRAGMA user_version");
            guard.Remember(database.ResolvedPath);
        }
        catch
        {
            database.DisposeInDoubt();
            throw;
        }
    }

    private void Begin(CancellationToken cancellationToken)
    {
        guard.LookAndThrow();

        // Another process is writing as well: let it have its turn.
        if (_isContended)
        {
            Pause.Briefly();
        }

        var result = _database!.TryExecute("BEGIN IMMEDIATE");
        for (var waited = 0; (result & 0xFF) == raw.SQLITE_BUSY && waited < options.BusyTimeout.TotalMilliseconds; waited++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Pause.Briefly();
            result = _database.TryExecute("BEGIN IMMEDIATE");
        }

        if (result != raw.SQLITE_OK)
        {
            throw _database.Fault(result);
        }

        _dataVersion = _database.DataVersion();
        _isContended = _cache.Begin(_dataVersion);
    }

    private int CommitTransaction()
    {
        var result = CommitFault?.Invoke(false) ?? raw.SQLITE_OK;
        if (result == raw.SQLITE_OK)
        {
            result = _database!.TryExecute("COMMIT");
        }

        return result != raw.SQLITE_OK ? result : CommitFault?.Invoke(true) ?? raw.SQLITE_OK;
    }

    private BookstoreException Fail(SqliteUnit unit, int result)
    {
        var fault = _database!.Fault(result);
        if ((result & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_CONSTRAINT && _database.InTransaction)
        {
            End(unit, fault);
            return SqliteFaults.NothingWritten(fault, file.Path);
        }

        // The frame that commits is written last: with no room for it there is no commit, now or after a recovery.
        if ((result & 0xFF) == raw.SQLITE_FULL)
        {
            Release(unit);
            Discard();
            return SqliteFaults.NothingWritten(fault, file.Path);
        }

        Release(unit);
        Discard();
        SqliteStoreLog.OutcomeUnknown(logger, fault);
        return new StoreOutcomeUnknownException($"The commit to '{file.Path}' failed, and it is not known whether it took effect.", fault);
    }

    private void End(SqliteUnit unit, SqliteException? fault)
    {
        Release(unit);
        _cache.Clear();
        RollBack(fault);
    }

    private void Release(SqliteUnit unit)
    {
        unit.HasEnded = true;
        _unit = null;
        thread.IsUnitOpen = false;
    }

    private void RollBack(SqliteException? fault)
    {
        var isRolledBack = _database is null || !_database.InTransaction || _database.TryExecute("ROLLBACK") == raw.SQLITE_OK;
        if (!isRolledBack || (fault is not null && SqliteFaults.IsFatal(fault)))
        {
            Discard();
        }
    }

    // A connection that failed is closed and never used again: what it believes about the file may be wrong.
    private void Discard()
    {
        _mustRecover = true;
        checkpointer.Suspend();
        _cache.Clear();
        _unitWriter = null;
        _copy?.Dispose();
        _database?.DisposeInDoubt();
        _database = null;
    }

    // What is visible now has to be durable before anybody acts on it.
    private void Recover(SqliteDatabase database)
    {
        try
        {
            WriteLogAgain(database);
            _log!.Harden();
            _mustRecover = false;
        }
        catch (SqliteException fault)
        {
            database.DisposeInDoubt();
            throw SqliteFaults.Unusable(fault, file.Path);
        }
        catch
        {
            database.DisposeInDoubt();
            throw;
        }
    }

    private void WriteLogAgain(SqliteDatabase database)
    {
        database.SetBusyTimeout(options.BusyTimeout);
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            _log!.WriteAgain();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is what .NET makes of a file that must not grow so large.
            throw new SqliteException(exception.Message, raw.SQLITE_IOERR, raw.SQLITE_IOERR_WRITE);
        }

        database.Execute("ROLLBACK");
        database.SetBusyTimeout(TimeSpan.Zero);
    }
}
