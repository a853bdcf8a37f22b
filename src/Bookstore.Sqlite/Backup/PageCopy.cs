using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>SQLite's copy of one database to another, page by page. All members are called on the writer thread.</summary>
/// <remarks>What the source connection commits meanwhile, SQLite writes to the copied pages too. A commit of another process makes it start again.</remarks>
internal sealed class PageCopy : IDisposable
{
    private readonly SqliteDatabase _target;
    private readonly sqlite3_backup _copy;
    private bool _hasEnded;

    private PageCopy(SqliteDatabase target, sqlite3_backup copy) => (_target, _copy) = (target, copy);

    /// <summary>How many pages are copied.</summary>
    public int Done { get; private set; }

    /// <summary>How many pages the source has.</summary>
    public int Total { get; private set; }

    /// <summary>Begins a copy.</summary>
    /// <param name="source">The connection that writes.</param>
    /// <param name="path">An empty file.</param>
    public static PageCopy Start(SqliteDatabase source, string path)
    {
        var target = SqliteDatabase.Open(path, raw.SQLITE_OPEN_READWRITE, TimeSpan.Zero);
        try
        {
            // An incomplete copy is deleted, so it needs no journal; the file is synced elsewhere, so that the writer does not wait for it.
            target.Execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = 64;");
            return new PageCopy(target, source.StartCopy(target));
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <summary>Copies the next pages.</summary>
    /// <param name="pages">How many at the most.</param>
    /// <returns>The result.</returns>
    /// <exception cref="SqliteException">The source cannot be read, or the target cannot be written.</exception>
    public PageCopyResult Step(int pages)
    {
        if (_hasEnded)
        {
            return PageCopyResult.Interrupted;
        }

        var before = Done;
        var result = raw.sqlite3_backup_step(_copy, pages);
        if ((result & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED)
        {
            return PageCopyResult.Busy;
        }

        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            throw SqliteFaults.Read(null, result);
        }

        Total = raw.sqlite3_backup_pagecount(_copy);
        Done = Total - raw.sqlite3_backup_remaining(_copy);
        if (result == raw.SQLITE_DONE)
        {
            return PageCopyResult.Complete;
        }

        return Done <= before ? PageCopyResult.Restarted : PageCopyResult.Copied;
    }

    /// <summary>Ends the copy and closes the target. Needed before the source is closed.</summary>
    public void Dispose()
    {
        if (!_hasEnded)
        {
            _hasEnded = true;

            // The result repeats the failure of the last step, which has been thrown.
            _ = raw.sqlite3_backup_finish(_copy);
            _target.Dispose();
        }
    }
}
