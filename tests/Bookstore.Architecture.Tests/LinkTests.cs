using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>Links of the pages lead somewhere: to a file of the repository, and to a heading of it. Pages of the packages link with whole addresses, since they are read elsewhere.</summary>
public sealed partial class LinkTests
{
    private const string Public = "https://github.com/bookstore-dotnet/bookstore/blob/main/";

    private static readonly IReadOnlyList<string> Pages = [.. Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(((string[])["docs", "src", "samples", "eng", "benchmarks", "templates"]).SelectMany(static folder => Repository.Files(folder, ".md")))
        .Select(static path => Path.GetRelativePath(Repository.Root, path))];

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading()
    {
        var links = Pages.SelectMany(static page => Link().Matches(TextOf(page)).Select(match => (Page: page, To: match.Groups[1].Value)))
            .Where(static link => !link.To.Contains("://", StringComparison.Ordinal) || link.To.StartsWith(Public, StringComparison.Ordinal)).ToList();

        links.Count.ShouldBeGreaterThan(300);
        links.Where(static link => !IsThere(link.Page, link.To)).Select(static link => $"{link.Page}: {link.To}").ShouldBeEmpty();
    }

    [Fact]
    public void Pages_that_are_read_elsewhere_have_whole_links() => Pages.Where(static page => page.StartsWith("src", StringComparison.Ordinal) || page.StartsWith("templates", StringComparison.Ordinal))
        .SelectMany(static page => Link().Matches(TextOf(page)).Select(match => match.Groups[1].Value).Where(static to => !to.Contains("://", StringComparison.Ordinal)).Select(to => $"{page}: {to}"))
        .ShouldBeEmpty();

    [Fact]
    public void Every_page_of_the_docs_is_in_their_index()
    {
        var linked = Link().Matches(Repository.Read("docs/README.md")).Select(static match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Select(static path => Path.GetFileName(path)!).Where(page => page != "README.md" && !linked.Contains(page)).ShouldBeEmpty();
    }

    private static bool IsThere(string page, string link)
    {
        var isPublic = link.StartsWith(Public, StringComparison.Ordinal);
        var parts = (isPublic ? link[Public.Length..] : link).Split('#');
        var from = isPublic ? string.Empty : Path.GetDirectoryName(page)!;
        var target = parts[0].Length == 0 ? page : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, from, parts[0])));
        return Path.Exists(Path.Combine(Repository.Root, target)) && (parts.Length == 1 || HeadingsOf(target).Contains(parts[1]));
    }

    // As GitHub names headings: lower case, without punctuation, with hyphens for spaces; of two with one name the second has a number.
    private static HashSet<string> HeadingsOf(string page)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var heading in Heading().Matches(TextOf(page)).Select(static match => match.Groups[1].Value.TrimEnd()))
        {
            var name = Punctuation().Replace(LinkText().Replace(heading, "$1").ToLowerInvariant(), string.Empty).Replace(' ', '-');
            var (unique, number) = (name, 0);
            while (!names.Add(unique))
            {
                unique = $"{name}-{++number}";
            }
        }

        return names;
    }

    // Without its pieces of code, in which brackets mean something else.
    private static string TextOf(string page) => Code().Replace(Repository.Read(page), string.Empty);

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[([^\]]*)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Punctuation();
}
