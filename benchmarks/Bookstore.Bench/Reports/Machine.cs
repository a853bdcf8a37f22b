using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Bookstore.Bench;

/// <summary>What was measured on, and what.</summary>
internal sealed record Machine(string Processor, int Processors, double MemoryGb, string System, string Runtime, string Sqlite, string Wrk, string Commit, string Date)
{
    public static Machine Read(BenchOptions options)
    {
        var memory = File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        SQLitePCL.Batteries_V2.Init();
        return new Machine(
            File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown",
            Environment.ProcessorCount,
            Math.Round(long.Parse(memory, CultureInfo.InvariantCulture) * 1_024 / 1e9),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            SQLitePCL.raw.sqlite3_libversion().utf8_to_string(),
            Output("wrk", "--version").Split('\n')[0].Split('[')[0].Trim(),
            Output("git", "-C", options.Root, "describe", "--always", "--dirty").Trim(),
            DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
