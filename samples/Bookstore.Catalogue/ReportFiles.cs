using Bookstore.Onix;

namespace Bookstore.Samples;

/// <summary>Shows a report, and writes it to a file that was asked for.</summary>
internal static class ReportFiles
{
    public static async Task ShowAsync(OnixImportReport report, string? path, CancellationToken cancellationToken)
    {
        if (path is not null && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            await using var file = File.Create(path);
            await report.WriteJsonAsync(file, cancellationToken);
        }
        else if (path is not null)
        {
            await using var file = File.CreateText(path);
            report.WriteCsv(file);
        }

        report.WriteTable(Console.Out);
        if (report.ContinuedAfter > 0)
        {
            Console.WriteLine($"Continued behind record {report.ContinuedAfter}.");
        }

        if (report.Fault is { } fault)
        {
            Console.Error.WriteLine(fault);
        }

        Console.WriteLine(report);
    }
}
