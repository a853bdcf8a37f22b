namespace Bookstore.PostgreSql;

/// <summary>Where the PostgreSQL server's programs are.</summary>
internal static class PostgresBinaries
{
    public const string HowToInstall =
        "No PostgreSQL server programs were found in /usr/lib/postgresql/*/bin or on the PATH. Install them (Debian and Ubuntu: apt-get install postgresql), or set BOOKSTORE_TEST_POSTGRES to a connection string.";

    /// <summary>The folder with initdb and postgres, of the newest version; <see langword="null"/> when there is none.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        const string Debian = "/usr/lib/postgresql";
        var candidates = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderByDescending(Version).Select(folder => Path.Combine(folder, "bin"))
            : [];
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        return candidates.Concat(path).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private static int Version(string folder) => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0;
}
