using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>The dashboard for Grafana shows what the hosts measure: every metric and every label in it exists, and none is left out. docs/metrics.md is made from the code.</summary>
public sealed partial class DashboardTests
{
    private const string File = "docs/assets/grafana-bookstore.json";

    // Of a scrape and of a histogram, not of an instrument.
    private static readonly string[] LabelsOfPrometheus = ["instance", "job", "le"];

    // The duration of requests is ASP.NET Core's own.
    private static readonly SortedDictionary<string, HashSet<string>> Labels = new(InstrumentRow().Matches(Repository.Read("docs/metrics.md"))
        .ToDictionary(NameInPrometheus, static row => TagsOf(row), StringComparer.Ordinal), StringComparer.Ordinal)
    {
        ["http_server_request_duration_seconds"] = new(["http_request_method", "http_response_status_code", "http_route"], StringComparer.Ordinal),
    };

    private static readonly JsonNode Dashboard = JsonNode.Parse(Repository.Read(File))!;

    private static readonly IReadOnlyList<(string Expression, string Legend)> Queries =
        [.. Dashboard["panels"]!.AsArray().SelectMany(static panel => panel!["targets"]?.AsArray() ?? []).Select(static target => ((string)target!["expr"]!, (string)target["legendFormat"]!))];

    [Fact]
    public void Every_metric_exists_with_its_labels()
    {
        Queries.Count.ShouldBeGreaterThan(20);
        foreach (var (expression, legend) in Queries)
        {
            var metrics = Metric().Matches(expression).Select(static match => Suffix().Replace(match.Value, string.Empty)).Distinct(StringComparer.Ordinal).ToList();
            metrics.ShouldNotBeEmpty(expression);
            metrics.Where(metric => !Labels.ContainsKey(metric)).ShouldBeEmpty(expression);
            LabelsIn(expression).Except(LabelsOfPrometheus).Where(label => metrics.Any(metric => !Labels[metric].Contains(label))).ShouldBeEmpty(expression);
            LegendLabel().Matches(legend).Select(static match => match.Groups[1].Value).Except(LabelsIn(expression)).ShouldBeEmpty(expression);
        }
    }

    [Fact]
    public void Every_metric_of_a_host_is_shown()
    {
        var shown = Queries.SelectMany(static query => Metric().Matches(query.Expression)).Select(static match => Suffix().Replace(match.Value, string.Empty)).ToHashSet(StringComparer.Ordinal);

        Labels.Keys.Where(static name => !name.StartsWith("bookstore_client_", StringComparison.Ordinal)).Except(shown).ShouldBeEmpty();
    }

    [Fact]
    public void Panels_have_ids_of_their_own_and_do_not_overlap()
    {
        var panels = Dashboard["panels"]!.AsArray().Select(static panel => (Id: (int)panel!["id"]!, Place: panel["gridPos"]!)).ToList();
        var cells = panels.SelectMany(static panel => from x in Enumerable.Range((int)panel.Place["x"]!, (int)panel.Place["w"]!) from y in Enumerable.Range((int)panel.Place["y"]!, (int)panel.Place["h"]!) select (x, y)).ToList();

        panels.Select(static panel => panel.Id).ShouldBeUnique();
        cells.ShouldBeUnique();
        cells.Max(static cell => cell.x).ShouldBe(23);
    }

    private static IEnumerable<string> LabelsIn(string expression) =>
        Grouping().Matches(expression).SelectMany(static match => match.Groups[1].Value.Split(", ")).Concat(Selector().Matches(expression).Select(static match => match.Groups[1].Value)).Distinct(StringComparer.Ordinal);

    // As OpenTelemetry's exporters name it: words with underscores, the unit, and _total for what is counted. A unit in braces is a remark.
    private static string NameInPrometheus(Match row)
    {
        var unit = row.Groups["unit"].Value switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            var remark when remark.StartsWith('{') => string.Empty,
            var other => throw new InvalidOperationException($"{other} has no name in Prometheus."),
        };
        return row.Groups["name"].Value.Replace('.', '_') + unit + (row.Groups["kind"].Value == "counter" ? "_total" : string.Empty);
    }

    private static HashSet<string> TagsOf(Match row) => Tag().Matches(row.Groups["tags"].Value).Select(static match => match.Groups[1].Value.Replace('.', '_')).ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"^\| `(?<name>bookstore\.[a-z._]+)` \| (?<kind>[a-z -]+) \| `(?<unit>[^`]+)` \| (?<tags>.*?) \| [^|]* \|$", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex("(?:^|; )`([a-z._]+)`: ")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\b(?:bookstore|http_server)_[a-z_]+(?=[{\[])")]
    private static partial Regex Metric();

    // What a histogram is made of.
    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"by \(([^)]+)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"[{,]\s*([a-z_]+)=~?""")]
    private static partial Regex Selector();

    [GeneratedRegex(@"\{\{([a-z_]+)\}\}")]
    private static partial Regex LegendLabel();
}
