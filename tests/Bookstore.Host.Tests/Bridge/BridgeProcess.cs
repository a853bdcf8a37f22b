using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bookstore.Samples;

/// <summary>The bridge as a user starts it.</summary>
internal sealed class BridgeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _faults;

    private BridgeProcess(string key, string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BOOKSTORE_API_KEY"] = key;
        _process = Process.Start(start)!;
        (_output, _faults) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    private static string Program
    {
        get
        {
            var built = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(Folder(), "..", "..", "..", "samples", "Bookstore.EventBridge", "bin", built.Parent!.Name, built.Name, "Bookstore.EventBridge.dll");
        }
    }

    public static BridgeProcess Start(HostProcess host, NatsServer broker, string position) => new(HostProcess.Key, ["--url", host.Address.ToString(), "--nats", broker.Url, "--position", position]);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Faults)> RunAsync(string key, params string[] args)
    {
        using var bridge = new BridgeProcess(key, args);
        return await bridge.EndAsync();
    }

    /// <summary>Ends it as a power cut would.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return _process.WaitForExitAsync();
    }

    /// <summary>Does what Ctrl+C does, and waits for the end.</summary>
    public async Task<(int ExitCode, string Output, string Faults)> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await EndAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task<(int ExitCode, string Output, string Faults)> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return (_process.ExitCode, await _output, await _faults);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
