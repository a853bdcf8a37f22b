using System.Buffers;
using System.Globalization;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>
/// Keeps the write-ahead log short. It is copied into the file in the background; the writer only copies the last pages and restarts it while no reader uses it.
/// </summary>
internal sealed class WriteAheadLog(SqliteDatabase database, SqliteStoreOptions options, LogCheckpointer checkpointer, FileGuard guard)
{
    public const int PageSize = 4_096;

    /// <summary>By how much the file becomes shorter at a time, in bytes. The first commit of a new log does it, and the system takes 0.3 s for each gigabyte.</summary>
    public const long MostCut = 64 * 1_048_576;

    private const int LookEvery = 64;
    private const int WritersShare = 32;
    private const int HopelessAfter = 4;

    // 16 MiB, also where the log is kept shorter than that: a round takes a while however little it copies.
    private const int LeastBound = 4_096;
    private const int CopySize = 1_048_576;

    // Reads of a page are over by then. A long one is not waited for: it keeps the background from copying all, and then the log is not started anew.
    private static readonly TimeSpan PatienceWithReaders = TimeSpan.FromMilliseconds(10);

    private readonly FileInfo _log = new(database.ResolvedPath + "-wal");
    private readonly int _step = options.CheckpointPages / 8;
    private long _emptyAt = database.PagesWritten();
    private long _copiedAt = database.PagesWritten();
    private long _mostLeft = LeastShare(options);
    private long _sizeLimit = SizeLimit(options);
    private long _askedAt;
    private int _commits;

    /// <summary>The most pages that the writer has copied at a time.</summary>
    public long MostCopied { get; private set; }

    /// <summary>How long the log may stay after it was started anew, in bytes.</summary>
    public static long SizeLimit(SqliteStoreOptions options) => 2L * options.CheckpointPages * PageSize;

    /// <summary>Looks every so many commits how long the log is, and has it copied or starts it anew.</summary>
    public void NoteCommit()
    {
        if (++_commits % LookEvery != 0 && !checkpointer.IsDone)
        {
            return;
        }

        var written = database.PagesWritten();
        if (checkpointer.Take() is { } round)
        {
            Use(round, written);
        }
        else if (written - _emptyAt >= options.CheckpointPages && written - _askedAt >= _step)
        {
            Ask(written);
        }
    }

    /// <summary>Has the log copied that was there when the connection was opened.</summary>
    public void CopyLeftover() => Ask(database.PagesWritten());

    // The writer copies what was written since the round began, and no more than a small share of the log: that doubles while the background does not get that near, and stays
    // bounded, unless the log has reached its limit: a pause is better than a full disk.
    private void Use(LogCheckpointer.Round round, long written)
    {
        var isKnown = round.Frames != LogCheckpointer.Round.Unknown;
        if (isKnown)
        {
            // The log starts anew by itself as well, when all of it is copied at the start of a write.
            _emptyAt = round.WrittenBefore - round.Frames;
        }

        if (round.IsHeld)
        {
            return;
        }

        if (isKnown)
        {
            _copiedAt = round.WrittenBefore;
        }

        var bound = Math.Max(options.CheckpointPages, LeastBound);
        var length = written - _emptyAt;
        var isHopeless = !isKnown && length >= (long)HopelessAfter * options.CheckpointPages;
        var isFull = _mostLeft == bound && length * PageSize >= options.MaxLogSize;
        if (written - _copiedAt <= _mostLeft || isHopeless || isFull)
        {
            StartAnew(written);
            _mostLeft = LeastShare(options);
        }
        else
        {
            _mostLeft = Math.Min(2 * _mostLeft, bound);
            Ask(written);
        }
    }

    private static long LeastShare(SqliteStoreOptions options) => Math.Max(1, options.CheckpointPages / WritersShare);

    private void Ask(long written)
    {
        // Before the round: when all is copied, any write may start the log anew.
        LimitCut();
        _askedAt = written;
        checkpointer.Ask(written);
    }

    private void LimitCut()
    {
        _log.Refresh();
        var limit = Math.Max(SizeLimit(options), (_log.Exists ? _log.Length : 0) - MostCut);
        if (limit != _sizeLimit)
        {
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA journal_size_limit = {limit}"));
            _sizeLimit = limit;
        }
    }

    private void StartAnew(long written)
    {
        MostCopied = Math.Max(MostCopied, written - _copiedAt);
        LimitCut();
        database.SetBusyTimeout(PatienceWithReaders);
        if (database.Checkpoint(raw.SQLITE_CHECKPOINT_RESTART) == raw.SQLITE_OK)
        {
            _emptyAt = written;
            _copiedAt = written;
        }

        database.SetBusyTimeout(TimeSpan.Zero);
        guard.Look();
    }

    /// <summary>
    /// Writes the log's bytes once more: after a sync that failed, the system may have let go of them and still call the next sync a success.
    /// The next checkpoint begins with that sync. The caller holds the write lock, so that there is no other writer to the log.
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
