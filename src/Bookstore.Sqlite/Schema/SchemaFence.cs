using System.Globalization;

namespace Bookstore.Sqlite;

/// <summary>Keeps a process from writing to a database that a newer version has migrated while the process was running.</summary>
/// <remarks>
/// Each commit writes the schema version that its program knows into its writer's row, and a trigger refuses an older one, and none. <see cref="DatabaseSchema"/> renews the trigger
/// with every migration, so that no version can do without it. A question about a commit's outcome does not write the batch number and stays allowed.
/// </remarks>
internal static class SchemaFence
{
    /// <summary>What the trigger says. Programs of the versions from 10 on recognize the text, so it must not change.</summary>
    public const string OlderProcess = "The database was migrated by a newer version of Bookstore while this process was running. Stop this process and update Bookstore.Sqlite.";

    /// <summary>The column of <c>writers</c> that says the version.</summary>
    public const string Column = "schema";

    /// <summary>The first version whose programs say theirs.</summary>
    public const int FirstVersion = 12;

    /// <summary>Refuses the commits of programs that know only older versions.</summary>
    /// <param name="version">The version that the database has from now on.</param>
    public static string Renew(int version) => version < FirstVersion ? string.Empty : string.Create(
        CultureInfo.InvariantCulture,
        $"""
        DROP TRIGGER IF EXISTS writers_of_older_versions;
        CREATE TRIGGER writers_of_older_versions BEFORE UPDATE OF batch ON writers WHEN NEW.{Column} IS NULL OR NEW.{Column} < {version} BEGIN SELECT RAISE(ABORT, '{OlderProcess}'); END
        """);
}
