using System.Globalization;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>The page on reliability names tests that exist, and the command that writes its figures finds the suites and the place for them.</summary>
public sealed partial class ReliabilityTests
{
    private static readonly string Page = Repository.Read("docs/reliability.md");

    // What was looked at and held has no number here, and neither have limits of scaling.
    private static readonly HashSet<string> Findings =
    [
        .. Numbered("A", 16), .. Numbered("A17.", 6), .. Numbered("B", 8), .. Numbered("C", 5), .. Numbered("D", 5), .. Numbered("D7.", 5),
        "R1", "R2", "R7", "R9", "R13", "F05", "F07", "F11", "F20",
    ];

    [Fact]
    public void Every_fault_in_the_table_names_tests_that_exist()
    {
        var tests = Repository.Files("tests", ".cs").Concat(Repository.Files(Path.Combine("src", "Bookstore.Testing.Stores"), ".cs"))
            .Select(File.ReadAllText)
            .Where(static text => TestMethod().IsMatch(text))
            .SelectMany(static text => ClassName().Matches(text).Select(static match => match.Groups[1].Value))
            .ToHashSet(StringComparer.Ordinal);
        var rows = Table("## Faults that were found and mended").Select(static row => row.Split(" | ")).ToList();

        rows.Count.ShouldBeGreaterThan(60);
        foreach (var row in rows)
        {
            var named = Quoted().Matches(row[2]).Select(static match => match.Groups[1].Value).ToList();
            named.ShouldNotBeEmpty(row[1]);
            named.Where(name => !tests.Contains(name)).ShouldBeEmpty(row[1]);
        }
    }

    [Fact]
    public void Every_finding_that_the_work_began_with_has_a_row()
    {
        var rows = Table("## Faults that were found and mended").Select(static row => row.Trim('|', ' ').Split(" | ")[0]).SelectMany(static cell => cell.Split(", ")).Where(static id => id != "·").ToHashSet(StringComparer.Ordinal);

        Findings.Where(id => !rows.Contains(id)).ShouldBeEmpty("without a row");
        rows.Where(id => !Findings.Contains(id)).ShouldBeEmpty("of no finding");
    }

    [Fact]
    public void The_command_runs_suites_that_exist_and_finds_the_place_of_its_figures()
    {
        var command = Repository.Read("eng/reliability.sh");
        var suites = Suites().Match(command).Groups[1].Value.Split(' ');
        var reporting = Repository.Files("tests", ".cs")
            .Where(static path => File.ReadAllText(path).Contains("\"reliability: ", StringComparison.Ordinal))
            .Select(static path => Path.GetRelativePath(Path.Combine(Repository.Root, "tests"), path).Split('.')[1])
            .Where(static suite => suite != "Architecture")
            .Distinct(StringComparer.Ordinal);

        suites.ShouldAllBe(suite => Directory.Exists(Path.Combine(Repository.Root, "tests", $"Bookstore.{suite}.Tests")));
        reporting.ShouldBeSubsetOf(suites);
        Page.Split("<!-- figures -->").Length.ShouldBe(2);
        Page.Split("<!-- /figures -->").Length.ShouldBe(2);
    }

    private static IEnumerable<string> Numbered(string kind, int count) => Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{kind}{number}"));

    // The rows of the table under a heading, without its head.
    private static IEnumerable<string> Table(string heading) =>
        Page[Page.IndexOf(heading, StringComparison.Ordinal)..].Split('\n').SkipWhile(static line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(static line => line.StartsWith('|'));

    [GeneratedRegex(@"\[\w*(?:Fact|Theory|Case|Property)\b")]
    private static partial Regex TestMethod();

    [GeneratedRegex(@"\bclass (\w+)")]
    private static partial Regex ClassName();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"suites=\((Simulation[^)]*)\)")]
    private static partial Regex Suites();
}
