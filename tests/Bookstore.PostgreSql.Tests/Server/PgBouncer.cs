using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>PgBouncer in front of the shared server, in transaction mode unless a test asks for another one: a process of the tests' own on a free loopback port.</summary>
internal static class PgBouncer
{
    private const string HowToInstall = "PgBouncer was not found. Install it (Debian and Ubuntu: apt-get install pgbouncer).";

    // The shell ends the pooler, and removes its folder, when its input ends, as it does when the tests are killed.
    private const string Guard =
        """
        "$0" "$1/pgbouncer.ini" >>"$1/log" 2>&1 &
        pooler=$!
        read line
        kill -INT $pooler
        wait $pooler
        rm -rf "$1"
        """;

    private static readonly Lazy<Task<string>> Shared = new(static () => StartAsync("transaction"));
    private static readonly Lazy<Task<string>> OfStatements = new(static () => StartAsync("statement"));

    /// <summary>Why the tests behind a pooler cannot run here; <see langword="null"/> when they can. On a build server they run and fail.</summary>
    public static string? SkipReason => Program is null && Environment.GetEnvironmentVariable("CI") != "true" ? HowToInstall : null;

    private static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "pgbouncer")).FirstOrDefault(File.Exists);

    /// <summary>The shared server's connection string, through the pooler.</summary>
    /// <param name="maxAutoPrepare">How many statements are prepared by themselves; <see langword="null"/> for the store's default.</param>
    public static async Task<string> ConnectionStringAsync(int? maxAutoPrepare = 0)
    {
        var through = await Shared.Value;
        return maxAutoPrepare is { } most ? string.Create(CultureInfo.InvariantCulture, $"{through};Max Auto Prepare={most}") : through;
    }

    /// <summary>The shared server's connection string, through a pooler in statement mode. Nothing is prepared.</summary>
    public static async Task<string> StatementModeAsync() => await OfStatements.Value + ";Max Auto Prepare=0";

    private static async Task<string> StartAsync(string mode)
    {
        var server = new NpgsqlConnectionStringBuilder(await TestServer.ConnectionStringAsync());
        var (host, port) = server.Host!.Split(':') is [var name, var number] ? (name, number) : (server.Host, server.Port.ToString(CultureInfo.InvariantCulture));
        var password = server.Password is { Length: > 0 } secret ? $" password='{secret}'" : string.Empty;
        var folder = Directory.CreateTempSubdirectory("bookstore-pgbouncer-").FullName;
        var own = FreePort();
        await File.WriteAllTextAsync(
            Path.Combine(folder, "pgbouncer.ini"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                [databases]
                {server.Database ?? server.Username} = host={host} port={port} user={server.Username}{password}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {own}
                unix_socket_dir =
                auth_type = any
                pool_mode = {mode}
                default_pool_size = 60
                max_client_conn = 1000
                """));
        var guard = Process.Start(Command(folder))!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => guard.StandardInput.Close();
        server.Host = "127.0.0.1";
        server.Port = own;
        await WaitAsync(server.ConnectionString, guard);
        return server.ConnectionString;
    }

    private static async Task WaitAsync(string connectionString, Process guard)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (NpgsqlException) when (attempt < 300 && !guard.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    // It refuses to run as root.
    private static ProcessStartInfo Command(string folder)
    {
        string[] words = ["sh", "-c", Guard, Program ?? throw new InvalidOperationException(HowToInstall), folder];
        if (Environment.UserName == "root")
        {
            var user = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
            using var chown = Process.Start("chown", ["-R", user, folder]);
            chown.WaitForExit();
            words = ["runuser", "-u", user, "--", .. words];
        }

        return new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, WorkingDirectory = "/" };
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
