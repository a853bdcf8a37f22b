using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Bookstore.Samples;

/// <summary>The sample host as a process of its own, on a free port of the loopback.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    public const string Key = "host-test-key-0123456789";

    private const string ListeningPrefix = "Now listening on: ";
    private const int Sigterm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HttpClient? _http;

    private HostProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', _output);

    public Uri Address => _listening.Task.Result;

    public HttpClient Http => _http!;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts the sample host and waits until it listens.</summary>
    public static Task<HostProcess> StartAsync(HostFolder folder, params (string Name, string Value)[] environment) =>
        StartAsync(folder, new HostLaunch { Environment = environment }.WithKey());

    /// <summary>Starts a host and waits until it listens.</summary>
    public static async Task<HostProcess> StartAsync(HostFolder folder, HostLaunch launch)
    {
        var host = Launch(folder, launch);
        var ended = host._process.WaitForExitAsync();
        if (await Task.WhenAny(host._listening.Task, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException($"The host ended with {host._process.ExitCode}:\n{host.Output}");
        }

        host._http = host.NewClient();
        return host;
    }

    /// <summary>Starts a host that is to end by itself, and waits until it has.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(HostFolder folder, params (string Name, string Value)[] environment) =>
        RunAsync(folder, new HostLaunch { Environment = environment });

    /// <summary>Starts a host that is to end by itself, and waits until it has.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(HostFolder folder, HostLaunch launch)
    {
        await using var host = Launch(folder, launch);
        await host._process.WaitForExitAsync().WaitAsync(Patience);
        return (host._process.ExitCode, host.Output);
    }

    /// <summary>A client with connections of its own.</summary>
    public HttpClient NewClient(int maxConnections = int.MaxValue, TimeSpan? expectContinueTimeout = null)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = maxConnections };
        handler.Expect100ContinueTimeout = expectContinueTimeout ?? handler.Expect100ContinueTimeout;
        var client = new HttpClient(handler) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("X-API-Key", Key);
        return client;
    }

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await Http.GetStringAsync(path))!;

    public async Task<HttpResponseMessage> PostAsync(string path, string json, string? idempotencyKey = null, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await (client ?? Http).SendAsync(request);
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    public void Terminate() => SendSignal(_process.Id, Sigterm).ShouldBe(0);

    /// <summary>Asks the process to end, and waits until it has.</summary>
    public async Task<int> StopAsync()
    {
        Terminate();
        return await ExitCodeAsync();
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static HostProcess Launch(HostFolder folder, HostLaunch launch)
    {
        string[] program = launch.Executable is { } executable ? [executable] : ["dotnet", Path.Combine(AppContext.BaseDirectory, launch.Program)];
        string[] command = [.. launch.Launcher, .. program, .. launch.Arguments, "--urls", launch.Address ?? launch.Url.ToString()];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("BOOKSTORE_API_KEY");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Bookstore__Payments__Provider"] = "simulated";
        start.Environment["Bookstore__MaxRequestsPerSecond"] = "0";
        start.Environment["ConnectionStrings__Bookstore"] = folder.Connection;
        foreach (var (name, value) in launch.Environment)
        {
            // An empty value takes a default of the tests away.
            start.Environment[name] = value.Length == 0 ? null : value;
        }

        return new HostProcess(Process.Start(start)!);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int processId, int signal);

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        var at = line.IndexOf(ListeningPrefix, StringComparison.Ordinal);
        if (at >= 0)
        {
            _listening.TrySetResult(new Uri(line[(at + ListeningPrefix.Length)..]));
        }
    }
}
