using System.Collections.Concurrent;
using System.Diagnostics;

namespace Bookstore.PostgreSql;

/// <summary>A host in a process of its own, and what it told its customers.</summary>
internal sealed class ShopProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<(long At, string Line)> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private bool _isDisposed;

    private ShopProcess(string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _reading = ReadAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>What it printed so far, and when.</summary>
    public IReadOnlyCollection<(long At, string Line)> Lines => _lines;

    /// <summary>The orders that a customer was told are confirmed.</summary>
    public IEnumerable<Guid> Confirmed => With(PlaceOrderOutcome.Created);

    private static string Program => Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "..", "..", "Bookstore.PostgreSql.Shop", "bin", Configuration, "net10.0", "Bookstore.PostgreSql.Shop.dll"));

    // bin/<configuration>/net10.0/
    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static async Task<ShopProcess> StartAsync(params string[] arguments)
    {
        var shop = new ShopProcess(arguments);
        await shop._ready.Task.WaitAsync(TimeSpan.FromMinutes(2));
        return shop;
    }

    public int Count(PlaceOrderOutcome outcome) => _lines.Count(line => line.Line.StartsWith($"{outcome} ", StringComparison.Ordinal));

    /// <summary>Waits until it has confirmed some orders more.</summary>
    public async Task ConfirmMoreAsync(int orders)
    {
        var target = Count(PlaceOrderOutcome.Created) + orders;
        for (var waited = Stopwatch.StartNew(); Count(PlaceOrderOutcome.Created) < target; await Task.Delay(20))
        {
            if (_process.HasExited || waited.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"The host confirmed nothing more. It last said: {string.Join(", ", _lines.TakeLast(5).Select(line => line.Line))} {(_process.HasExited ? await _errors : null)}");
            }
        }
    }

    /// <summary>The events that its handler has dealt with, and when.</summary>
    public IReadOnlyList<(long At, long Position, string Resource, long Sequence)> Handled =>
    [
        .. _lines.Select(line => (line.At, Words: line.Line.Split(' '))).Where(line => line.Words[0] == "event")
            .Select(line => (line.At, long.Parse(line.Words[1]), line.Words[2], long.Parse(line.Words[3]))),
    ];

    /// <summary>Waits until its handler has dealt with some events.</summary>
    public async Task HandleAsync(int events)
    {
        for (var waited = Stopwatch.StartNew(); Handled.Count < events; await Task.Delay(20))
        {
            if (_process.HasExited || waited.Elapsed > TimeSpan.FromMinutes(2))
            {
                throw new InvalidOperationException($"The handler got {Handled.Count} events of {events}. {(_process.HasExited ? await _errors : null)}");
            }
        }
    }

    /// <summary>Ends it without notice.</summary>
    public async Task KillAsync()
    {
        Signals.Send(_process.Id, Signals.Kill);
        await EndAsync();
    }

    /// <summary>Keeps it from running.</summary>
    /// <remarks>A thread inside a system call ends that call first, and may have a lock then: it is waited for.</remarks>
    public async Task FreezeAsync()
    {
        Signals.Send(_process.Id, Signals.Stop);
        for (var waited = Stopwatch.StartNew(); !IsFrozen(); await Task.Delay(1))
        {
            if (waited.Elapsed > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException("The host goes on running though it was stopped.");
            }
        }
    }

    public void Thaw() => Signals.Send(_process.Id, Signals.Continue);

    /// <summary>Lets it finish what it does.</summary>
    public async Task CloseAsync()
    {
        _process.StandardInput.Close();
        await EndAsync();
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The host failed: {await _errors}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private IEnumerable<Guid> With(PlaceOrderOutcome outcome) =>
        _lines.Select(line => line.Line.Split(' ')).Where(words => words[0] == outcome.ToString() && words.Length == 2 && words[1].Length == 36).Select(words => Guid.Parse(words[1]));

    private bool IsFrozen()
    {
        try
        {
            return Directory.GetDirectories($"/proc/{_process.Id}/task")
                .All(static thread => File.ReadLines(Path.Combine(thread, "status")).Any(static line => line.StartsWith("State:\tT", StringComparison.Ordinal)));
        }
        catch (IOException)
        {
            // A thread ended meanwhile.
            return false;
        }
    }

    private async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await _reading;
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Enqueue((Stopwatch.GetTimestamp(), line));
            _ready.TrySetResult();
        }

        _ready.TrySetException(new InvalidOperationException($"The host did not start: {await _errors}"));
    }
}
