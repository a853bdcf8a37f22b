using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bookstore.Storage;

/// <summary>Read-only connections, each lent to one read at a time. A read runs on its caller's thread, to its end.</summary>
internal sealed class ReaderPool(DatabaseFile file, SqliteStoreOptions options) : IDisposable
{
#pragma warning disable CA2213 // A disposed semaphore would leave those who wait on it waiting for ever; it holds no handle.
    private readonly SemaphoreSlim _free = new(options.MaxReaders, options.MaxReaders);
#pragma warning restore CA2213
    private readonly Stack<SqliteDatabase> _idle = [];
    private readonly object _gate = new();
    private int _open;
    private int _generation;
    private bool _isClosing;
    private bool _isClosed;

    /// <summary>Reads; without waiting when a connection is free.</summary>
    public ValueTask<T> ReadAsync<TState, T>(TState state, Func<SqliteDatabase, TState, T> read, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        if (!_free.Wait(0, CancellationToken.None))
        {
            return WaitAsync(state, read, cancellationToken);
        }

        try
        {
            return new ValueTask<T>(Read(state, read));
        }
        catch (BookstoreException exception)
        {
            return ValueTask.FromException<T>(exception);
        }
    }

    /// <summary>Closes all connections; waits for the reads under way, and lets new ones wait.</summary>
    public void CloseAll()
    {
        lock (_gate)
        {
            _isClosing = true;
            _generation++;
            while (_idle.TryPop(out var database))
            {
                database.Dispose();
                _open--;
            }

            while (_open > 0)
            {
                Monitor.Wait(_gate);
            }

            _isClosing = false;
            Monitor.PulseAll(_gate);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        CloseAll();
    }

    private async ValueTask<T> WaitAsync<TState, T>(TState state, Func<SqliteDatabase, TState, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Read(state, read);
    }

    private T Read<TState, T>(TState state, Func<SqliteDatabase, TState, T> read)
    {
        SqliteDatabase? database = null;
        var isUsable = false;
        var generation = 0;
        try
        {
            database = Take(out generation);
            var result = read(database, state);
            isUsable = true;
            return result;
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.Unusable(fault, file.Path);
        }
        finally
        {
            Return(database, generation, isUsable);
            _free.Release();
        }
    }

    private SqliteDatabase Take(out int generation)
    {
        lock (_gate)
        {
            while (_isClosing)
            {
                Monitor.Wait(_gate);
            }

            ObjectDisposedException.ThrowIf(_isClosed, nameof(SqliteStore));
            generation = _generation;
            if (_idle.TryPop(out var idle))
            {
                return idle;
            }

            _open++;
        }

        try
        {
            return Open();
        }
        catch
        {
            Forget();
            throw;
        }
    }

    private void Return(SqliteDatabase? database, int generation, bool isUsable)
    {
        if (database is null)
        {
            return;
        }

        lock (_gate)
        {
            if (isUsable && generation == _generation)
            {
                _idle.Push(database);
                return;
            }
        }

        database.Dispose();
        Forget();
    }

    private void Forget()
    {
        lock (_gate)
        {
            _open--;
            Monitor.PulseAll(_gate);
        }
    }

    private SqliteDatabase Open()
    {
        var database = SqliteDatabase.Open(file.Path, raw.SQLITE_OPEN_READONLY, options.BusyTimeout);
        try
        {
            database.Execute(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{Math.Max(1_024, options.CacheSizeKiB / 8)}"));
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
