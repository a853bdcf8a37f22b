using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.Sqlite;

/// <summary>What the store logs.</summary>
internal static partial class SqliteStoreLog
{
    [LoggerMessage(EventId = EventIds.Sqlite.Opened, Level = LogLevel.Information, Message = "Opened the SQLite database {Path}")]
    public static partial void Opened(ILogger logger, string path);

    [LoggerMessage(EventId = EventIds.Sqlite.ReadableByOthers, Level = LogLevel.Warning, Message = "Every user of this machine can read the database {Path}, with its customers and addresses. Run: chmod o-rwx {Path}")]
    public static partial void ReadableByOthers(ILogger logger, string path);

    [LoggerMessage(EventId = EventIds.Sqlite.OutcomeUnknown, Level = LogLevel.Error, Message = "A commit failed with an unknown outcome; the connection is closed and the outcome will be found out")]
    public static partial void OutcomeUnknown(ILogger logger, Exception exception);

    [LoggerMessage(EventId = EventIds.Sqlite.FileLost, Level = LogLevel.Critical, Message = "The database file {Path}, or its -wal or -shm file, was moved, deleted, replaced or overwritten while it was open. The store refuses all reads and writes until the process is started again")]
    public static partial void FileLost(ILogger logger, string path);

    [LoggerMessage(EventId = EventIds.Sqlite.LogIsHeld, Level = LogLevel.Warning, Message = "A reader keeps the write-ahead log of {Path} from starting anew: it holds {Size} bytes of at most {Limit}. The oldest read of this process is {Seconds} seconds old; if that is short, another program reads the file")]
    public static partial void LogIsHeld(ILogger logger, string path, long size, long limit, double seconds);

    [LoggerMessage(EventId = EventIds.Sqlite.LogIsFull, Level = LogLevel.Error, Message = "The write-ahead log of {Path} holds {Size} bytes of at most {Limit} and grows until the disk is full: another program reads the database and cannot be ended from here. End it, such as a copy, a backup or a shell with an open transaction (fuser -v {Path})")]
    public static partial void LogIsFull(ILogger logger, string path, long size, long limit);

    [LoggerMessage(EventId = EventIds.Sqlite.ReadsEnded, Level = LogLevel.Warning, Message = "Ended {Count} long reads, because the write-ahead log holds {Size} bytes")]
    public static partial void ReadsEnded(ILogger logger, int count, long size);

    [LoggerMessage(EventId = EventIds.Sqlite.Migrating, Level = LogLevel.Information, Message = "Migrating {Path} from schema {From}; the newest is {To}. Each version is one transaction, which writes the large tables anew in some; processes that share the file wait meanwhile")]
    public static partial void Migrating(ILogger logger, string path, long from, int to);
}
