using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>What a contributor must know is written down: each variable, and each decision.</summary>
public sealed partial class ContributingTests
{
    private static readonly string[] Sources = ["src", "samples", "tests", "benchmarks", "eng"];

    [Fact]
    public void Every_environment_variable_is_described()
    {
        var used = Sources.SelectMany(folder => Repository.Files(folder, ".cs", ".sh"))
            .Append(Path.Combine(Repository.Root, ".ci", "run"))
            .SelectMany(path => Variable().Matches(File.ReadAllText(path)).Select(match => match.Value))
            .Distinct(StringComparer.Ordinal);
        var described = Variable().Matches(Repository.Read("CONTRIBUTING.md")).Select(match => match.Value).Distinct(StringComparer.Ordinal);

        described.ShouldBe(used, ignoreOrder: true, "add the variable to the table in CONTRIBUTING.md, or remove it there");
    }

    [Fact]
    public void Every_decision_is_in_the_table_and_numbers_have_no_holes()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "docs", "decisions"), "????-*.md").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToList();
        var listed = DecisionLink().Matches(Repository.Read("docs/decisions/README.md")).Select(match => match.Groups[1].Value).ToList();

        listed.ShouldBe(files);
        files.Select(file => int.Parse(file.AsSpan(0, 4), provider: null)).ShouldBe(Enumerable.Range(1, files.Count));
    }

    [GeneratedRegex("BOOKSTORE_[A-Z]+(_[A-Z]+)*")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\| \[\d{4}\]\((\d{4}-[a-z0-9-]+\.md)\)", RegexOptions.Multiline)]
    private static partial Regex DecisionLink();
}
