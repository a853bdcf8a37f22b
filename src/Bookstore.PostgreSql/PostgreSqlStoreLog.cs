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

    [LoggerMessage(EventIds.PostgreSql.ReadsFromStandbys, LogLevel.Information, "Lists and searches are read from {Standbys} standbys: all are synchronous and have everything that was committed.")]
    public static partial void ReadsFromStandbys(ILogger logger, int standbys);

    [LoggerMessage(EventIds.PostgreSql.ReadsFromPrimary, LogLevel.Warning, "Lists and searches are read from the primary until its standbys can be read again: {Reason}.")]
    public static partial void ReadsFromPrimary(ILogger logger, string reason, Exception? exception);

    [LoggerMessage(EventIds.PostgreSql.FewThreads, LogLevel.Warning, "Several shops share this process, whose thread pool makes {Threads} threads without delay. A shop whose database hangs can block {Connections} of them and delay the others: set ThreadPoolMinThreads in the project file to {Wanted} or more.")]
    public static partial void FewThreads(ILogger logger, int threads, int connections, int wanted);

    [LoggerMessage(EventIds.PostgreSql.NotDurable, LogLevel.Warning, "The database runs with {Setting} = {Value}: orders that were confirmed can be lost when it crashes. Turn the setting on.")]
    public static partial void NotDurable(ILogger logger, string setting, string value);
}
