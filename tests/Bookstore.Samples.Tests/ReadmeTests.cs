using Shouldly;
using Xunit;

namespace Bookstore.Samples;

[Collection(nameof(ProcessWide))]
public sealed class ReadmeTests
{
    private const string Marker = "<!-- example: in-process -->";
    private const string Promised = "Created, 29.98 USD, Captured";

    [Fact]
    public void Example_in_the_readme_is_the_one_that_is_compiled_here()
    {
        var source = File.ReadAllLines(Path.Combine(RepositoryFiles.Root, "tests", "Bookstore.Samples.Tests", "ReadmeExample.cs"));
        var compiled = Between(source, "        // <example>", "        // </example>")
            .Select(line => line.Length == 0 ? line : line["        ".Length..]);

        var pasted = InReadme().ToList();
        pasted.TakeWhile(static line => line.Length > 0).ShouldAllBe(line => line.StartsWith("using ", StringComparison.Ordinal));
        pasted.SkipWhile(static line => line.Length > 0).Skip(1).ShouldBe(compiled);
    }

    [Fact]
    public void Example_in_the_readme_fits_on_a_screen() => InReadme().Count().ShouldBeInRange(15, 30);

    [Fact]
    public async Task Example_run_prints_what_the_readme_promises()
    {
        using var folder = new WorkingFolder();
        using var output = new CapturedOutput();

        await ReadmeExample.RunAsync();

        output.Text.ShouldBe(Promised + Environment.NewLine);
        InReadme().Last().ShouldEndWith("// " + Promised);
    }

    private static IEnumerable<string> InReadme()
    {
        var lines = File.ReadAllLines(RepositoryFiles.Readme);
        return Between([.. lines.SkipWhile(line => line != Marker)], "```csharp", "```");
    }

    private static string[] Between(string[] lines, string first, string last)
    {
        var start = Array.IndexOf(lines, first);
        var end = Array.IndexOf(lines, last, start + 1);
        (start >= 0 && end > start).ShouldBeTrue($"there should be lines between '{first}' and '{last}'");
        return lines[(start + 1)..end];
    }
}
