using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Bookstore.Architecture.Tests;

/// <summary>docs/deployment.md and the files that it explains name options, paths, metrics and files that exist.</summary>
public sealed partial class DeploymentTests
{
    private const string Folder = "samples/Bookstore.Host/deploy";

    private static readonly IReadOnlyDictionary<string, string> Texts = Directory.EnumerateFiles(Path.Combine(Repository.Root, Folder))
        .Append(Path.Combine(Repository.Root, "docs", "deployment.md"))
        .ToDictionary(path => Path.GetFileName(path)!, File.ReadAllText, StringComparer.Ordinal);

    [Fact]
    public void Every_variable_is_an_option()
    {
        var named = Texts.Values.SelectMany(VariablesIn).Distinct(StringComparer.Ordinal).ToList();

        named.Count.ShouldBeGreaterThan(8);
        named.Where(name => !IsKnown(name)).ShouldBeEmpty("see docs/configuration.md");
    }

    [Fact]
    public void Every_path_of_the_host_is_in_its_document()
    {
        var document = Repository.Read("openapi.yaml");
        var named = Texts.Values.SelectMany(text => HealthPath().Matches(text).Select(match => match.Value)).Distinct(StringComparer.Ordinal).ToList();

        named.ShouldBe(["/health/live", "/health/ready"], ignoreOrder: true);
        named.Where(path => !document.Contains($"  {path}:\n", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_metric_is_one_of_the_packages() => Texts.Values.SelectMany(text => Metric().Matches(text).Select(match => match.Value)).Distinct(StringComparer.Ordinal)
        .Where(name => !Repository.Read("docs/metrics.md").Contains($"| `{name}` |", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Every_file_is_there()
    {
        var page = Texts["deployment.md"];
        var files = RepositoryPath().Matches(page).Select(match => match.Value).Concat(Link().Matches(page).Select(match => Path.Combine("docs", match.Groups[1].Value)));

        files.Where(file => !Path.Exists(Path.Combine(Repository.Root, file))).ShouldBeEmpty();
        Texts.Keys.Where(file => file != "deployment.md" && !page.Contains(file, StringComparison.Ordinal)).ShouldBeEmpty("the page says what it is for");
    }

    [Fact]
    public void The_times_to_end_a_host_follow_from_the_options()
    {
        // PostgreSqlStore adds two seconds to the time of its commands, the write path five to the time of its retries.
        var queue = new WritePathOptions().RetryTimeout + TimeSpan.FromSeconds(5) + new PostgreSqlStoreOptions().CommandTimeout + TimeSpan.FromSeconds(2);
        var requests = new Microsoft.Extensions.Hosting.HostOptions().ShutdownTimeout;
        var most = 5 + requests.TotalSeconds + queue.TotalSeconds;

        Texts["deployment.md"].ShouldContain($"at most {requests.TotalSeconds} seconds");
        Texts["deployment.md"].ShouldContain($"; {queue.TotalSeconds} seconds with the defaults");
        Seconds("kubernetes.yaml", "terminationGracePeriodSeconds: ").ShouldBeGreaterThan(most);
        Seconds("bookstore.service", "TimeoutStopSec=").ShouldBeGreaterThan(most);
        Seconds("kubernetes.yaml", "timeoutSeconds: ").ShouldBeGreaterThan(new BookstoreApiOptions().ReadinessTimeout.TotalSeconds);
    }

    /// <summary>The options that a text names as variables of the environment.</summary>
    internal static IEnumerable<string> VariablesIn(string text) => Variable().Matches(text).Select(static match => match.Value);

    /// <summary>Whether a variable of the environment is an option of a package or of the sample host.</summary>
    internal static bool IsKnown(string variable) => Known().Any(known => known.IsMatch(variable));

    private static double Seconds(string file, string setting)
    {
        var start = Texts[file].IndexOf(setting, StringComparison.Ordinal) + setting.Length;
        return int.Parse(Texts[file].AsSpan(start, Texts[file].AsSpan(start).IndexOf('\n')), provider: null);
    }

    private static IEnumerable<Regex> Known() => OptionGroup.All.Where(group => group.Section is not null)
        .SelectMany(group => group.Options.Select(option => $"{group.Section}:{option.Path}"))
        .Concat(HostKeys.Described.Keys)
        .Select(key => new Regex($"^{Regex.Escape(key.Replace(":", "__", StringComparison.Ordinal)).Replace("<name>", "[^_]+", StringComparison.Ordinal).Replace("<n>", "[0-9]+", StringComparison.Ordinal)}$"));

    [GeneratedRegex("(?:Bookstore|ConnectionStrings|Kestrel|Authentication)__[A-Za-z0-9_<>]+|BOOKSTORE_[A-Z_]+")]
    private static partial Regex Variable();

    [GeneratedRegex("/health/[a-z]+")]
    private static partial Regex HealthPath();

    [GeneratedRegex(@"bookstore\.[a-z]+\.[a-z_.]*[a-z]")]
    private static partial Regex Metric();

    [GeneratedRegex("(?<![A-Za-z/.])(?:samples|docs|src|eng)/[A-Za-z0-9_./-]*[A-Za-z0-9]")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\]\(([^)#]+)[^)]*\)")]
    private static partial Regex Link();
}
