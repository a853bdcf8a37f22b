using System.Globalization;
using System.Text;

namespace Bookstore.Bench;

/// <summary>Bar charts that code hosts draw.</summary>
internal static class Charts
{
    public static void Append(StringBuilder page, Report report)
    {
        Append(page, report, "Orders a second over HTTP, 64 connections",
            ("bare, no work", "bare-post-64"), ("Bookstore", "host-post-64"), ("with a key", "host-post-64-key"), ("original, 1 worker", "original-1-post-64"), ("original, 2", "original-2-post-64"));
        Append(page, report, "Orders a second in process, 256 callers",
            ("ADO.NET, 256 a commit", "ado-256"), ("SQLite", "sqlite-uniform-256"), ("one hot title", "sqlite-hot-256"), ("PostgreSQL", "postgresql-uniform-256"), ("in memory", "memory-uniform-256"));
        Append(page, report, "Answers a second over HTTP, 64 connections",
            ("bare GET", "bare-get-64"), ("GET a book", "host-get-64"), ("sold out, 409", "host-soldout-64"), ("original, GET", "original-1-get-64"));
    }

    private static void Append(StringBuilder page, Report report, string title, params (string Name, string Id)[] bars)
    {
        var known = bars.Where(bar => report[bar.Id] is not null).ToArray();
        if (known.Length == 0)
        {
            return;
        }

        var names = string.Join(", ", known.Select(bar => $"\"{bar.Name}\""));
        var values = string.Join(", ", known.Select(bar => report[bar.Id]!.PerSecond.ToString("f0", CultureInfo.InvariantCulture)));
        page.AppendLine("```mermaid").AppendLine("xychart-beta")
            .AppendLine(CultureInfo.InvariantCulture, $"    title \"{title}\"")
            .AppendLine(CultureInfo.InvariantCulture, $"    x-axis [{names}]")
            .AppendLine("    y-axis \"a second\"")
            .AppendLine(CultureInfo.InvariantCulture, $"    bar [{values}]")
            .AppendLine("```").AppendLine();
    }
}
