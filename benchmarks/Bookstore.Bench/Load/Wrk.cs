using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Bookstore.Bench;

/// <summary>Load by wrk with one of the scripts.</summary>
internal static class Wrk
{
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "Scripts");

    public static bool IsInstalled { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "wrk")));

    public static async Task<WrkResult> RunAsync(string script, int connections, int seconds, string url, params string[] arguments)
    {
        var threads = Math.Min(connections, Math.Min(2, Environment.ProcessorCount));
        string[] words =
        [
            $"-t{threads}", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", "-s", Path.Combine(Scripts, script), url, "--", .. arguments,
        ];
        var start = new ProcessStartInfo("wrk", words) { RedirectStandardOutput = true, Environment = { ["BENCH_SCRIPTS"] = Scripts } };
        using var wrk = Process.Start(start)!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        var line = output.TrimEnd().Split('\n')[^1];
        return line.StartsWith('{')
            ? JsonSerializer.Deserialize<WrkResult>(line, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"wrk ended with {wrk.ExitCode}: {output}"));
    }
}

/// <summary>What wrk saw.</summary>
/// <param name="Requests">Answers of any kind.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Refused">Answers with a status of 400 or more.</param>
/// <param name="Failed">Connections that broke, and answers that did not come in time.</param>
/// <param name="P50Ms">The median latency.</param>
/// <param name="P99Ms">The latency that 99 of 100 keep.</param>
/// <param name="P999Ms">The latency that 999 of 1,000 keep.</param>
internal sealed record WrkResult(long Requests, double Seconds, long Refused, long Failed, double P50Ms, double P99Ms, double P999Ms);
