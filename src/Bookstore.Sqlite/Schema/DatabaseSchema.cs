using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Bookstore.Sqlite;

/// <summary>Recognizes a Bookstore database and brings it to the version that this program knows, one transaction a version.</summary>
internal static class DatabaseSchema
{
    /// <summary>"Book" in ASCII: what <c>PRAGMA application_id</c> says of a Bookstore database.</summary>
    public const int ApplicationId = 0x426F6F6B;

    /// <summary>The statements of each version.</summary>
    public static readonly IReadOnlyList<string> Migrations = [SchemaVersion1.Sql, SchemaVersion2.Sql, SchemaVersion3.Sql, SchemaVersion4.Sql, SchemaVersion5.Sql, SchemaVersion6.Sql, SchemaVersion7.Sql, SchemaVersion8.Sql, SchemaVersion9.Sql, SchemaVersion10.Sql, SchemaVersion11.Sql, SchemaVersion12.Sql, SchemaVersion13.Sql, SchemaVersion14.Sql, SchemaVersion15.Sql, SchemaVersion16.Sql, SchemaVersion17.Sql, SchemaVersion18.Sql];

    public static int Version => Migrations.Count;

    /// <summary>Throws unless the file is a Bookstore database of a known version, or has nothing in it. Reads only.</summary>
    /// <param name="database">A connection to the file, which may be read-only.</param>
    /// <param name="path">The file.</param>
    public static void ThrowIfForeign(SqliteDatabase database, string path)
    {
        // One snapshot: another process may be making the database meanwhile.
        database.Execute("SAVEPOINT look");
        var applicationId = database.Scalar("PRAGMA application_id");
        var isEmpty = applicationId == 0 && database.Scalar("SELECT count(*) FROM sqlite_schema") == 0;
        var version = database.Scalar("PRAGMA user_version");
        database.Execute("RELEASE look");

        if (applicationId != ApplicationId && !isEmpty)
        {
            throw new BookstoreStoreException(
                $"'{path}' is a SQLite database of another program; it was not touched. Give the path of a Bookstore database, or of a file that does not exist yet.");
        }

        if (version > Version)
        {
            throw new BookstoreStoreException(
                $"'{path}' was written by a newer version of Bookstore (schema {version}; this one knows up to {Version}); it was not touched. Update Bookstore.Sqlite, or open another file.");
        }
    }

    /// <summary>Makes the tables, or what is missing of them. Safe from several processes at once.</summary>
    public static void Migrate(SqliteDatabase database, string path, ILogger logger) => Migrate(database, path, logger, Migrations);

    /// <inheritdoc cref="Migrate(SqliteDatabase, string, ILogger)"/>
    /// <param name="database">A connection to the file.</param>
    /// <param name="path">The file.</param>
    /// <param name="logger">Gets an entry for each version.</param>
    /// <param name="migrations">The statements of each version.</param>
    public static void Migrate(SqliteDatabase database, string path, ILogger logger, IReadOnlyList<string> migrations)
    {
        var isNew = database.Scalar("PRAGMA user_version") == 0;
        while (database.Scalar("PRAGMA user_version") is var version && version < migrations.Count)
        {
            if (!isNew)
            {
                SqliteStoreLog.Migrating(logger, path, version, migrations.Count);
            }

            database.Execute("BEGIN IMMEDIATE");
            try
            {
                // Another process may have gone ahead before this one had the lock.
                ThrowIfForeign(database, path);
                MigrateOnce(database, migrations);
                database.Execute("COMMIT");
            }
            catch
            {
                _ = database.TryExecute("ROLLBACK");
                throw;
            }
        }
    }

    private static void MigrateOnce(SqliteDatabase database, IReadOnlyList<string> migrations)
    {
        var version = (int)database.Scalar("PRAGMA user_version");
        if (version >= migrations.Count)
        {
            return;
        }

        database.Execute(migrations[version]);
        database.Execute(SchemaFence.Renew(version + 1));
        database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version + 1}"));
    }
}
