using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>The id of a log event is declared once, lies in its package's range, and is explained in docs/log-events.md.</summary>
public sealed partial class LogEventTests
{
    private static readonly IReadOnlyDictionary<string, EventRange> Ranges = new Dictionary<string, EventRange>(StringComparer.Ordinal)
    {
        ["WritePath"] = new("Write path", "Bookstore.Core", 1000, 1999),
        ["Orders"] = new("Orders and background work", "Bookstore.Core", 2000, 2999),
        ["Payments"] = new("Payments", "Bookstore.Core", 3000, 3999),
        ["Delivery"] = new("Deliveries", "Bookstore.Core", 4000, 4999),
        ["Search"] = new("Search words", "Bookstore.Core", 5000, 5399),
        ["Audits"] = new("Audits in the background", "Bookstore.Core", 5400, 5449),
        ["Customers"] = new("What the shop keeps of customers", "Bookstore.Core", 5450, 5474),
        ["Waiting"] = new("Orders that wait for copies", "Bookstore.Core", 5475, 5499),
        ["Consumers"] = new("Consumers of the feed", "Bookstore.Core", 5500, 5999),
        ["Sqlite"] = new("SQLite store", "Bookstore.Sqlite", 6000, 6099),
        ["PostgreSql"] = new("PostgreSQL store", "Bookstore.PostgreSql", 6100, 6199),
        ["Api"] = new("REST API", "Bookstore.AspNetCore", 7000, 7999),
        ["Client"] = new("Typed client", "Bookstore.Client", 8000, 8999),
        ["Webhooks"] = new("Webhooks", "Bookstore.Webhooks", 9000, 9099),
    };

    private static readonly IReadOnlyList<LogEvent> Logged = [.. Repository.Packages.SelectMany(LogEvent.Read).OrderBy(logged => logged.Id)];

    private static readonly IReadOnlyList<DeclaredEventId> Declared = DeclaredEventId.Read();

    [Fact]
    public void Every_id_is_declared_once_and_in_its_range()
    {
        Declared.Select(id => id.Id).ShouldBeUnique();
        Declared.Where(id => !Ranges.TryGetValue(id.Range, out var range) || id.Id < range.First || id.Id > range.Last).ShouldBeEmpty();
    }

    [Fact]
    public void Every_event_has_a_declared_id_of_its_name_and_every_declared_id_is_logged()
    {
        var declared = Declared.Select(id => (Ranges[id.Range].Package, id.Id, id.Name));

        Logged.Select(logged => (logged.Package, logged.Id, logged.Name)).ShouldBe(declared, ignoreOrder: true);
    }

    [Fact]
    public void Every_event_that_a_page_names_is_declared()
    {
        var named = Repository.Files("docs", ".md")
            .SelectMany(path => NamedEvent().Matches(File.ReadAllText(path)).Select(match => (Page: Path.GetFileName(path), Id: int.Parse(match.Groups["id"].Value, CultureInfo.InvariantCulture))))
            .ToList();

        named.Count.ShouldBeGreaterThan(10);
        named.Where(name => Declared.All(id => id.Id != name.Id)).ShouldBeEmpty();
    }

    [Fact]
    public void The_reference_page_is_made_from_the_events() => Page().ShouldBeApproved(Path.Combine(Repository.Root, "docs", "log-events.md"));

    [GeneratedRegex(@"\bevents? (?<id>\d{4})\b")]
    private static partial Regex NamedEvent();

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # Log events

            Every event that the packages log, with its id. Alert on the id and the level: the text of a message can change in any version.
            Messages hold ids of orders and deliveries, and no personal data and no card data.

            """);
        foreach (var (name, range) in Ranges)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {range.Title}: {range.First} to {range.Last}\n\n`{range.Package}`\n\n| Id | Name | Level | Message |\n|---|---|---|---|\n");
            foreach (var id in Declared.Where(id => id.Range == name).OrderBy(id => id.Id))
            {
                var logged = Logged.Single(logged => logged.Id == id.Id);
                page.Append(CultureInfo.InvariantCulture, $"| {id.Id} | {id.Name} | {logged.Level} | {logged.Message.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }
        }

        return page.ToString();
    }

    private sealed record EventRange(string Title, string Package, int First, int Last);
}
