using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Shouldly;

namespace Bookstore.PostgreSql;

/// <summary><c>pg_dump</c> and <c>pg_restore</c>, as an operator runs them.</summary>
internal static class DumpPrograms
{
    private const string HowToInstall = "pg_dump and pg_restore were not found beside the server's programs or on the PATH. Install them (Debian and Ubuntu: apt-get install postgresql-client).";

    public static string? SkipReason => Find("pg_dump") is not { } program ? Environment.GetEnvironmentVariable("CI") == "true" ? null : HowToInstall
        : TestServer.GivenVersion is { } given && MajorOf(program) is var major && major < given.Major ? $"The pg_dump that is here, {major}, dumps no server of version {given.Major}."
        : null;

    /// <summary>A database as these programs are told of it.</summary>
    public static string TargetOf(string connectionString)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var (host, port) = server.Host!.Split(':') is [var name, var number] ? (name, int.Parse(number, CultureInfo.InvariantCulture)) : (server.Host, server.Port);
        return string.Create(CultureInfo.InvariantCulture, $"host={host} port={port} user={server.Username} dbname={server.Database}");
    }

    /// <summary>Runs one, with the password of a connection string.</summary>
    public static async Task RunAsync(string connectionString, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program) ?? throw new InvalidOperationException(HowToInstall), arguments) { RedirectStandardError = true };
        start.Environment["PGPASSWORD"] = new NpgsqlConnectionStringBuilder(connectionString).Password;
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, said);
    }

    private static string? Find(string program) => new[] { PostgresBinaries.Folder }.Concat((Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
        .OfType<string>().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    // It says: pg_dump (PostgreSQL) 15.18
    private static int MajorOf(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true })!;
        return int.Parse(process.StandardOutput.ReadToEnd().Split(' ')[2].Split('.')[0], CultureInfo.InvariantCulture);
    }
}
