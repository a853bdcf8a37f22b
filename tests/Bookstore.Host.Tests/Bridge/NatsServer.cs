using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Bookstore.Samples;

/// <summary>A NATS server of a test's own with JetStream, on a free port of the loopback and with a folder of its own.</summary>
internal sealed partial class NatsServer : IAsyncDisposable
{
    private const string HowToInstall = "nats-server was not found. Install it (Debian and Ubuntu: apt-get install nats-server).";

    // The shell ends the server when its input ends, as it does when the tests are killed.
    private const string Guard =
        """
        "$0" -a 127.0.0.1 -p -1 -js -sd "$1" 2>&1 &
        server=$!
        read line
        kill -TERM $server
        wait $server
        rm -rf "$1"
        """;

    private readonly Process _guard;

    private NatsServer(Process guard, int port) => (_guard, Port) = (guard, port);

    /// <summary>Why the tests of the bridge cannot run here; <see langword="null"/> when they can. On a build server they run and fail.</summary>
    public static string? SkipReason => Program is null && Environment.GetEnvironmentVariable("CI") != "true" ? HowToInstall : null;

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{Port}");

    private static string? Program { get; } =
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin").Split(Path.PathSeparator).Select(static folder => Path.Combine(folder, "nats-server")).FirstOrDefault(File.Exists);

    public static async Task<NatsServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bookstore-nats-").FullName;
        var guard = Process.Start(new ProcessStartInfo("sh", ["-c", Guard, Program ?? throw new InvalidOperationException(HowToInstall), folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var port = 0;
        while (await guard.StandardOutput.ReadLineAsync() is { } line)
        {
            port = Listening().Match(line) is { Success: true } listening ? int.Parse(listening.Groups["port"].Value, CultureInfo.InvariantCulture) : port;
            if (line.Contains("Server is ready", StringComparison.Ordinal))
            {
                return new NatsServer(guard, port);
            }
        }

        throw new InvalidOperationException("The NATS server ended.");
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    [GeneratedRegex(@"Listening for client connections on 127\.0\.0\.1:(?<port>\d+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Listening();
}

/// <summary>A test that needs the server.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NatsFactAttribute : FactAttribute
{
    public NatsFactAttribute() => Skip = NatsServer.SkipReason;
}
