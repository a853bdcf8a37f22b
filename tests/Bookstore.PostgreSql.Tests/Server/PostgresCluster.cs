using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>A PostgreSQL server of the tests' own, in a temporary folder and on a free loopback port. All settings of durability stay as they are.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string User = "postgres";

    // A server started from a process that is killed would stay for ever. This shell ends it when its input ends, and removes its folder unless it is told to keep it.
    private const string Guard =
        """
        "$0" -D "$1/data" -p "$2" -k "$1" -h 127.0.0.1 >>"$1/log" 2>&1 &
        server=$!
        read line
        kill -INT $server
        wait $server
        test "$line" = keep || rm -rf "$1"
        """;

    private readonly string _folder;
    private Process? _guard;
    private int[] _killed = [];

    private PostgresCluster(string folder, int port)
    {
        _folder = folder;
        Port = port;
    }

    public int Port { get; }

    public string Host => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public string ConnectionString => ConnectionTo(Host);

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a new server in a temporary folder and starts it.</summary>
    public static async Task<PostgresCluster> StartAsync(params string[] settings)
    {
        var cluster = Prepare(Path.GetTempPath());
        await RunAsync(cluster._folder, "initdb", "-D", cluster.Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        await File.AppendAllLinesAsync(Path.Combine(cluster.Data, "postgresql.conf"), ["max_connections = 300", .. settings]);
        await cluster.StartServerAsync();
        return cluster;
    }

    /// <summary>Makes a copy of a running server that follows it, and starts it.</summary>
    public static async Task<PostgresCluster> StartStandbyAsync(PostgresCluster primary, string name)
    {
        var cluster = Prepare(Path.GetTempPath());
        await RunAsync(cluster._folder, "pg_basebackup", "-D", cluster.Data, "-R", "-X", "stream", "-c", "fast", "-d", $"host=127.0.0.1 port={primary.Port} user={User} application_name={name}");
        await cluster.StartServerAsync();
        return cluster;
    }

    public static string ConnectionTo(string hosts) => $"Host={hosts};Username={User};Database=postgres;Include Error Detail=true";

    /// <summary>Ends the server with all its processes at once, as a loss of power does.</summary>
    public void Kill()
    {
        var server = int.Parse(File.ReadLines(Path.Combine(Data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

        // One that it starts meanwhile would live on.
        Signals.Send(server, Signals.Stop);
        int[] all = [server, .. ChildrenOf(server)];
        foreach (var id in all)
        {
            Signals.Send(id, Signals.Kill);
        }

        _killed = all;
    }

    /// <summary>Ends the server as an operator does, with all its connections, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartServerAsync();
    }

    /// <summary>Ends the server, or what is left of it after <see cref="Kill"/>, and keeps its data.</summary>
    public async Task StopAsync()
    {
        await _guard!.StandardInput.WriteLineAsync("keep");
        await DisposeAsync();

        // Until the last of them has ended, the server's memory is in use, and it does not start.
        while (Array.Exists(_killed, IsRunning))
        {
            await Task.Delay(10);
        }

        _killed = [];
    }

    /// <summary>Starts a server that was stopped as a standby of another one, which was promoted since.</summary>
    public async Task FollowAsync(PostgresCluster primary, string name)
    {
        await File.AppendAllLinesAsync(Path.Combine(Data, "postgresql.auto.conf"), [$"primary_conninfo = 'host=127.0.0.1 port={primary.Port} user={User} application_name={name}'"]);
        await File.WriteAllTextAsync(Path.Combine(Data, "standby.signal"), string.Empty);
        await StartServerAsync();
    }

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => ExecuteAsync("SELECT pg_promote(true, 60)");

    public async Task<object?> ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
        {
            _guard.StandardInput.Close();
            await _guard.WaitForExitAsync();
            _guard.Dispose();
            _guard = null;
        }
    }

    private static PostgresCluster Prepare(string parent)
    {
        var folder = Path.Combine(parent, $"bookstore-pg-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        if (RunsAsRoot)
        {
            using var chown = Process.Start("chown", [UnprivilegedUser, folder]);
            chown.WaitForExit();
        }

        return new PostgresCluster(folder, FreePort());
    }

    private static bool RunsAsRoot => Environment.UserName == "root";

    private static string UnprivilegedUser => File.ReadLines("/etc/passwd").Any(line => line.StartsWith(User + ":", StringComparison.Ordinal)) ? User : "nobody";

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool IsRunning(int id)
    {
        try
        {
            return File.ReadLines($"/proc/{id}/status").Any(static line => line.StartsWith("State:", StringComparison.Ordinal) && !line.Contains('Z', StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IEnumerable<int> ChildrenOf(int parent) =>
        File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);

    // The server refuses to run as root.
    private static ProcessStartInfo Command(string program, IEnumerable<string> arguments)
    {
        string[] words = RunsAsRoot ? ["runuser", "-u", UnprivilegedUser, "--", program, .. arguments] : [program, .. arguments];
        return new ProcessStartInfo(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = "/" };
    }

    private static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(Command(Path.Combine(PostgresBinaries.Folder!, program), arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            Directory.Delete(folder, recursive: true);
            throw new InvalidOperationException($"{program} failed: {errors} {await output}");
        }
    }

    private async Task StartServerAsync()
    {
        _guard = Process.Start(Command("sh", ["-c", Guard, Path.Combine(PostgresBinaries.Folder!, "postgres"), _folder, Port.ToString(CultureInfo.InvariantCulture)]))!;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 600 && !_guard.HasExited)
            {
                await Task.Delay(100);
            }
            catch (NpgsqlException fault)
            {
                throw new InvalidOperationException($"The server does not start: {string.Join(Environment.NewLine, File.ReadLines(Path.Combine(_folder, "log")).TakeLast(20))}", fault);
            }
        }
    }
}
