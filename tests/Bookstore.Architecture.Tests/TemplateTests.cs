using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>The template of a shop names what exists: packages, their versions, options, paths, files. That its shops build and sell is shown by eng/check-packages.sh.</summary>
public sealed partial class TemplateTests
{
    private const string Folder = "templates/Bookstore.Templates/content/bookstore-shop";

    private static readonly IReadOnlyDictionary<string, string> Pinned = VersionsOf($"{Folder}/Directory.Packages.props");

    private static readonly JsonNode Template = JsonNode.Parse(Repository.Read($"{Folder}/.template.config/template.json"))!;

    private static readonly IReadOnlyDictionary<string, string> Files = Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder), "*", SearchOption.AllDirectories)
        .ToDictionary(static path => Path.GetRelativePath(Path.Combine(Repository.Root, Folder), path).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);

    [Fact]
    public void Packages_of_ours_get_their_version_when_the_template_is_packed()
    {
        var ours = Pinned.Where(static package => package.Key.StartsWith("Bookstore.", StringComparison.Ordinal)).ToList();

        ours.Select(static package => package.Value).Distinct().ShouldBe(["[0.0.0]"]);
        ours.Select(static package => package.Key).Except(Repository.Packages).ShouldBeEmpty();
    }

    [Fact]
    public void Packages_of_others_have_the_versions_that_this_repository_uses()
    {
        var here = VersionsOf("Directory.Packages.props");

        Pinned.Where(package => here.TryGetValue(package.Key, out var version) && version != package.Value).ShouldBeEmpty();
    }

    [Fact]
    public void Every_package_that_a_project_names_has_a_version_and_every_version_is_used()
    {
        var named = Files.Where(static file => file.Key.EndsWith(".csproj", StringComparison.Ordinal)).SelectMany(static file => PackageReference().Matches(file.Value)).Select(static match => match.Groups[1].Value);

        named.Distinct(StringComparer.Ordinal).ShouldBe(Pinned.Keys, ignoreOrder: true);
    }

    [Fact]
    public void Every_option_says_what_it_chooses()
    {
        var options = Template["symbols"]!.AsObject().Where(static symbol => (string?)symbol.Value!["type"] == "parameter").ToList();

        options.Select(static option => option.Key).ShouldBe(["store", "gateway", "skipRestore"]);
        options.SelectMany(static option => (option.Value!["choices"]?.AsArray() ?? []).Append(option.Value)).Where(static told => ((string?)told!["description"] ?? string.Empty).Length < 15).ShouldBeEmpty();
        foreach (var (option, choice) in options.SelectMany(static option => (option.Value!["choices"]?.AsArray() ?? []).Select(choice => (option.Key, (string)choice!["choice"]!))))
        {
            foreach (var page in (string[])["docs/template.md", "templates/Bookstore.Templates/README.md"])
            {
                Repository.Read(page).ShouldContain($"`--{option}`");
                Repository.Read(page).ShouldContain($"`{choice}`");
            }
        }
    }

    [Fact]
    public void Every_file_that_the_template_names_is_there()
    {
        var modifiers = Template["sources"]![0]!["modifiers"]!.AsArray();
        var named = modifiers.SelectMany(static modifier => modifier!["exclude"]?.AsArray() ?? []).Select(static file => (string)file!)
            .Concat(modifiers.SelectMany(static modifier => modifier!["rename"]?.AsObject() ?? []).Select(static rename => rename.Key));

        named.Where(static file => !Files.ContainsKey(file)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_variable_is_an_option_and_every_probe_a_path()
    {
        var deployed = Files.Where(static file => file.Key.StartsWith("deploy/", StringComparison.Ordinal) || file.Key == "README.md").Select(static file => file.Value).ToList();
        var document = Repository.Read("openapi.yaml");

        var variables = deployed.SelectMany(static text => DeploymentTests.VariablesIn(text)).Distinct(StringComparer.Ordinal).ToList();
        variables.Count.ShouldBeGreaterThan(2);
        variables.Where(static name => !DeploymentTests.IsKnown(name)).ShouldBeEmpty("see docs/configuration.md");
        deployed.SelectMany(static text => Probe().Matches(text)).Select(static match => match.Groups[1].Value).Distinct(StringComparer.Ordinal).Where(path => !document.Contains($"  {path}:\n", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_key_of_development_is_the_one_that_its_pages_name()
    {
        var hash = ApiClientRegistration.HashKey("development-key");

        Files["src/ShopTemplate/appsettings.Development.json"].ShouldContain(hash, Case.Insensitive);
        Files.Where(static file => file.Key is not ("README.md" or "tests/ShopTemplate.Tests/RunningShop.cs")).Select(static file => file.Value).ShouldAllBe(text => !text.Contains("development-key", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> VersionsOf(string file) => XDocument.Parse(Repository.Read(file)).Descendants("PackageVersion")
        .ToDictionary(static package => package.Attribute("Include")!.Value, static package => package.Attribute("Version")!.Value, StringComparer.Ordinal);

    [GeneratedRegex("<PackageReference Include=\"([^\"]+)\"")]
    private static partial Regex PackageReference();

    [GeneratedRegex("path: (/[a-z/]+)")]
    private static partial Regex Probe();
}
