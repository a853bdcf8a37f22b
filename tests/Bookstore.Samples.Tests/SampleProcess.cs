using System.Diagnostics;

namespace Bookstore.Samples;

/// <summary>The sample as a user starts it: a process with its output in a pipe and a temporary folder of its own.</summary>
internal sealed class SampleProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bookstore-");

    private SampleProcess(string program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["TMPDIR"] = _folder.FullName;
        // A language with other decimal signs, and a build server that likes colours: neither may show.
        start.Environment["LC_ALL"] = "de_DE.UTF-8";
        start.Environment["GITHUB_ACTIONS"] = "true";
        _process = Process.Start(start)!;
    }

    /// <summary>Files that the process left in its temporary folder.</summary>
    public IEnumerable<string> FilesLeft => Directory.EnumerateFileSystemEntries(_folder.FullName, "bookstore-*");

    public static SampleProcess Start(params IEnumerable<string> args) => new(Path.Combine(AppContext.BaseDirectory, "Bookstore.InProcess.dll"), args);

    /// <summary>Runs the sample that talks to a host.</summary>
    public static Task<SampleOutput> RunRemoteAsync(params IEnumerable<string> args) => RunOtherAsync("Bookstore.RemoteConsumer", args);

    /// <summary>Runs the sample that keeps a catalogue.</summary>
    public static Task<SampleOutput> RunCatalogueAsync(params IEnumerable<string> args) => RunOtherAsync("Bookstore.Catalogue", args);

    public static async Task<SampleOutput> RunAsync(params IEnumerable<string> args)
    {
        using var process = Start(args);
        var output = await process.WaitAsync();
        process.FilesLeft.ToList().ForEach(file => throw new InvalidOperationException($"{file} was left behind."));
        return output;
    }

    private static async Task<SampleOutput> RunOtherAsync(string sample, IEnumerable<string> args)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        using var process = new SampleProcess(Path.Combine(RepositoryFiles.Root, "samples", sample, "bin", built.Parent!.Name, built.Name, $"{sample}.dll"), args);
        return await process.WaitAsync();
    }

    /// <summary>Waits until a line begins with a text.</summary>
    public async Task WaitForLineAsync(string beginning)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"No line begins with '{beginning}'. {await _process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    /// <summary>Waits until a file has grown to a size.</summary>
    public async Task WaitForFileAsync(string path, long bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!_process.HasExited && new FileInfo(path) is var file && !(file.Exists && file.Length >= bytes))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }

        if (_process.HasExited)
        {
            throw new InvalidOperationException($"It ended too early. {await _process.StandardError.ReadToEndAsync(patience.Token)}");
        }
    }

    /// <summary>Ends the process without a word, as a power cut would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Does what Ctrl+C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async Task<SampleOutput> WaitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var text = _process.StandardOutput.ReadToEndAsync(patience.Token);
        var faults = _process.StandardError.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return new SampleOutput(_process.ExitCode, await text, await faults);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}

/// <summary>What a run of the sample printed.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Text">Its standard output.</param>
/// <param name="Faults">Its standard error.</param>
internal sealed record SampleOutput(int ExitCode, string Text, string Faults)
{
    public string LastLine => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? string.Empty;
}
