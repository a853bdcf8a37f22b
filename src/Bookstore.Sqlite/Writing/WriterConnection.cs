using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>The writer's connection: opened when it is needed, given up after a failure, and opened anew only when the log is durable. All members are called on the writer thread.</summary>
internal sealed class WriterConnection(DatabaseFile file, SqliteStoreOptions options, ReaderPool readers, FileGuard guard, LogCheckpointer checkpointer, ILogger logger)
{
    private SqliteDatabase? _database;
    private PageCopy? _copy;
    private bool _mustRecover;
    private volatile bool _hasOpened;

    /// <summary>Whether the file was opened and found good once, so that it can be read. Asked on any thread.</summary>
    public bool HasOpened => _hasOpened;

    /// <summary>Whether the connection is open.</summary>
    public bool IsOpen => _database is not null;

    /// <summary>The open connection.</summary>
    public SqliteDatabase Database => _database!;

    /// <summary>The log of the connection that was opened last.</summary>
    public WriteAheadLog? Log { get; private set; }

    /// <summary>Opens the file, and makes or migrates it.</summary>
    /// <exception cref="BookstoreStoreException">The file cannot be used.</exception>
    public SqliteDatabase Open()
    {
        if (_mustRecover)
        {
            readers.Retire();
        }

        guard.ThrowIfReplaced();
        var database = DatabaseOpener.Open(file, options, logger);
        Log = new WriteAheadLog(database, options, checkpointer, guard);
        if (_mustRecover)
        {
            Recover(database, Log);
        }

        Guard(database);
        checkpointer.Resume();
        if (guard.NeedsCheckpoint)
        {
            Log.CopyLeftover();
        }

        _database = database;
        _hasOpened = true;
        SqliteStoreLog.Opened(logger, file.Path);
        return database;
    }

    /// <summary>Gives the connection up. One that failed is never used again: what it believes about the file may be wrong.</summary>
    public void Discard()
    {
        _mustRecover = true;
        checkpointer.Suspend();
        guard.Release();
        _copy?.Dispose();
        _database?.DisposeInDoubt();
        _database = null;
    }

    /// <summary>Closes the connection for good, with the log copied into the file as far as that works.</summary>
    public void Close()
    {
        _copy?.Dispose();
        readers.Dispose();
        checkpointer.Stop();
        guard.Release();
        if (guard.IsLost)
        {
            _database?.DisposeInDoubt();
        }
        else if (_database is not null)
        {
            Log?.TruncateOnClose();
            _database.Dispose();
        }

        _database = null;
    }

    /// <summary>Begins a copy of the database, which ends when this connection does.</summary>
    public PageCopy StartCopy(string path)
    {
        guard.LookAndThrow();
        return _copy = PageCopy.Start(Database, path);
    }

    /// <summary>Copies the next pages.</summary>
    public PageCopyResult StepCopy(PageCopy copy, int pages)
    {
        guard.LookAndThrow();
        return copy.Step(pages);
    }

    /// <summary>Ends a copy.</summary>
    public void EndCopy(PageCopy copy)
    {
        copy.Dispose();
        _copy = null;
    }

    private void Guard(SqliteDatabase database)
    {
        try
        {
            // The first read opens the log, which is guarded too.
            _ = database.Scalar("PRAGMA user_version");
            guard.Remember(database);
        }
        catch
        {
            guard.Release();
            database.DisposeInDoubt();
            throw;
        }
    }

    // What is visible now has to be durable before anybody acts on it.
    private void Recover(SqliteDatabase database, WriteAheadLog log)
    {
        try
        {
            WriteAgain(database, log);
            log.Harden();
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

    private void WriteAgain(SqliteDatabase database, WriteAheadLog log)
    {
        database.SetBusyTimeout(options.BusyTimeout);
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            log.WriteAgain();
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
