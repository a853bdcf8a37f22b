using System.Buffers;
using SQLitePCL;

namespace Bookstore.Storage;

/// <summary>Keeps the write-ahead log short. SQLite copies it into the file every so many pages; reads without a gap could keep it from starting anew.</summary>
internal sealed class WriteAheadLog(SqliteDatabase database, SqliteStoreOptions options)
{
    private const int PageSize = 4_096;
    private const int LookEvery = 64;
    private const int StarvedAfter = 4;
    private const int CopySize = 1_048_576;

    private static readonly TimeSpan PatienceWithReaders = TimeSpan.FromMilliseconds(50);

    private readonly FileInfo _log = new(database.ResolvedPath + "-wal");
    private int _commits;

    /// <summary>How long the log may stay after it was started anew, in bytes.</summary>
    public static long SizeLimit(SqliteStoreOptions options) => 2L * options.CheckpointPages * PageSize;

    /// <summary>Waits for the readers for a moment and starts the log anew, if it has grown to several times its size.</summary>
    public void CheckpointIfStarved()
    {
        if (++_commits % LookEvery != 0)
        {
            return;
        }

        _log.Refresh();
        if (_log.Exists && _log.Length > (long)StarvedAfter * options.CheckpointPages * PageSize)
        {
            database.SetBusyTimeout(PatienceWithReaders);
            _ = database.Checkpoint(raw.SQLITE_CHECKPOINT_RESTART);
            database.SetBusyTimeout(TimeSpan.Zero);
        }
    }

    /// <summary>
    /// Writes the log's bytes once more: after a sync that failed, the system may have let go of them and still call the next sync a success.
    /// The next checkpoint begins with that sync. The caller holds the write lock, so that nobody else writes to the log.
    /// </summary>
    /// <exception cref="IOException">The disk fails still.</exception>
    public void WriteAgain()
    {
        _log.Refresh();
        if (!_log.Exists)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(CopySize);
        try
        {
            using var log = File.OpenHandle(_log.FullName, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            int read;
            for (long position = 0; (read = RandomAccess.Read(log, buffer, position)) > 0; position += read)
            {
                RandomAccess.Write(log, buffer.AsSpan(0, read), position);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Copies all of the log into the file and empties it, unless another process is reading it.</summary>
    public void Harden()
    {
        var result = database.Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
        if (result != raw.SQLITE_OK && (result & 0xFF) is not (raw.SQLITE_BUSY or raw.SQLITE_LOCKED))
        {
            throw database.Fault(result);
        }
    }

    /// <summary>Does the same before the store closes; what does not work then is done at the next start.</summary>
    public void TruncateOnClose() => _ = database.Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
}
