using Bookstore.Sqlite;

namespace Bookstore;

/// <summary>Backs up the shop's SQLite file while the shop sells. Registered by <c>UseSqlite</c>. Safe for use from several threads.</summary>
public sealed class SqliteBackup
{
    private readonly SqliteStore _store;

    internal SqliteBackup(SqliteStore store) => _store = store;

    /// <summary>
    /// Copies the shop to a new file, a few pages at a time between the shop's writes. The copy is one consistent state and contains every order that was confirmed before the call.
    /// It has its name only when it is complete and durable.
    /// </summary>
    /// <param name="path">The file to make, in a folder that exists. On Unix its mode is 0600. It may be on another disk.</param>
    /// <param name="progress">Receives the progress after each step. It is called between two steps and holds up only the backup.</param>
    /// <param name="cancellationToken">Ends the backup and deletes what was copied. After the copy has its name, the token has no effect.</param>
    /// <returns>A task that completes when the backup is durable under its name.</returns>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="SqliteBackupException">The backup was not made; <see cref="SqliteBackupException.Failure"/> says why.</exception>
    /// <exception cref="BookstoreStoreException">The shop's file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The store is closed, or was closed during the backup.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    /// <remarks>A retry starts from the first page. A process that is killed during a backup leaves a file named <c>.name.….tmp</c> in the folder, which may be deleted.</remarks>
    public Task BackupAsync(string path, IProgress<SqliteBackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return _store.BackupAsync(Path.GetFullPath(path), progress, cancellationToken);
    }
}
