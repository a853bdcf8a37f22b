using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

/// <summary>What the store logs.</summary>
internal static partial class SqliteStoreLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Opened the SQLite database {Path}")]
    public static partial void Opened(ILogger logger, string path);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Error, Message = "A commit failed with an unknown outcome; the connection is closed and the outcome will be found out")]
    public static partial void OutcomeUnknown(ILogger logger, Exception exception);
}
