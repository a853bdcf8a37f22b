using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>Names of tests are written one way, and documentation is in plain words: the subject is a type, a method or the caller, and the verb is a term of the field.</summary>
public sealed partial class SentenceTests
{
    private const double MostUnclear = 0.03;

    [Fact]
    public void Names_of_tests_are_words_with_underscores()
    {
        var names = Repository.Files("tests", ".cs").SelectMany(path => Test().Matches(File.ReadAllText(path))).Select(match => match.Groups["name"].Value).ToList();

        names.Count.ShouldBeGreaterThan(1_000);
        names.Where(name => !name.Contains('_', StringComparison.Ordinal) || PascalWord().IsMatch(name[name.IndexOf('_', StringComparison.Ordinal)..])).ShouldBeEmpty();
    }

    [Fact]
    public void Documentation_of_code_is_in_plain_words()
    {
        var comments = Repository.Files("src", ".cs").SelectMany(path => DocComment().Matches(File.ReadAllText(path)).Select(match => (path, match.Value))).ToList();
        var unclear = comments.Where(comment => UnclearWord().IsMatch(comment.Value)).Select(comment => $"{Path.GetFileName(comment.path)}: {comment.Value.Trim()}").ToList();

        comments.Count.ShouldBeGreaterThan(1_000);
        ((double)unclear.Count / comments.Count).ShouldBeLessThan(MostUnclear, string.Join(Environment.NewLine, unclear));
    }

    [GeneratedRegex(@"\[\w*(?:Fact|Theory)\b[^\n]*\n(?:\s*(?:\[|//|#)[^\n]*\n)*\s*public (?:async |static |override |virtual )*(?:Task|void|ValueTask)(?:<[^>]*>)?\s+(?<name>\w+)\(")]
    private static partial Regex Test();

    // Two words in one, such as TakesOne; names of things keep their capitals.
    [GeneratedRegex("_[A-Z][a-z]+[A-Z][a-z]+[A-Za-z]*(?:_|$)")]
    private static partial Regex PascalWord();

    [GeneratedRegex(@"(?:^[ \t]*///[^\n]*\n)+", RegexOptions.Multiline)]
    private static partial Regex DocComment();

    [GeneratedRegex(@"\b(?:somebody|nobody|whoever|whatever|stands|is told|goes on|is owed|debts?|became of)\b", RegexOptions.IgnoreCase)]
    private static partial Regex UnclearWord();
}
