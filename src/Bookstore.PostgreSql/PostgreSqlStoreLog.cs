using Microsoft.Extensions.Logging;

namespace Bookstore.Storage;

internal static partial class PostgreSqlStoreLog
{
    [LoggerMessage(3101, LogLevel.Information, "The schema {Schema} was brought to version {Version}.")]
    public static partial void Migrated(ILogger logger, string schema, int version);

    [LoggerMessage(3102, LogLevel.Warning, "The database runs with {Setting} = {Value}: orders that were confirmed can be lost when it crashes. Turn the setting on.")]
    public static partial void NotDurable(ILogger logger, string setting, string value);
}
