using System.Diagnostics;
using Bookstore.PostgreSql;

namespace Bookstore.Faults;

/// <summary>strace, attached to a running process: it lets system calls fail, and writes down what the process does to its files.</summary>
internal sealed class Strace : IAsyncDisposable
{
    private const string Watched = "write,pwrite64,pwritev,fdatasync,fsync,ftruncate";

    private readonly Process _process;
    private readonly int _target;
    private readonly string _log;

    private Strace(Process process, int target, string log)
    {
        _process = process;
        _target = target;
        _log = log;
    }

    /// <summary>Attaches to all threads of a process.</summary>
    /// <param name="target">The process.</param>
    /// <param name="log">Where it writes what it sees.</param>
    /// <param name="paths">The files whose calls are seen, and fail.</param>
    /// <param name="injections">What fails, as strace puts it: <c>fdatasync,fsync:error=EIO:when=3+7</c>. Counted thread by thread.</param>
    public static async Task<Strace> AttachAsync(int target, string log, IEnumerable<string> paths, params string[] injections)
    {
        string[] arguments =
        [
            "-f", "-y", "-s", "0", "-o", log, "-p", $"{target}", "-e", $"trace={Watched}",
            .. paths.SelectMany(path => new[] { "-P", path }), .. injections.SelectMany(injection => new[] { "-e", $"inject={injection}" }),
        ];
        var process = Process.Start(new ProcessStartInfo(Tool.Strace.Require(), arguments) { RedirectStandardError = true })!;
        var strace = new Strace(process, target, log);
        var errors = process.StandardError.ReadToEndAsync();
        await Eventually.TrueAsync(() => process.HasExited || strace.SeesAll(), () => "strace to be attached");
        return process.HasExited ? throw new InvalidOperationException($"strace ended: {await errors}") : strace;
    }

    /// <summary>How many calls it has let fail so far.</summary>
    public int Injected => Lines().Count(static line => line.EndsWith("(INJECTED)", StringComparison.Ordinal));

    /// <summary>What it has written so far.</summary>
    public IEnumerable<string> Lines()
    {
        using var file = new FileStream(_log, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Lets the process go; from then on nothing fails any more.</summary>
    public async Task DetachAsync()
    {
        if (!_process.HasExited)
        {
            Signals.Send(_process.Id, Signals.Interrupt);
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DetachAsync();
        _process.Dispose();
    }

    private bool SeesAll() => Directory.GetDirectories($"/proc/{_target}/task").All(static thread => IsTraced(Path.Combine(thread, "status")));

    private static bool IsTraced(string status)
    {
        try
        {
            return File.ReadLines(status).First(static line => line.StartsWith("TracerPid:", StringComparison.Ordinal)) != "TracerPid:\t0";
        }
        catch (IOException)
        {
            // A thread that has ended.
            return true;
        }
    }
}
