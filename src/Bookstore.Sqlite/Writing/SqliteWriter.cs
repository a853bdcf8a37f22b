using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>Writes units, one at a time, over the connection that writes. All members are called on the writer thread.</summary>
internal sealed class SqliteWriter(
    DatabaseFile file, SqliteStoreOptions options, WriterThread thread, ReaderPool readers, FileGuard guard, LogCheckpointer checkpointer, FileClock clock, ILogger logger)
{
    private readonly WriterConnection _connection = new(file, options, readers, guard, checkpointer, logger);
    private readonly RecordCache _cache = new(options.CachedRecords);
    private UnitWriter? _unitWriter;
    private SqliteUnit? _unit;
    private long _dataVersion;
    private bool _isContended;
    private bool _isClosed;

    /// <inheritdoc cref="WriterConnection.HasOpened"/>
    public bool HasOpened => _connection.HasOpened;

    /// <summary>Fails a commit for tests: asked before (<see langword="false"/>) and after (<see langword="true"/>) the real one, it gives a result code, or zero.</summary>
    public Func<bool, int>? CommitFault { get; set; }

    /// <inheritdoc cref="WriteAheadLog.MostCopied"/>
    public long MostPagesCopied => _connection.Log?.MostCopied ?? 0;

    private SqliteDatabase Database => _connection.Database;

    /// <summary>Opens the file, and makes or migrates it, unless it is open.</summary>
    public bool Prepare(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, nameof(SqliteStore));
        if (_connection.IsOpen)
        {
            return true;
        }

        cancellationToken.ThrowIfCancellationRequested();
        _unitWriter = new UnitWriter(_connection.Open(), _cache, clock);
        _cache.Clear();
        return true;
    }

    /// <summary>Makes a writer's row durable before the writer's first batch.</summary>
    public bool Register(Guid writer, CancellationToken cancellationToken)
    {
        Prepare(cancellationToken);
        try
        {
            Begin(cancellationToken);
            WriterRows.Register(Database, writer);
            Database.Execute("COMMIT");
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

    public IStoreTransaction Open(RecordKeys keys, CancellationToken cancellationToken)
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

    public bool Commit(SqliteUnit unit, CommitToken mark)
    {
        if (unit.HasEnded)
        {
            throw new InvalidOperationException("The unit has been committed or disposed already.");
        }

        try
        {
            WriteAndLook(unit, mark);
        }
        catch (SqliteException fault)
        {
            var inConflict = _unitWriter!.InConflict;
            End(unit, fault);
            throw SqliteFaults.NotWritten(fault, file.Path, inConflict);
        }
        catch (BookstoreException)
        {
            End(unit, null);
            throw;
        }
        catch (Exception fault)
        {
            End(unit, null);
            throw new BookstoreStoreException("A record cannot be written to the database; nothing was written. The inner exception says why.", fault);
        }

        var result = CommitTransaction();
        if (result != raw.SQLITE_OK)
        {
            throw Fail(unit, result);
        }

        _unitWriter!.Remember(unit.Records);
        Release(unit);
        guard.ThrowIfWriteWasLost(_dataVersion);
        _connection.Log!.NoteCommit();
        return true;
    }

    public bool Abandon(SqliteUnit unit)
    {
        if (!unit.HasEnded)
        {
            Release(unit);
            if (Database.TryExecute("ROLLBACK") != raw.SQLITE_OK)
            {
                Discard();
            }
        }

        return true;
    }

    /// <summary>Finds out, for good and durably, whether a batch was committed.</summary>
    public bool WasCommitted(CommitToken mark, CancellationToken cancellationToken)
    {
        guard.ThrowIfCommitWasLost();
        Discard();
        Prepare(cancellationToken);
        return mark.IsCommitted(ReadLastBatch(mark.Writer, cancellationToken));
    }

    /// <inheritdoc cref="WriterConnection.StartCopy"/>
    public PageCopy StartCopy(string path, CancellationToken cancellationToken)
    {
        Prepare(cancellationToken);
        return _connection.StartCopy(path);
    }

    /// <inheritdoc cref="WriterConnection.StepCopy"/>
    public PageCopyResult StepCopy(PageCopy copy, int pages) => _connection.StepCopy(copy, pages);

    /// <inheritdoc cref="WriterConnection.EndCopy"/>
    public bool EndCopy(PageCopy copy)
    {
        _connection.EndCopy(copy);
        return true;
    }

    public void Close()
    {
        _isClosed = true;
        if (_unit is { } unit)
        {
            Release(unit);
        }

        _connection.Close();
    }

    private long? ReadLastBatch(Guid writer, CancellationToken cancellationToken)
    {
        try
        {
            Begin(cancellationToken);
            var lastBatch = WriterRows.FindBatch(Database, writer);

            // This commit takes the place in the log that a commit which was not finished may have left behind.
            WriterRows.NoteQuestion(Database, writer);
            Database.Execute("COMMIT");
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

    private void Begin(CancellationToken cancellationToken)
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

    // In a file that was overwritten, old and new pages together can break a rule of a table: then that is the cause to name.
    private void WriteAndLook(SqliteUnit unit, CommitToken mark)
    {
        try
        {
            _unitWriter!.Write(unit.Records, mark);
        }
        catch (SqliteException)
        {
            guard.ThrowIfOverwritten(_dataVersion);
            throw;
        }

        guard.ThrowIfOverwritten(_dataVersion);
    }

    private int CommitTransaction()
    {
        var result = CommitFault?.Invoke(false) ?? raw.SQLITE_OK;
        if (result == raw.SQLITE_OK)
        {
            result = Database.TryExecute("COMMIT");
        }

        return result != raw.SQLITE_OK ? result : CommitFault?.Invoke(true) ?? raw.SQLITE_OK;
    }

    private BookstoreException Fail(SqliteUnit unit, int result)
    {
        var fault = Database.Fault(result);
        if ((result & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_CONSTRAINT && Database.InTransaction)
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
        var isRolledBack = !_connection.IsOpen || !Database.InTransaction || Database.TryExecute("ROLLBACK") == raw.SQLITE_OK;
        if (!isRolledBack || (fault is not null && SqliteFaults.IsFatal(fault)))
        {
            Discard();
        }
    }

    private void Discard()
    {
        _cache.Clear();
        _unitWriter = null;
        _connection.Discard();
    }
}
