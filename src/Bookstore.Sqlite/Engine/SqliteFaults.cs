using Bookstore.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Bookstore.Sqlite;

/// <summary>Turns SQLite's result codes into the faults of the store contract.</summary>
internal static class SqliteFaults
{
    public static SqliteException Read(sqlite3? connection, int result)
    {
        var extended = connection is null || connection.IsInvalid ? result : raw.sqlite3_extended_errcode(connection);
        var matching = (extended & 0xFF) == (result & 0xFF) ? extended : result;
        var text = connection is null || connection.IsInvalid ? raw.sqlite3_errstr(result) : raw.sqlite3_errmsg(connection);
        return new SqliteException($"SQLite error {matching}: {text.utf8_to_string()}", matching & 0xFF, matching);
    }

    /// <summary>Whether the connection must not be used again after this.</summary>
    public static bool IsFatal(SqliteException fault) => fault.SqliteErrorCode
        is raw.SQLITE_IOERR or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_NOMEM or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY;

    /// <summary>Says what a failed write means. There is one writer at a time, and it loaded the records under its lock: a record that exists is no race.</summary>
    public static BookstoreException NotWritten(SqliteException fault, string path, RecordKeys? inConflict) => fault.SqliteErrorCode == raw.SQLITE_CONSTRAINT && IsConflict(fault)
        ? new StoreConflictException(Conflict(fault), fault) { Reason = StoreConflictReason.Duplicate, Keys = inConflict, IsPermanent = true }
        : NothingWritten(fault, path);

    /// <summary>Says what a failure means when it is certain that nothing was written.</summary>
    public static BookstoreException NothingWritten(SqliteException fault, string path) => IsConflict(fault)
        ? new StoreConflictException(Conflict(fault), fault) { Reason = fault.SqliteErrorCode == raw.SQLITE_CONSTRAINT ? StoreConflictReason.Duplicate : StoreConflictReason.Locked }
        : Unusable(fault, path);

    /// <summary>Says what a failure of a read, or of opening the file, means.</summary>
    public static BookstoreStoreException Unusable(SqliteException fault, string path) =>
        new(Advice(fault, path), fault) { IsTransient = IsTransient(fault) };

    private static bool IsConflict(SqliteException fault) =>
        fault.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED
        || fault.SqliteExtendedErrorCode is raw.SQLITE_CONSTRAINT_PRIMARYKEY or raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_ROWID;

    private static string Conflict(SqliteException fault) => fault.SqliteErrorCode == raw.SQLITE_CONSTRAINT
        ? "A record that was to be new is there already; nothing was written."
        : "Another process was writing to the database file for too long; nothing was written.";

    private static bool IsTransient(SqliteException fault) => fault.SqliteErrorCode
        is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_PROTOCOL or raw.SQLITE_INTERRUPT;

    private static string Advice(SqliteException fault, string path) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"'{path}' is locked by another process; try again, or raise SqliteStoreOptions.BusyTimeout.",
        raw.SQLITE_FULL => $"The disk of '{path}' is full: free space on it. Nothing that was committed is lost.",
        raw.SQLITE_IOERR => $"The disk of '{path}' cannot be read or written: check the device and the file's permissions. Nothing that was committed is lost.",
        raw.SQLITE_READONLY => $"'{path}' cannot be written: give this process write access to the file and to its folder.",
        raw.SQLITE_PERM or raw.SQLITE_AUTH => $"Access to '{path}' is denied: give this process read and write access to the file and to its folder.",
        raw.SQLITE_CANTOPEN => $"'{path}' cannot be opened: check that its folder exists and that this process may read and write there.",
        raw.SQLITE_CORRUPT => $"'{path}' is damaged: stop all processes that use it, keep a copy, and restore a backup or recover it with the sqlite3 command '.recover'.",
        raw.SQLITE_NOTADB => $"'{path}' is not a SQLite database: give the path of a Bookstore database, or of a file that does not exist yet.",
        raw.SQLITE_CONSTRAINT when fault.SqliteExtendedErrorCode == raw.SQLITE_CONSTRAINT_TRIGGER && fault.Message.Contains(SchemaFence.OlderProcess, StringComparison.Ordinal) =>
            $"'{path}' was migrated by a newer version of Bookstore while this process was running; nothing was written. Stop this process and update Bookstore.Sqlite.",
        raw.SQLITE_CONSTRAINT => $"'{path}' refused a record that would break one of its rules; nothing was written. This is a fault of the program or of the stored data: {fault.Message}",
        raw.SQLITE_NOMEM => "There is no memory left for the database: lower SqliteStoreOptions.CacheSizeKiB or give the process more memory.",
        _ => $"'{path}' cannot be used: {fault.Message}",
    };
}
