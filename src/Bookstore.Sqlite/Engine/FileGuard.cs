using Microsoft.Extensions.Logging;

namespace Bookstore.Sqlite;

/// <summary>Notices that the files that are open do not lie where their paths lead any more, or that one was overwritten, and refuses all further work.</summary>
/// <remarks>
/// What is written to a file that was moved, deleted or replaced is gone after a restart. The state lasts until the store is closed: it is unknown what
/// happened to the files meanwhile. <see cref="Remember"/>, <see cref="Release"/>, <see cref="ThrowIfOverwritten"/> and <see cref="ThrowIfWriteWasLost"/> are called on the writer thread, everything else on any thread.
/// </remarks>
internal sealed class FileGuard(DatabaseFile file, ILogger logger, TimeProvider time) : IDisposable
{
    // How stale the last look may be for a read. A commit looks each time.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    private readonly DatabaseContent _content = new(file.Path);
    private volatile Watched[] _watched = [];
    private volatile bool _isLost;
    private LogHeader? _log;
    private long _lookedAt;

    /// <summary>Whether the files were lost.</summary>
    public bool IsLost => _isLost;

    /// <inheritdoc cref="DatabaseContent.NeedsCheckpoint"/>
    public bool NeedsCheckpoint => _content.NeedsCheckpoint;

    /// <summary>Remembers the files that are open now. A database file that was remembered before has to be the same.</summary>
    /// <param name="database">The writer's connection, which has read.</param>
    /// <exception cref="BookstoreStoreException">The database file is another one.</exception>
    public void Remember(SqliteDatabase database)
    {
        ThrowIfReplaced();

        // As SQLite resolved it: the log lies beside that file.
        var resolvedPath = database.ResolvedPath;
        string[] paths = string.Equals(file.Path, resolvedPath, StringComparison.Ordinal) ? [file.Path] : [file.Path, resolvedPath];
        _watched = Array.FindAll(Array.ConvertAll([.. paths, resolvedPath + "-wal", resolvedPath + "-shm"], Watched.At), static watched => watched.Exists);
        _log?.Dispose();
        _log = LogHeader.Open(resolvedPath + "-wal");
        _content.Watch(database);
        Volatile.Write(ref _lookedAt, time.GetTimestamp());
    }

    /// <summary>Looks at the files a last time before the writer's connection is closed.</summary>
    public void Release()
    {
        Look();
        _content.Release();
    }

    /// <summary>Throws before a file is opened again in the place of the one that was open.</summary>
    /// <exception cref="BookstoreStoreException">The database file is another one, or none.</exception>
    public void ThrowIfReplaced()
    {
        if (_watched.Length > 0 && _watched[0].IsGone())
        {
            Lose();
        }

        ThrowIfLost();
    }

    /// <summary>Throws when the files were lost.</summary>
    public void ThrowIfLost()
    {
        if (_isLost)
        {
            throw new BookstoreStoreException($"{Problem} {Remedy}") { IsUnavailable = true };
        }
    }

    /// <summary>Looks at the files, unless that was done a moment ago, and throws when they were lost.</summary>
    public void LookAndThrow()
    {
        if (!_isLost && _watched.Length > 0 && time.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookAgainAfter)
        {
            Look();
        }

        ThrowIfLost();
    }

    /// <summary>Looks at the files.</summary>
    public void Look()
    {
        Volatile.Write(ref _lookedAt, time.GetTimestamp());
        var isLooked = _content.TryLook(out var isLost);
        if (isLost)
        {
            Lose();
            return;
        }

        // The first is the database.
        foreach (var watched in _watched.AsSpan(isLooked && _watched.Length > 0 ? 1 : 0))
        {
            if (watched.IsGone())
            {
                Lose();
                return;
            }
        }
    }

    /// <summary>Looks at the log and at the database before a commit, while this process holds the write lock.</summary>
    /// <param name="dataVersion">The writer's data version, read under that lock.</param>
    /// <exception cref="BookstoreStoreException">One was overwritten. Nothing of this commit is durable.</exception>
    public void ThrowIfOverwritten(long dataVersion)
    {
        // The commit may begin the log anew, which is a trace of a checkpoint.
        if (!_isLost && ((_content.TryLook(out var isDatabaseLost) && isDatabaseLost) || (_log is { } log && !log.IsOneLog(dataVersion))))
        {
            Lose();
        }

        ThrowIfLost();
    }

    /// <summary>Looks at the files after a commit that wrote to them.</summary>
    /// <param name="dataVersion">The writer's data version at the commit.</param>
    /// <exception cref="BookstoreStoreException">The files were lost: the commit went to a file that a restart does not find, and its outcome is unknown.</exception>
    public void ThrowIfWriteWasLost(long dataVersion)
    {
        if (!_isLost && _log is { } log && !log.HasHeader(dataVersion))
        {
            Lose();
        }

        ThrowIfCommitWasLost();
    }

    /// <summary>Checks the files before the outcome of a commit is read.</summary>
    /// <exception cref="BookstoreStoreException">The files were lost, and so may be the commit.</exception>
    public void ThrowIfCommitWasLost()
    {
        Look();

        if (_isLost)
        {
            throw new BookstoreStoreException($"{Problem} It is not known whether the last write is in the file that will be used after that. {Remedy}") { IsUnavailable = true, IsOutcomeUnknown = true };
        }
    }

    /// <summary>Closes what the guard has open. Called when the writer is.</summary>
    public void Dispose() => _log?.Dispose();

    private string Problem => $"The database file '{file.Path}', or its '-wal' or '-shm' file, was moved, deleted, replaced or overwritten while it was open; nothing more is read or written.";

    private static string Remedy =>
        "Stop this process, put the database file back together with its '-wal' file, and start again. To continue with another file, remove the '-wal' and '-shm' files of the old one first.";

    private void Lose()
    {
        if (!_isLost)
        {
            _isLost = true;
            SqliteStoreLog.FileLost(logger, file.Path);
        }
    }

    private sealed record Watched(byte[] Path, FileIdentity? File)
    {
        public bool Exists => File is not null;

        public static Watched At(string path)
        {
            var encoded = FileIdentity.Encode(path);
            return new Watched(encoded, FileIdentity.Of(encoded));
        }

        public bool IsGone() => File is { } before && before.IsReplacedBy(FileIdentity.Of(Path));
    }
}
