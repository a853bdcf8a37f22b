using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore.PostgreSql;

internal static partial class PostgreSqlStoreLog
{
    [LoggerMessage(EventIds.PostgreSql.Migrated, LogLevel.Information, "The schema {Schema} was brought to version {Version}.")]
    public static partial void Migrated(ILogger logger, string schema, int version);

    [LoggerMessage(EventIds.PostgreSql.Migrating, LogLevel.Information, "The schema {Schema} is being brought from version {From} to {To}. Hosts of older versions are refused from then on.")]
    public static partial void Migrating(ILogger logger, string schema, int from, int to);

    [LoggerMessage(EventIds.PostgreSql.MigrationWaits, LogLevel.Warning, "The schema {Schema} cannot be changed yet, attempt {Attempt}: other transactions, such as a dump, use its tables. It is tried again.")]
    public static partial void MigrationWaits(ILogger logger, string schema, int attempt, Exception exception);

    [LoggerMessage(EventIds.PostgreSql.BuildingIndex, LogLevel.Information, "Schema {Schema}: index {Index} is being built while other hosts work. It waits for transactions that are older.")]
    public static partial void BuildingIndex(ILogger logger, string schema, string index);

    [LoggerMessage(EventIds.PostgreSql.SliceDone, LogLevel.Information, "Version {Version}: {Done} of about {Rows} rows of {Table} are migrated. Hosts wait until all are.")]
    public static partial void SliceDone(ILogger logger, int version, long done, long rows, string table);

    [LoggerMessage(EventIds.PostgreSql.SlicesDone, LogLevel.Information, "Schema {Schema}: all rows of version {Version} are migrated.")]
    public static partial void SlicesDone(ILogger logger, string schema, int version);

    [LoggerMessage(EventIds.PostgreSql.BuiltIndex, LogLevel.Information, "Schema {Schema}: index {Index} is built, after {Elapsed}.")]
    public static partial void BuiltIndex(ILogger logger, string schema, string index, TimeSpan elapsed);

    [LoggerMessage(EventIds.PostgreSql.StalledUnitEnded, LogLevel.Warning, "A host was frozen, or cut off, in the middle of a transaction: the database had waited for it for {Waited} and kept its rows locked. Backend {Backend} was ended, and nothing of that transaction was written.")]
    public static partial void StalledUnitEnded(ILogger logger, int backend, TimeSpan waited);

    [LoggerMessage(EventIds.PostgreSql.NotDurable, LogLevel.Warning, "The database runs with {Setting} = {Value}: orders that were confirmed can be lost when it crashes. Turn the setting on.")]
    public static partial void NotDurable(ILogger logger, string setting, string value);
}
