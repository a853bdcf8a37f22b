using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>Names of tests are written one way, and documentation is in plain words: the subject is a type, a method or the caller, and the verb is a term of the field.</summary>
public sealed partial class SentenceTests
{
    private const double MostUnclear = 0.01;

    [Fact]
    public void Names_of_tests_are_words_with_underscores()
    {
        var names = Repository.Files("tests", ".cs").SelectMany(path => Test().Matches(File.ReadAllText(path))).Select(match => match.Groups["name"].Value).ToList();

        names.Count.ShouldBeGreaterThan(1_000);
        names.Where(name => !name.Contains('_', StringComparison.Ordinal) || PascalWord().IsMatch(name[name.IndexOf('_', StringComparison.Ordinal)..])).ShouldBeEmpty();
    }

    [Fact]
    public void Documentation_of_code_is_in_plain_words() => ShouldBePlain(Repository.Files("src", ".cs").SelectMany(static path => PartsOf(path, DocComment())), atLeast: 4_000);

    [Fact]
    public void Comments_in_code_are_in_plain_words() =>
        ShouldBePlain(Repository.Files("src", ".cs").Concat(Repository.Files("samples", ".cs")).SelectMany(static path => PartsOf(path, LineComment())), atLeast: 500);

    [Fact]
    public void Pages_are_in_plain_words() => ShouldBePlain(Pages().SelectMany(static path => PartsOf(path, Paragraph())), atLeast: 1_000);

    // Without the decisions, which keep the words of their day, and the changes.
    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Where(static path => Path.GetFileName(path) != "CHANGELOG.md")
        .Concat(Repository.Files("docs", ".md").Where(static path => Path.GetFileName(Path.GetDirectoryName(path)) != "decisions"))
        .Concat(Repository.Files("src", ".md"))
        .Concat(Repository.Files("samples", ".md"));

    private static IEnumerable<string> PartsOf(string path, Regex part) => part.Matches(File.ReadAllText(path)).Select(match => $"{Path.GetFileName(path)}: {match.Value.Trim()}");

    private static void ShouldBePlain(IEnumerable<string> texts, int atLeast)
    {
        List<string> all = [.. texts];
        List<string> unclear = [.. all.Where(static text => UnclearWord().IsMatch(text))];

        all.Count.ShouldBeGreaterThan(atLeast);
        ((double)unclear.Count / all.Count).ShouldBeLessThan(MostUnclear, string.Join(Environment.NewLine, unclear));
    }

    [GeneratedRegex(@"\[\w*(?:Fact|Theory)\b[^\n]*\n(?:\s*(?:\[|//|#)[^\n]*\n)*\s*public (?:async |static |override |virtual )*(?:Task|void|ValueTask)(?:<[^>]*>)?\s+(?<name>\w+)\(")]
    private static partial Regex Test();

    // Two words in one, such as TakesOne; names of things keep their capitals.
    [GeneratedRegex("_[A-Z][a-z]+[A-Z][a-z]+[A-Za-z]*(?:_|$)")]
    private static partial Regex PascalWord();

    [GeneratedRegex(@"(?:^[ \t]*///[^\n]*\n)+", RegexOptions.Multiline)]
    private static partial Regex DocComment();

    [GeneratedRegex(@"(?:^[ \t]*//(?!/)[^\n]*\n)+", RegexOptions.Multiline)]
    private static partial Regex LineComment();

    // A line of a page that is prose, an item of a list or a row of a table.
    [GeneratedRegex("^[ \t]*[^ \t\r\n`#][^\n]+$", RegexOptions.Multiline)]
    private static partial Regex Paragraph();

    // Words whose subject or verb is vague, and other names for what the glossary names.
    [GeneratedRegex(@"\b(?:somebody|nobody|whoever|whatever|stands|(?:is|are|be|been|being|was|were) told|go on with|goes on|is owed|owes|debts?|bec[ao]mes? of|obstacles?|wish to|under way|commit mark)\b", RegexOptions.IgnoreCase)]
    private static partial Regex UnclearWord();
}
