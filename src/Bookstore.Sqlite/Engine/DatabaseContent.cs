namespace Bookstore.Sqlite;

/// <summary>Notices that the database file was replaced, or overwritten in place. Thread-safe.</summary>
/// <remarks>
/// While a write-ahead log is in use, checkpoints alone write to the database file, and each leaves its trace in the wal-index, whichever process makes it. A file whose time changed without a trace
/// was overwritten if its length or its header changed as well; a time alone can be set by other programs. What is written beside a checkpoint, or between one and the next look, is taken for
/// the checkpoint's. Linux alone.
/// </remarks>
internal sealed class DatabaseContent(string path)
{
    private readonly byte[] _path = FileIdentity.Encode(path);
    private readonly Lock _gate = new();
    private WalIndex? _index;
    private FileIdentity? _file;
    private Known? _known;

    /// <summary>Whether nothing is noticed before the next checkpoint: what one that was ended in its middle, or a log that was left by a process that was ended, does to the file is not known.</summary>
    public bool NeedsCheckpoint
    {
        get
        {
            lock (_gate)
            {
                return _index is not null && _known is null;
            }
        }
    }

    /// <summary>Begins to watch what the file is now.</summary>
    public void Watch(SqliteDatabase database)
    {
        lock (_gate)
        {
            _file = null;
            _known = null;
            _index = OperatingSystem.IsLinux() ? WalIndex.Of(database) : null;
        }

        _ = TryLook(out _);
    }

    /// <summary>Ends the watch. Needed before the connection is closed.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _index = null;
            _known = null;
        }
    }

    /// <summary>Looks at the file. What checkpoints wrote is known from now on.</summary>
    /// <param name="isLost">Whether it was replaced or overwritten since the last look.</param>
    /// <returns>Whether it could be looked at.</returns>
    public bool TryLook(out bool isLost)
    {
        lock (_gate)
        {
            isLost = false;
            if (_index is not { } index)
            {
                return false;
            }

            // The trace is read before the file and after it: a checkpoint that begins meanwhile shows in one of them.
            var trace = index.ReadTrace();
            if (!FileStatus.TryReadContent(_path, out var status))
            {
                return false;
            }

            _file ??= status.Identity;
            isLost = _file != status.Identity || IsOverwritten(index, trace, new Version(status.Size, status.ModifiedSeconds, status.ModifiedNanoseconds));
            return true;
        }
    }

    private bool IsOverwritten(WalIndex index, CheckpointTrace trace, Version version)
    {
        var header = !trace.IsAtRest ? null : _known is { } last && last.Version == version ? last.Header : index.ReadHeader();
        if (header is null || trace != index.ReadTrace())
        {
            // A checkpoint is at work: what it has written is known when it is over.
            _known = _known is { } before && before.Version == version ? before : null;
            return false;
        }

        if (_known is { } known && known.Trace == trace && (known.Version.Size != version.Size || !known.Header.AsSpan().SequenceEqual(header)))
        {
            return true;
        }

        _known = new Known(version, header, trace);
        return false;
    }

    private readonly record struct Version(long Size, long ModifiedSeconds, uint ModifiedNanoseconds);

    private readonly record struct Known(Version Version, byte[] Header, CheckpointTrace Trace);
}
