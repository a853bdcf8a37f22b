using System.Globalization;
using System.Text;

namespace Bookstore.Bench;

/// <summary>The report as a page of the documentation.</summary>
internal static class MarkdownReport
{
    public static string Of(Report report)
    {
        var page = new StringBuilder();
        page.Append(
            $"""
            # Benchmarks

            Written by `dotnet run -c Release --project benchmarks/Bookstore.Bench -- matrix`; do not edit. What each figure means, and how to measure
            again, is in [benchmarks/README.md](../benchmarks/README.md). Figures of one machine say little about another; the ratios travel better, for
            both sides of each were measured in the same run. The raw figures are in [benchmarks.json](benchmarks.json).


            """);
        AppendMachine(page, report);
        AppendGoals(page, report);
        Charts.Append(page, report);
        AppendCells(page, report, "In process", "An order counts when its money is captured. Each run is a process of its own.", cell => cell.Id.Split('-')[0] is "sqlite" or "memory" or "postgresql");
        AppendCells(page, report, "The ceiling of the disk", "The same rows as an order of ours, written by hand, `synchronous=FULL`, one writer.", cell => cell.Id.Split('-')[0] is "ado" or "raw");
        AppendCells(page, report, "The ceiling of the socket", "ASP.NET Core that parses the order, or makes the book, and does nothing else.", cell => cell.Kind == CellKind.Bare);
        AppendCells(page, report, "Over HTTP",
            "The sample host in Release, with its keys, logging and problem details, on SQLite with `synchronous=FULL`. An order counts when its money is captured: the time until no payment action is pending is part of the run.",
            cell => cell.Kind == CellKind.Host);
        AppendCells(page, report, "The original", "The demo that this project began with, under gunicorn. **It keeps nothing on the disk**, and with two workers each has a stock of its own, so it oversells.", cell => cell.Kind == CellKind.Original);
        return page.ToString();
    }

    private static void AppendMachine(StringBuilder page, Report report)
    {
        var machine = report.Machine;
        page.AppendLine("| | |").AppendLine("|---|---|");
        page.AppendLine(CultureInfo.InvariantCulture, $"| machine | {machine.Processor}, {machine.Processors} processors, {machine.MemoryGb:f0} GB |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| software | {machine.System}; {machine.Runtime}; SQLite {machine.Sqlite}; {machine.Wrk} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| commit | {machine.Commit}, {machine.Date} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| run | {report.Cells.Count} cells, median of {report.Plan.Rounds}, {report.Plan.Http} s each after {report.Plan.WarmUp} s of load; {report.Took.TotalMinutes:f1} minutes in all |");
        page.AppendLine(CultureInfo.InvariantCulture, $"| durability | {report.Durability} |").AppendLine();
    }

    private static void AppendGoals(StringBuilder page, Report report)
    {
        page.AppendLine("## Goals").AppendLine();
        page.AppendLine("| what | figure | held against | ratio | goal | |").AppendLine("|---|---:|---|---:|---|---|");
        foreach (var goal in Goals.Of(report))
        {
            var against = goal.Against is { } other ? $"{Goal.Number(other)}, {goal.Ceiling}" : goal.Ceiling;
            var ratio = goal.Against is null ? "" : goal.Ratio.ToString("f2", CultureInfo.InvariantCulture);
            page.AppendLine(CultureInfo.InvariantCulture, $"| {goal.What} | {(goal.IsMet is null ? "" : Goal.Number(goal.Figure))} | {against} | {ratio} | {goal.Aim} | {goal.Verdict} |");
        }

        page.AppendLine();
    }

    private static void AppendCells(StringBuilder page, Report report, string title, string words, Func<Cell, bool> which)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine().AppendLine(words).AppendLine();
        var cells = report.Cells.Where(cell => which(cell.Cell)).ToArray();
        var columns = Column.All.Where(column => cells.Any(cell => cell.Median is { } median && column.Value(median) is not null)).ToArray();
        page.AppendLine(CultureInfo.InvariantCulture, $"| what | {string.Join(" | ", columns.Select(column => column.Name))} |");
        page.AppendLine(CultureInfo.InvariantCulture, $"|---|{string.Concat(columns.Select(_ => "---:|"))}");
        foreach (var cell in cells)
        {
            var values = cell.Median is { } median
                ? string.Join(" | ", columns.Select(column => column.Value(median) is { } value ? Goal.Number(value) : ""))
                : cell.WhyNot is { } whyNot ? $"not run: {whyNot}" : $"failed: {cell.Failure?.ReplaceLineEndings(" ")}";
            page.AppendLine(CultureInfo.InvariantCulture, $"| {cell.Cell.Title} | {values} |");
        }

        page.AppendLine();
    }

    private sealed record Column(string Name, Func<Measurement, double?> Value)
    {
        public static readonly Column[] All =
        [
            new("a second", cell => cell.PerSecond),
            new("p50 ms", cell => cell.P50Ms),
            new("p99 ms", cell => cell.P99Ms),
            new("p99.9 ms", cell => cell.P999Ms),
            new("bytes an order", cell => cell.BytesPerOrder),
            new("CPU µs an order", cell => cell.CpuMicrosPerOrder),
            new("mean batch", cell => cell.MeanBatch),
            new("largest batch", cell => cell.MaxBatch),
            new("refused a second", cell => cell.RefusedPerSecond),
            new("p99 of a refusal, ms", cell => cell.RefusalP99Ms),
            new("goodput", cell => cell.Goodput),
            new("settled after, s", cell => cell.SettleSeconds),
            new("owed at the end", cell => cell.BacklogAtEnd),
            new("MB resident", cell => cell.ResidentMb),
        ];
    }
}
