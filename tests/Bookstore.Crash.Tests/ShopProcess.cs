using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace Bookstore.Crash;

/// <summary>A shop in a process of its own, to be killed. It never outlives its test.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly ConcurrentQueue<string> _errors = new();

    private ShopProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? string.Empty);
        _process.BeginErrorReadLine();
        _ = PumpAsync();
    }

    public static ShopProcess Start(string command, ShopFiles files, params string[] arguments)
    {
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(dotnet, [Path.Combine(AppContext.BaseDirectory, "Bookstore.Crash.Shop.dll"), command, files.Folder, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new ShopProcess(Process.Start(start) ?? throw new InvalidOperationException("The shop's process did not start."));
    }

    /// <summary>The next line of its output; <see langword="null"/> at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        using var patience = new CancellationTokenSource(Environs.Patience);
        try
        {
            return await _lines.Reader.WaitToReadAsync(patience.Token) && _lines.Reader.TryRead(out var line) ? line : null;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The shop's process wrote nothing for {Environs.Patience}. {Errors()}");
        }
    }

    /// <summary>The rest of its output.</summary>
    public async Task<List<string>> ReadToEndAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>Waits for a line.</summary>
    public async Task ExpectAsync(string expected)
    {
        var line = await ReadLineAsync();
        if (!string.Equals(line, expected, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The shop's process was to write '{expected}'; it wrote '{line ?? "nothing more"}'. {Errors()}");
        }
    }

    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Kills it: SIGKILL, or TerminateProcess.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end.</summary>
    /// <returns>Whether it was killed, by itself or by others; it fails when the process ended with an error.</returns>
    public async Task<bool> WasKilledAsync()
    {
        using var patience = new CancellationTokenSource(Environs.Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The shop's process did not end in {Environs.Patience}. {Errors()}");
        }

        return _process.ExitCode switch
        {
            0 => false,
            137 or -1 => true,
            _ => throw new InvalidOperationException($"The shop's process ended with {_process.ExitCode}. {Errors()}"),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task PumpAsync()
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                _lines.Writer.TryWrite(line);
            }
        }
        finally
        {
            _lines.Writer.Complete();
        }
    }

    private string Errors() => "Its errors: " + string.Join('\n', _errors);
}
