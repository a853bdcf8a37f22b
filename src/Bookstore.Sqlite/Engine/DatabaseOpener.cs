using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>Opens the file for writing: looks before it touches, migrates, and sets the connection up.</summary>
internal static class DatabaseOpener
{
    public static SqliteDatabase Open(DatabaseFile file, SqliteStoreOptions options, ILogger logger)
    {
        FileInspection.ThrowIfUnusable(file, options);
        try
        {
            return OpenForWriting(file, options, logger);
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.Unusable(fault, file.Path);
        }
    }

    private static SqliteDatabase OpenForWriting(DatabaseFile file, SqliteStoreOptions options, ILogger logger)
    {
        if (file.MayCreate)
        {
            PrivateFile.MakeIfMissing(file.Path);
        }

        if (PrivateFile.IsOpenToOthers(file.Path))
        {
            SqliteStoreLog.ReadableByOthers(logger, file.Path);
        }

        var flags = raw.SQLITE_OPEN_READWRITE | (file.MayCreate ? raw.SQLITE_OPEN_CREATE : 0);
        var database = SqliteDatabase.Open(file.Path, flags, options.BusyTimeout);
        try
        {
            if (database.IsReadOnly)
            {
                throw new SqliteException("The file was opened read-only.", raw.SQLITE_READONLY, raw.SQLITE_READONLY);
            }

            DatabaseSchema.ThrowIfForeign(database, file.Path);

            // Before the write-ahead log is switched on, so that the file itself says from its first page on whose it is.
            DatabaseSchema.Migrate(database, file.Path, logger);
            UseWriteAheadLog(database, file, options);
            SetUp(database, options);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    // Switching needs the file for itself for a moment, and SQLite does not wait for it.
    private static void UseWriteAheadLog(SqliteDatabase database, DatabaseFile file, SqliteStoreOptions options)
    {
        for (var waited = 0; ; waited++)
        {
            var result = database.TryExecute("PRAGMA journal_mode = WAL");
            if (result == raw.SQLITE_OK)
            {
                break;
            }

            if ((result & 0xFF) != raw.SQLITE_BUSY || waited >= options.BusyTimeout.TotalMilliseconds)
            {
                throw database.Fault(result);
            }

            Pause.Briefly();
        }

        if (!string.Equals(database.Text("PRAGMA journal_mode"), "wal", StringComparison.Ordinal))
        {
            throw new BookstoreStoreException($"'{file.Path}' cannot have a write-ahead log: put it on a local disk.");
        }
    }

    private static void SetUp(SqliteDatabase database, SqliteStoreOptions options)
    {
        database.Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -{options.CacheSizeKiB};
            PRAGMA secure_delete = FAST;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA journal_size_limit = {WriteAheadLog.SizeLimit(options)};
            """));

        // From here on the writer waits by itself, in short steps, so that two processes take turns.
        database.SetBusyTimeout(TimeSpan.Zero);
    }
}
