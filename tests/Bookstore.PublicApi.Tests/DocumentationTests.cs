using Shouldly;
using Xunit;

namespace Bookstore.PublicApi.Tests;

/// <summary>The code in the documentation compiles against the libraries as they are.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<string> Files => [.. MarkdownFiles()];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_code_compiles(string file)
    {
        foreach (var code in DocumentedCode.In(Path.Combine(Repository.Root, file)))
        {
            code.Errors().ShouldBeEmpty(code.Place);
        }
    }

    [Theory]
    [InlineData("var book = await inventory.FindBookAsync(isbn);", true)]
    [InlineData("var book = await inventory.LookUpAsync(isbn);", false)]
    [InlineData("public sealed class Mine : ICourier { }", false)]
    [InlineData("var isbn = Isbn.Parse(\"0141439580\"); var x = Mine.Of(isbn); public static class Mine { public static string Of(Isbn i) => i.ToString(); }", true)]
    public void CodeThatDoesNotCompile_is_found(string code, bool isRight) => new DocumentedCode("here", code).Errors().Any().ShouldBe(!isRight);

    [Fact]
    public void The_documentation_has_code() => MarkdownFiles().SelectMany(file => DocumentedCode.In(Path.Combine(Repository.Root, file))).Count().ShouldBeGreaterThan(10);

    [Fact]
    public void The_examples_of_the_entry_points_compile()
    {
        var examples = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).SelectMany(DocumentedCode.InComments).ToList();

        examples.Count.ShouldBeGreaterThanOrEqualTo(10);
        foreach (var example in examples)
        {
            example.Errors().ShouldBeEmpty(example.Place);
        }
    }

    private static IEnumerable<string> MarkdownFiles() =>
        ((IEnumerable<string>)[Path.Combine(Repository.Root, "README.md"), .. In("docs"), .. In("src")])
            .Where(path => DocumentedCode.In(path).Any())
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> In(string folder) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
}
