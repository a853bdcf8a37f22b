using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>Copies the shop through the writer's own connection, in short steps between its batches, so that the shop's own commits do not make the copy start again.</summary>
internal sealed class OnlineBackup(WriterThread thread, SqliteWriter writer, DatabaseFile file, TimeProvider time) : IAsyncDisposable
{
    /// <summary>How many times a copy starts again, or waits, because of other writers before it fails.</summary>
    public const int MaxRestarts = 16;

    // 128 KiB: well below a millisecond of the writer, and a few where the system is slow to take the pages.
    private const int PagesPerStep = 32;

    // Synced little by little: one sync of a whole copy would hold up the syncs of the shop's commits.
    private const int PagesPerSync = 4_096;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly AsyncLocal<bool> _isReporting = new();
    private Task _running = Task.CompletedTask;
    private bool _isStopped;

    /// <summary>Fails a sync of the copy for tests: it is called before each.</summary>
    public Action? SyncFault { get; set; }

    /// <summary>Makes a backup.</summary>
    public Task RunAsync(string target, IProgress<SqliteBackupProgress>? progress, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, nameof(SqliteStore));
            if (!_running.IsCompleted)
            {
                return Task.FromException(new SqliteBackupException("A backup of this shop is running already: wait for its end, or cancel it.") { Failure = SqliteBackupFailure.AlreadyRunning });
            }

            return _running = Task.Run(() => MakeAsync(target, progress, cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>Ends the backup that is running. To be awaited after the writer thread has been stopped. A progress callback that disposes of the store does not wait for the backup, which waits for the callback.</summary>
    public async ValueTask DisposeAsync()
    {
        Task running;
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            running = _running;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        if (!_isReporting.Value)
        {
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
        }
    }

    private async Task MakeAsync(string target, IProgress<SqliteBackupProgress>? progress, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        try
        {
            either.Token.ThrowIfCancellationRequested();
            using var backup = BackupFile.Make(target, SyncFault);
            await CopyAsync(backup, target, progress, either.Token).ConfigureAwait(false);
            backup.Publish();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(SqliteStore), "The SQLite store was closed during the backup.");
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == raw.SQLITE_FULL || fault.SqliteExtendedErrorCode is raw.SQLITE_IOERR_WRITE or raw.SQLITE_IOERR_TRUNCATE || fault.SqliteErrorCode == raw.SQLITE_CANTOPEN)
        {
            // The shop's own file is only read here.
            throw BackupFile.NotWritable(target, fault);
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.Unusable(fault, file.Path);
        }
    }

    private async Task CopyAsync(BackupFile backup, string target, IProgress<SqliteBackupProgress>? progress, CancellationToken cancellationToken)
    {
        var copy = await thread.RunAndLeaveAsync(token => writer.StartCopy(backup.Path, token), cancellationToken).ConfigureAwait(false);
        try
        {
            await CopyAsync(copy, backup, target, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await EndAsync(copy).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task CopyAsync(PageCopy copy, BackupFile backup, string target, IProgress<SqliteBackupProgress>? progress, CancellationToken cancellationToken)
    {
        var (reported, synced, restarts, waits) = (0, 0, 0, 0);
        while (true)
        {
            var result = await thread.RunAndLeaveAsync(_ => writer.StepCopy(copy, PagesPerStep), cancellationToken).ConfigureAwait(false);
            if (copy.Done > reported)
            {
                reported = copy.Done;
                Report(progress, new SqliteBackupProgress(reported, copy.Total));
            }

            switch (result)
            {
                case PageCopyResult.Complete:
                    return;
                case PageCopyResult.Interrupted:
                    throw Interrupted();
                case PageCopyResult.Copied:
                    break;
                case PageCopyResult.Busy:
                    ThrowIfTooOften(restarts, ++waits, target);
                    break;
                default:
                    ThrowIfTooOften(++restarts, waits, target);
                    synced = 0;
                    break;
            }

            if (copy.Done - synced >= PagesPerSync)
            {
                synced = copy.Done;
                backup.Sync();
            }

            await Task.Delay(result == PageCopyResult.Copied ? Pause : AfterFailure(restarts + waits), time, cancellationToken).ConfigureAwait(false);
        }
    }

    // A store that is being closed ends the copy itself.
    private async Task EndAsync(PageCopy copy)
    {
        try
        {
            await thread.RunAndLeaveAsync(_ => writer.EndCopy(copy), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            await thread.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan AfterFailure(int failed)
    {
        var pause = Pause * (1 << Math.Min(failed, 8));
        return pause < LongestPause ? pause : LongestPause;
    }

    // What the callback starts, such as the closing of the store, knows by this that it runs inside the backup.
    private void Report(IProgress<SqliteBackupProgress>? progress, SqliteBackupProgress value)
    {
        if (progress is null)
        {
            return;
        }

        _isReporting.Value = true;
        try
        {
            progress.Report(value);
        }
        finally
        {
            _isReporting.Value = false;
        }
    }

    private void ThrowIfTooOften(int restarts, int waits, string target)
    {
        if (restarts + waits > MaxRestarts)
        {
            throw new SqliteBackupException(
                $"The backup '{target}' was started again {restarts} times and found the file locked {waits} times, because other processes write to '{file.Path}': call BackupAsync in the process that writes most, "
                + "stop the other writers for the time of the backup, or copy the file with the sqlite3 command VACUUM INTO.")
            { Failure = SqliteBackupFailure.WrittenByOthers };
        }
    }

    private static SqliteBackupException Interrupted() => new("The shop's disk failed during the backup, and the shop opens its file anew: retry when orders are accepted again.")
    {
        Failure = SqliteBackupFailure.Interrupted,
    };
}
