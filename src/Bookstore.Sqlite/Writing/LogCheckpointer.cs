using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>Copies the write-ahead log into the database file on a thread and a connection of its own, so that no commit waits for the copy.</summary>
/// <remarks>Its members are called on the writer thread. A round is passive: it waits for no reader and copies what no reader needs to find in the log.</remarks>
internal sealed class LogCheckpointer(DatabaseFile file, SqliteStoreOptions options, ReaderPool readers, FileGuard guard, ILogger logger)
{
    /// <summary>A read that has run for longer than this is ended when the log has reached its limit.</summary>
    public static readonly TimeSpan LongRead = TimeSpan.FromSeconds(5);

    // A page of 4 KiB with its header.
    private const long FrameSize = 4_120;

    private readonly object _gate = new();
    private Thread? _thread;
    private long _writtenBefore;
    private bool _isAsked;
    private bool _isAtWork;
    private bool _isSuspended;
    private bool _isStopping;
    private bool _hasWarned;
    private bool _hasToldFull;
    private volatile string? _warning;
    private volatile Round? _done;

    /// <summary>Called in tests when a round has copied and before its result can be taken.</summary>
    public Action? Copied { get; set; }

    /// <summary>What is wrong while a reader keeps the log from starting anew, and the log has half of its limit or more.</summary>
    public string? Warning => _warning;

    /// <summary>Whether a round is over and its result waits to be taken.</summary>
    public bool IsDone => _done is not null;

    /// <summary>Asks for a round. One that is asked for already is not made twice.</summary>
    /// <param name="writtenBefore">How many pages the writer has written by now.</param>
    public void Ask(long writtenBefore)
    {
        lock (_gate)
        {
            if (_isAsked || _isAtWork || _isSuspended || _isStopping)
            {
                return;
            }

            _isAsked = true;
            _writtenBefore = writtenBefore;
            Start();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes the result of the last round.</summary>
    public Round? Take()
    {
        var done = _done;
        _done = null;
        return done;
    }

    /// <summary>Waits for the round in progress and makes no more: what is in the log is not trusted until the writer has recovered it.</summary>
    public void Suspend()
    {
        lock (_gate)
        {
            _isSuspended = true;
            _isAsked = false;
            WaitForRound();
            _done = null;
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            _isSuspended = false;
        }
    }

    /// <summary>Waits for the round in progress and ends the thread.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _isStopping = true;
            Monitor.PulseAll(_gate);
            WaitForRound();
        }
    }

    private void WaitForRound()
    {
        while (_isAtWork)
        {
            Monitor.Wait(_gate);
        }
    }

    private void Start()
    {
        if (_thread is null)
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "Bookstore.Sqlite checkpoints" };
            _thread.Start();
        }
    }

    private void Run()
    {
        while (Next())
        {
            var (frames, copied) = Copy();
            Copied?.Invoke();
            TryWatch(frames, isHeld: copied < frames);
            lock (_gate)
            {
                _done = new Round(_writtenBefore, frames, copied);
                _isAtWork = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool Next()
    {
        lock (_gate)
        {
            while (!_isAsked && !_isStopping)
            {
                Monitor.Wait(_gate);
            }

            _isAtWork = !_isStopping;
            _isAsked = false;
            return _isAtWork;
        }
    }

    // What fails here is tried again, and fails at the writer as well if it lasts.
    private (int Frames, int Copied) Copy()
    {
        try
        {
            guard.LookAndThrow();
            var database = SqliteDatabase.Open(file.Path, raw.SQLITE_OPEN_READWRITE, TimeSpan.Zero);
            try
            {
                // The first read opens the log.
                _ = database.Scalar("PRAGMA user_version");
                guard.Look();
                guard.ThrowIfLost();
                _ = database.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE, out var frames, out var copied);

                // What the round wrote is known before anything else can write to the file.
                guard.Look();
                return (frames, copied);
            }
            finally
            {
                database.DisposeInDoubt();
            }
        }
        catch (Exception fault) when (fault is SqliteException or BookstoreStoreException)
        {
            return (Round.Unknown, Round.Unknown);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A logger that throws must not end the process.")]
    private void TryWatch(int frames, bool isHeld)
    {
        try
        {
            Watch(frames, isHeld);
        }
        catch (Exception)
        {
            // The next round warns again.
            (_hasWarned, _hasToldFull) = (false, false);
        }
    }

    private void Watch(int frames, bool isHeld)
    {
        var size = frames * FrameSize;
        if (!isHeld || size < options.MaxLogSize / 2)
        {
            (_hasWarned, _hasToldFull, _warning) = (false, false, null);
            return;
        }

        _warning = $"A reader keeps SQLite's write-ahead log from starting anew: it has {(size < options.MaxLogSize ? "more than half of its limit" : "reached its limit, and grows")}.";
        var oldest = readers.OldestAge;
        if (!_hasWarned)
        {
            _hasWarned = true;
            SqliteStoreLog.LogIsHeld(logger, file.Path, size, options.MaxLogSize, oldest.TotalSeconds);
        }

        if (size >= options.MaxLogSize && readers.EndLongerThan(LongRead, TooLong) is var ended and > 0)
        {
            SqliteStoreLog.ReadsEnded(logger, ended, size);
        }
        else if (size >= options.MaxLogSize && oldest < LongRead && !_hasToldFull)
        {
            // The last read of this process may end at this moment; then the next round finds the log free.
            _hasToldFull = true;
            SqliteStoreLog.LogIsFull(logger, file.Path, size, options.MaxLogSize);
        }
    }

    private BookstoreStoreException TooLong() => new(
        $"The read was ended: it ran for more than {LongRead.TotalSeconds} seconds, kept the write-ahead log of '{file.Path}' from starting anew, and the log has reached "
        + $"{options.MaxLogSize} bytes. Read less at a time, or raise SqliteStoreOptions.MaxLogSize.")
    { IsTransient = true };

    /// <summary>What a round found.</summary>
    /// <param name="WrittenBefore">How many pages the writer had written when it was asked for.</param>
    /// <param name="Frames">How many pages the log held.</param>
    /// <param name="Copied">How many of them are in the database file.</param>
    internal sealed record Round(long WrittenBefore, int Frames, int Copied)
    {
        public const int Unknown = -1;

        /// <summary>Whether a reader keeps the log from being copied to its end.</summary>
        public bool IsHeld => Copied < Frames;
    }
}
