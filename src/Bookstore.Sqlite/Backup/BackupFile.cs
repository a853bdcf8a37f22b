using Microsoft.Win32.SafeHandles;

namespace Bookstore.Sqlite;

/// <summary>The file of a backup: under a temporary name beside its place until it is complete and durable, and deleted otherwise.</summary>
internal sealed class BackupFile : IDisposable
{
    private readonly string _target;
    private readonly SafeFileHandle _handle;
    private readonly Action? _syncFault;
    private bool _isPublished;

    private BackupFile(string target, string path, SafeFileHandle handle, Action? syncFault) => (_target, Path, _handle, _syncFault) = (target, path, handle, syncFault);

    /// <summary>The temporary name.</summary>
    public string Path { get; }

    /// <summary>Makes the empty file.</summary>
    /// <param name="target">The full path that the backup gets.</param>
    /// <param name="syncFault">Called before each sync, for tests.</param>
    /// <exception cref="SqliteBackupException">The target is there, or its folder cannot be written.</exception>
    public static BackupFile Make(string target, Action? syncFault = null)
    {
        ThrowIfTaken(target);
        var name = $".{System.IO.Path.GetFileName(target)}.{System.IO.Path.GetRandomFileName()}.tmp";
        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(target) ?? target, name);
        try
        {
            PrivateFile.Make(path);
            return new BackupFile(target, path, File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), syncFault);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(target, exception);
        }
    }

    public static SqliteBackupException NotWritable(string target, Exception exception) => new(
        $"The backup '{target}' cannot be written ({exception.Message.TrimEnd('.')}): check that its folder exists, that this process may write there, and that its disk has room for a copy of the shop.",
        exception)
    { Failure = SqliteBackupFailure.TargetNotWritable };

    /// <summary>Makes what was copied so far durable.</summary>
    public void Sync()
    {
        try
        {
            _syncFault?.Invoke();
            FileSync.Flush(_handle);
        }
        catch (IOException exception)
        {
            throw NotWritable(_target, exception);
        }
    }

    /// <summary>Makes the complete copy durable and gives it its name, unless the name is taken meanwhile.</summary>
    public void Publish()
    {
        Sync();
        try
        {
            ThrowIfTaken(_target);
            File.Move(Path, _target, overwrite: false);
            _isPublished = true;
            _syncFault?.Invoke();
            FileSync.FlushFolder(System.IO.Path.GetDirectoryName(_target)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (_isPublished)
            {
                File.Delete(_target);
            }

            ThrowIfTaken(_target);
            throw NotWritable(_target, exception);
        }
    }

    public void Dispose()
    {
        _handle.Dispose();
        if (_isPublished)
        {
            return;
        }

        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that ended the backup is the one to report.
        }
    }

    // A log of an earlier database of that name would be read as a part of this one.
    private static void ThrowIfTaken(string target)
    {
        foreach (var path in (string[])[target, target + "-wal", target + "-shm", target + "-journal"])
        {
            if (System.IO.Path.Exists(path))
            {
                throw new SqliteBackupException($"'{path}' is there already, and a backup overwrites nothing: give the backup another name, such as one with the date, or move the file away.")
                {
                    Failure = SqliteBackupFailure.TargetExists,
                };
            }
        }
    }
}
