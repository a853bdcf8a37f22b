using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Onix.Bench;

/// <summary>Imports a generated message into a store, and writes a line for each step.</summary>
internal static class ImportInto
{
    private const double BytesPerMegabyte = 1_000_000;
    private const string Records = "records=";

    public static async Task<int> RunAsync(string store, string connection, long products)
    {
        var services = new ServiceCollection();
        var builder = services.AddBookstore().AddOnix();
        _ = store == "postgresql" ? builder.UsePostgreSql(connection) : builder.UseSqlite(connection);
        await using var provider = services.BuildServiceProvider();
        var started = TimeProvider.System.GetTimestamp();
        var options = new OnixImportOptions { Open = _ => ValueTask.FromResult<Stream>(new GeneratedFeed(products)) };
        var report = await provider.GetRequiredService<IOnixImport>().ImportAsync(options, new Steps(progress => Write(progress.Records, started, string.Empty)));
        Write(report.Records, started, $" continued_after={report.ContinuedAfter} {report}");
        return report.Fault is null ? 0 : 1;
    }

    /// <summary>Returns how many records are done by a line; <see langword="null"/> for another line.</summary>
    public static long? RecordsOf(string line) =>
        line.StartsWith(Records, StringComparison.Ordinal) && long.TryParse(line.AsSpan(Records.Length, line.IndexOf(' ', StringComparison.Ordinal) - Records.Length), CultureInfo.InvariantCulture, out var records) ? records : null;

    private static void Write(long records, long started, string more)
    {
        using var process = Process.GetCurrentProcess();
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Records}{records} seconds={seconds:0.0} cpu_seconds={process.TotalProcessorTime.TotalSeconds:0.0} peak_mb={process.PeakWorkingSet64 / BytesPerMegabyte:0}{more}"));
    }

    // Reports where it is called: a progress of the system would report later, and elsewhere.
    private sealed class Steps(Action<OnixImportProgress> report) : IProgress<OnixImportProgress>
    {
        public void Report(OnixImportProgress value) => report(value);
    }
}
