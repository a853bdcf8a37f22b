using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore.Bench;

/// <summary>Writes what was seen into the documentation.</summary>
internal static class ReportFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static async Task WriteAsync(Report report, BenchOptions options)
    {
        var docs = Path.Combine(options.Root, "docs");
        await File.WriteAllTextAsync(Path.Combine(docs, "benchmarks.md"), MarkdownReport.Of(report));
        await File.WriteAllTextAsync(Path.Combine(docs, "benchmarks.json"), JsonSerializer.Serialize(RawOf(report), Json) + "\n");
        Console.WriteLine("wrote docs/benchmarks.md and docs/benchmarks.json");
    }

    private static object RawOf(Report report) => new
    {
        report.Machine,
        report.Plan,
        Seconds = Math.Round(report.Took.TotalSeconds),
        StartUpSeconds = new { report.StartUps.Host, report.StartUps.Bare },
        report.PeakMb,
        report.Durability,
        Goals = Goals.Of(report),
        Cells = report.Cells.Select(cell => new { cell.Cell.Id, cell.Cell.Title, cell.WhyNot, cell.Failure, cell.Median, cell.Runs }),
    };
}
