using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Bookstore.Bench;

/// <summary>A server in a process of its own, on a free loopback port. Its output goes to a file, as in service.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    public const string ApiKey = "a-key-for-measurements-alone";

    // Ends the server when its own input ends, so that none is left when the bench is killed.
    private const string Guard =
        """
        "$@" >"$BENCH_LOG" 2>&1 </dev/null &
        server=$!
        echo $server
        read line
        kill -TERM $server
        wait $server
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Http = new() { DefaultRequestHeaders = { { "X-API-Key", ApiKey } } };

    private readonly Process _guard;

    private ServerProcess(Process guard, int id, int port)
    {
        _guard = guard;
        Id = id;
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
    }

    public int Id { get; }

    public string Url { get; }

    /// <summary>From the start of the process to its first answer.</summary>
    public TimeSpan StartUp { get; private set; }

    /// <summary>The memory it has now, in MB of 1,000,000 bytes.</summary>
    public double ResidentMb
    {
        get
        {
            var line = File.ReadLines($"/proc/{Id}/status").First(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1_024 / 1e6;
        }
    }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            using var process = Process.GetProcessById(Id);
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a server and waits for its first answer.</summary>
    /// <param name="log">The file that its output goes to.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="environment">Variables for it.</param>
    /// <param name="command">Its command line, in which <c>{port}</c> stands for its port.</param>
    public static async Task<ServerProcess> StartAsync(string log, string path, IReadOnlyDictionary<string, string> environment, params string[] command)
    {
        var port = FreePort();
        var words = command.Select(word => word.Replace("{port}", port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        var start = new ProcessStartInfo("sh", ["-c", Guard, "sh", .. words]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["BENCH_LOG"] = log;
        var started = Stopwatch.GetTimestamp();
        var guard = Process.Start(start)!;
        var id = int.Parse((await guard.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        var server = new ServerProcess(guard, id, port);
        try
        {
            await server.WaitForAnswerAsync(path, log, started);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        server.StartUp = Stopwatch.GetElapsedTime(started);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    private async Task WaitForAnswerAsync(string path, string log, long started)
    {
        while (true)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri(Url + path));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (Directory.Exists($"/proc/{Id}"))
            {
                await Task.Delay(2);
            }

            if (Stopwatch.GetElapsedTime(started) > Patience || !Directory.Exists($"/proc/{Id}"))
            {
                throw new InvalidOperationException($"A server did not answer {path}: {await File.ReadAllTextAsync(log)}");
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
