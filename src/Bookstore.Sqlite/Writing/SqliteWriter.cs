using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>Writes units, one at a time, over the connection that writes. All members are called on the writer _thread.</summary>
internal sealed class SqliteWriter
{
    private readonly DatabaseFile _file;
    private readonly WriterThread _thread;
    private readonly FileGuard _guard;
    private readonly ILogger _logger;
    private readonly WriterConnection _connection;
    private readonly WriterTransaction _transaction;
    private SqliteUnit? _unit;
    private bool _isClosed;

    public SqliteWriter(
        DatabaseFile file, SqliteStoreOptions options, WriterThread thread, ReaderPool readers, FileGuard guard, LogCheckpointer checkpointer, FileClock clock, ILogger logger)
    {
        (_file, _thread, _guard, _logger) = (file, thread, guard, logger);
        _connection = new WriterConnection(file, options, readers, guard, checkpointer, logger);
        _transaction = new WriterTransaction(_connection, options, guard, clock);
    }

    /// <inheritdoc cref="WriterConnection.HasOpened"/>
    public bool HasOpened => _connection.HasOpened;

    /// <inheritdoc cref="WriterTransaction.CommitFault"/>
    public Func<bool, int>? CommitFault
    {
        get => _transaction.CommitFault;
        set => _transaction.CommitFault = value;
    }

    /// <inheritdoc cref="WriteAheadLog.MostCopied"/>
    public long MostPagesCopied => _connection.Log?.MostCopied ?? 0;

    private SqliteDatabase Database => _connection.Database;

    /// <summary>Opens the file, and makes or migrates it, unless it is open.</summary>
    public bool Prepare(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isClosed, nameof(SqliteStore));
        _transaction.Prepare(cancellationToken);
        return true;
    }

    /// <summary>Makes a writer's row durable before the writer's first batch.</summary>
    public bool Register(Guid writer, CancellationToken cancellationToken)
    {
        Prepare(cancellationToken);
        try
        {
            _transaction.Begin(cancellationToken);
            WriterRows.Register(Database, writer);
            Database.Execute("COMMIT");
            return true;
        }
        catch (SqliteException fault)
        {
            _transaction.RollBack(fault);
            throw SqliteFaults.NothingWritten(fault, _file.Path);
        }
        catch
        {
            _transaction.RollBack(null);
            throw;
        }
    }

    public IStoreTransaction Open(RecordKeys keys, CancellationToken cancellationToken)
    {
        Prepare(cancellationToken);
        try
        {
            _transaction.Begin(cancellationToken);
            var unit = new SqliteUnit(this, _thread, _transaction.Load(keys));
            _unit = unit;
            _thread.IsUnitOpen = true;
            return unit;
        }
        catch (SqliteException fault)
        {
            _transaction.RollBack(fault);
            throw SqliteFaults.NothingWritten(fault, _file.Path);
        }
        catch
        {
            _transaction.RollBack(null);
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
            _transaction.Write(unit.Records, mark);
        }
        catch (SqliteException fault)
        {
            var inConflict = _transaction.InConflict;
            End(unit, fault);
            throw SqliteFaults.NotWritten(fault, _file.Path, inConflict);
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

        var result = _transaction.Commit();
        if (result != raw.SQLITE_OK)
        {
            throw Fail(unit, result);
        }

        _transaction.Remember(unit.Records);
        Release(unit);
        _transaction.ThrowIfLost();
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
                _transaction.Discard();
            }
        }

        return true;
    }

    /// <summary>Finds out, for good and durably, whether a batch was committed.</summary>
    public bool WasCommitted(CommitToken mark, CancellationToken cancellationToken)
    {
        _guard.ThrowIfCommitWasLost();
        _transaction.Discard();
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
            _transaction.Begin(cancellationToken);
            var lastBatch = WriterRows.FindBatch(Database, writer);

            // This commit takes the place in the log that a commit which was not finished may have left behind.
            WriterRows.NoteQuestion(Database, writer);
            Database.Execute("COMMIT");
            return lastBatch;
        }
        catch (SqliteException fault)
        {
            _transaction.Discard();
            throw SqliteFaults.Unusable(fault, _file.Path);
        }
        catch
        {
            _transaction.Discard();
            throw;
        }
    }

    private BookstoreException Fail(SqliteUnit unit, int result)
    {
        var fault = Database.Fault(result);
        if ((result & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_CONSTRAINT && _transaction.IsOpen)
        {
            End(unit, fault);
            return SqliteFaults.NothingWritten(fault, _file.Path);
        }

        // The frame that commits is written last: with no room for it there is no commit, now or after a recovery.
        if ((result & 0xFF) == raw.SQLITE_FULL)
        {
            Release(unit);
            _transaction.Discard();
            return SqliteFaults.NothingWritten(fault, _file.Path);
        }

        Release(unit);
        _transaction.Discard();
        SqliteStoreLog.OutcomeUnknown(_logger, fault);
        return new StoreOutcomeUnknownException($"The commit to '{_file.Path}' failed, and it is not known whether it took effect.", fault);
    }

    private void End(SqliteUnit unit, SqliteException? fault)
    {
        Release(unit);
        _transaction.RollBackUnit(fault);
    }

    private void Release(SqliteUnit unit)
    {
        unit.HasEnded = true;
        _unit = null;
        _thread.IsUnitOpen = false;
    }
}
