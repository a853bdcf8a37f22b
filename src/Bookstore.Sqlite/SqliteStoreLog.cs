using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>What the store logs.</summary>
internal static partial class SqliteStoreLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Opened the SQLite database {Path}")]
    public static partial void Opened(ILogger logger, string path);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "A commit failed with an unknown outcome; the connection is closed and the outcome will be found out")]
    public static partial void OutcomeUnknown(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Critical, Message = "The database file {Path}, or its -wal or -shm file, was moved, deleted or replaced while it was open. The store refuses all reads and writes until the process is started again")]
    public static partial void FileLost(ILogger logger, string path);
}
