using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore.Onix;

/// <summary>Writes a report as JSON, as CSV and as a table.</summary>
public static class OnixReportText
{
    private const double BytesPerMegabyte = 1_000_000;
    private const int MaxReasonWidth = 90;

    /// <summary>Writes a report as JSON: the figures and the refused records.</summary>
    /// <param name="report">The report.</param>
    /// <param name="stream">Where to.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    /// <returns>When it is written.</returns>
    public static Task WriteJsonAsync(this OnixImportReport report, Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        return JsonSerializer.SerializeAsync(stream, report, ReportJsonContext.Default.OnixImportReport, cancellationToken);
    }

    /// <summary>Writes the refused records as CSV, with a header.</summary>
    /// <param name="report">The report.</param>
    /// <param name="writer">Where to.</param>
    public static void WriteCsv(this OnixImportReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write("line,record_reference,isbn,code,reason\r\n");
        foreach (var refusal in report.Refusals)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{refusal.Line},{Quoted(refusal.RecordReference)},{Quoted(refusal.Isbn)},{Quoted(refusal.Code)},{Quoted(refusal.Reason)}\r\n"));
        }
    }

    /// <summary>Writes the figures and the first refused records as a table of text.</summary>
    /// <param name="report">The report.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="maxRefusals">The most refused records. Default 20.</param>
    public static void WriteTable(this OnixImportReport report, TextWriter writer, int maxRefusals = 20)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        if (report.Refusals.Count > 0)
        {
            writer.WriteLine("      Line  Record                    Reason");
            foreach (var refusal in report.Refusals.Take(maxRefusals))
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{refusal.Line,10}  {Fitted(refusal.RecordReference ?? refusal.Isbn ?? "-", 24),-24}  {Fitted(refusal.Reason, MaxReasonWidth)}"));
            }

            if (report.Refused > Math.Min(maxRefusals, report.Refusals.Count))
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Refused - Math.Min(maxRefusals, report.Refusals.Count),10:N0}  more"));
            }
        }

        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Imported,10:N0}  added"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Changed,10:N0}  changed"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Unchanged,10:N0}  unchanged, {report.Older:N0} of them older than the catalogue"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Deleted,10:N0}  withdrawn"));
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Refused,10:N0}  refused"));
    }

    internal static string Line(OnixImportReport report)
    {
        var speed = report.Elapsed > TimeSpan.Zero ? report.Bytes / BytesPerMegabyte / report.Elapsed.TotalSeconds : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"imported={report.Imported} changed={report.Changed} unchanged={report.Unchanged} deleted={report.Deleted} refused={report.Refused} mb_per_s={speed:0.0}");
    }

    // A spreadsheet takes what begins with one of these for a formula.
    private static string Quoted(string? text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text ?? string.Empty;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Fitted(string text, int width) => text.Length <= width ? text : string.Concat(text.AsSpan(0, width - 1), "…");
}

/// <summary>How a report is written, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(OnixImportReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
