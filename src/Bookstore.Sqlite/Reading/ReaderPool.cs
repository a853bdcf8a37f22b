using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>Read-only connections, each lent to one read at a time. A read runs on its caller's thread until it is done, cancelled, or ended by the store.</summary>
/// <remarks>A few more than <see cref="SqliteStoreOptions.MaxReaders"/> are kept for what writes look up first: searches that run long keep no write waiting.</remarks>
internal sealed class ReaderPool(DatabaseFile file, SqliteStoreOptions options, FileGuard guard, TimeProvider time) : IDisposable
{
    /// <summary>How many connections are kept for look-ups.</summary>
    public const int KeptForLookUps = 2;

    private static readonly TimeSpan PatienceOnDispose = TimeSpan.FromSeconds(10);

#pragma warning disable CA2213 // A disposed semaphore would leave those who wait on it waiting for ever; it holds no handle.
    private readonly SemaphoreSlim _free = new(options.MaxReaders, options.MaxReaders);
    private readonly SemaphoreSlim _kept = new(KeptForLookUps, KeptForLookUps);
#pragma warning restore CA2213
    private readonly Stack<ReadWatch> _idle = [];
    private readonly HashSet<ReadWatch> _busy = [];
    private readonly object _gate = new();
    private int _generation;
    private bool _isClosed;

    /// <summary>How long the oldest read in progress has been running; zero when there is none.</summary>
    public TimeSpan OldestAge
    {
        get
        {
            lock (_gate)
            {
                var oldest = TimeSpan.Zero;
                foreach (var reader in _busy)
                {
                    var age = time.GetElapsedTime(reader.StartedAt);
                    oldest = age > oldest ? age : oldest;
                }

                return oldest;
            }
        }
    }

    /// <summary>Reads; without waiting when a connection is free.</summary>
    /// <param name="state">What the read needs.</param>
    /// <param name="read">The read.</param>
    /// <param name="isLookUp">Whether a write may need it first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ValueTask<T> ReadAsync<TState, T>(TState state, Func<SqliteDatabase, TState, T> read, bool isLookUp, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<T>(cancellationToken);
        }

        var place = _free.Wait(0, CancellationToken.None) ? _free : isLookUp && _kept.Wait(0, CancellationToken.None) ? _kept : null;
        if (place is null)
        {
            return WaitAsync(state, read, isLookUp, cancellationToken);
        }

        try
        {
            return new ValueTask<T>(Read(state, read, place, cancellationToken));
        }
        catch (OperationCanceledException exception)
        {
            return ValueTask.FromCanceled<T>(exception.CancellationToken);
        }
        catch (Exception exception) when (exception is BookstoreException or ObjectDisposedException)
        {
            return ValueTask.FromException<T>(exception);
        }
    }

    /// <summary>Closes all connections: those that read now when their read is over. Waits for none.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            _generation++;
            CloseIdle();
        }
    }

    /// <summary>Ends the reads that have been running for longer than this.</summary>
    /// <returns>How many there were.</returns>
    public int EndLongerThan(TimeSpan age, Func<Exception> reason)
    {
        var ended = 0;
        lock (_gate)
        {
            foreach (var reader in _busy)
            {
                if (time.GetElapsedTime(reader.StartedAt) >= age)
                {
                    reader.End(reason);
                    ended++;
                }
            }
        }

        return ended;
    }

    /// <summary>Ends the reads in progress, waits for them, and refuses new ones.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            CloseIdle();
            foreach (var reader in _busy)
            {
                reader.End(static () => new ObjectDisposedException(nameof(SqliteStore), "The SQLite store was closed during the read."));
            }

            while (_busy.Count > 0 && Monitor.Wait(_gate, PatienceOnDispose))
            {
            }
        }
    }

    private async ValueTask<T> WaitAsync<TState, T>(TState state, Func<SqliteDatabase, TState, T> read, bool isLookUp, CancellationToken cancellationToken)
    {
        if (isLookUp)
        {
            return Read(state, read, await WaitForEitherAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
        }

        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Read(state, read, _free, cancellationToken);
    }

    private async Task<SemaphoreSlim> WaitForEitherAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] waits = [_free.WaitAsync(ended.Token), _kept.WaitAsync(ended.Token)];
        await Task.WhenAny(waits).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        foreach (var wait in waits)
        {
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!waits[0].IsCompletedSuccessfully && !waits[1].IsCompletedSuccessfully)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (waits[0].IsCompletedSuccessfully && waits[1].IsCompletedSuccessfully)
        {
            _kept.Release();
        }

        return waits[0].IsCompletedSuccessfully ? _free : _kept;
    }

    private T Read<TState, T>(TState state, Func<SqliteDatabase, TState, T> read, SemaphoreSlim place, CancellationToken cancellationToken)
    {
        ReadWatch? reader = null;
        var isUsable = false;
        var generation = 0;
        try
        {
            guard.LookAndThrow();
            reader = Take(cancellationToken, out generation);
            var result = read(reader.Database, state);
            isUsable = true;
            return result;
        }
        catch (SqliteException fault)
        {
            guard.Look();
            guard.ThrowIfLost();
            throw SqliteFaults.Unusable(fault, file.Path);
        }
        finally
        {
            Return(reader, generation, isUsable);
            place.Release();
        }
    }

    private ReadWatch Take(CancellationToken cancellationToken, out int generation)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, nameof(SqliteStore));
            generation = _generation;
            if (_idle.TryPop(out var idle))
            {
                return Lend(idle, now, cancellationToken);
            }
        }

        var opened = Open();
        lock (_gate)
        {
            if (!_isClosed)
            {
                return Lend(opened, now, cancellationToken);
            }
        }

        opened.Database.Dispose();
        throw new ObjectDisposedException(nameof(SqliteStore));
    }

    private ReadWatch Lend(ReadWatch reader, long now, CancellationToken cancellationToken)
    {
        reader.Begin(now, cancellationToken);
        _busy.Add(reader);
        return reader;
    }

    // What a connection that failed believes about the file may be wrong.
    private void Return(ReadWatch? reader, int generation, bool isUsable)
    {
        if (reader is null)
        {
            return;
        }

        lock (_gate)
        {
            if (isUsable && generation == _generation && !_isClosed)
            {
                _busy.Remove(reader);
                _idle.Push(reader);
                return;
            }
        }

        reader.Database.Dispose();
        lock (_gate)
        {
            _busy.Remove(reader);
            Monitor.PulseAll(_gate);
        }
    }

    private void CloseIdle()
    {
        while (_idle.TryPop(out var idle))
        {
            idle.Database.Dispose();
        }
    }

    private ReadWatch Open()
    {
        var database = SqliteDatabase.Open(file.Path, raw.SQLITE_OPEN_READONLY, options.BusyTimeout);
        try
        {
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{Math.Max(1_024, options.CacheSizeKiB / 8)}"));
            var reader = database.WatchReads();

            // What was opened is the file that is written, unless that is not at its path any more.
            guard.Look();
            guard.ThrowIfLost();
            return reader;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
