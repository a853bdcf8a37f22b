using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>Looks at the path before the file is opened for writing, so that the file of another program is left unchanged.</summary>
internal static class FileInspection
{
    // The least page size. SQLite would take a shorter file for an empty one, and write over it.
    private const int LeastLength = 512;

    public static void ThrowIfUnusable(DatabaseFile file, SqliteStoreOptions options)
    {
        ThrowIfNoPlace(file);
        var info = new FileInfo(file.Path);
        if (info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
        {
            info = target;
        }

        if (!info.Exists || info.Length == 0)
        {
            return;
        }

        if (info.Length < LeastLength)
        {
            throw SqliteFaults.Unusable(new SqliteException("The file is too short for a SQLite database.", raw.SQLITE_NOTADB, raw.SQLITE_NOTADB), file.Path);
        }

        ThrowIfForeign(file, options);
    }

    private static void ThrowIfNoPlace(DatabaseFile file)
    {
        if (Directory.Exists(file.Path))
        {
            throw new BookstoreStoreException($"'{file.Path}' is a folder: give the path of a file in it, such as '{Path.Combine(file.Path, "bookstore.db")}'.");
        }

        var folder = Path.GetDirectoryName(file.Path);
        if (!string.IsNullOrEmpty(folder) && !Directory.Exists(folder))
        {
            throw new BookstoreStoreException($"The folder '{folder}' does not exist: make it, or correct the Data Source of UseSqlite.");
        }

        if (!file.MayCreate && !File.Exists(file.Path))
        {
            throw new BookstoreStoreException($"'{file.Path}' does not exist, and 'Mode=ReadWrite' forbids to make it: correct the path or leave the mode out.");
        }
    }

    private static void ThrowIfForeign(DatabaseFile file, SqliteStoreOptions options)
    {
        try
        {
            if (!HasOurHeader(file.Path))
            {
                LookInside(file, options);
            }
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.Unusable(fault, file.Path);
        }
    }

    // Immutable: SQLite takes no lock and looks at the file alone. A handle of our own would not do: when it is closed, POSIX takes away all locks
    // of this process on the file, and another process could take it for unused and remove its log.
    private static bool HasOurHeader(string path)
    {
        try
        {
            using var database = SqliteDatabase.Open(UriOf(path) + "?immutable=1", raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_URI, TimeSpan.Zero);
            return database.Scalar("PRAGMA application_id") == DatabaseSchema.ApplicationId && database.Scalar("PRAGMA user_version") <= DatabaseSchema.Version;
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == raw.SQLITE_CORRUPT)
        {
            // While a log or a journal is copied into it, and after a crash there, the file is shorter than its header says. Opened for writing it
            // is made whole, or found to be damaged or of another program.
            return true;
        }
    }

    // With a log, what the header says may be out of date; read-only changes nothing.
    private static void LookInside(DatabaseFile file, SqliteStoreOptions options)
    {
        using var database = SqliteDatabase.Open(file.Path, raw.SQLITE_OPEN_READONLY, options.BusyTimeout);
        DatabaseSchema.ThrowIfForeign(database, file.Path);
    }

    private static string UriOf(string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar);
        return "file:" + (OperatingSystem.IsWindows() ? "/" : "") + string.Join('/', Array.ConvertAll(parts, Uri.EscapeDataString));
    }
}
