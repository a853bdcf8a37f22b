using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Bookstore.Samples;

/// <summary>The walk with curl is run as it stands in the file.</summary>
public sealed class WalkTests
{
    private const string Begin = "<!-- walk -->";

    public static TheoryData<string> Files => ["docs/rest.md", "README.md"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task The_walk_of_the_file_runs_to_its_end(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root(), file));
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("BOOKSTORE_API_KEY", "secret123"), ("ASPNETCORE_ENVIRONMENT", "Development"));

        var (exitCode, output) = await RunAsync(Script(text), ("BOOKSTORE_URL", host.Address));

        exitCode.ShouldBe(0, output);
        output.ShouldContain("\"status\":\"delivered\"");
        output.ShouldContain("\"reason\":\"damaged\",\"status\":\"pending\"");
        output.ShouldContain("\"status\":\"cancelled\"");
    }

    [Fact]
    public async Task The_walk_with_a_token_runs_to_its_end()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "identity.md"));
        await using var identity = await IdentityProcess.StartAsync();
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, identity.SettingsOfTheHost());

        var (exitCode, output) = await RunAsync(Script(text), ("BOOKSTORE_URL", host.Address), ("IDENTITY_URL", identity.Address));

        exitCode.ShouldBe(0, output);
        output.ShouldContain("\"token_type\": \"Bearer\"");
        output.ShouldContain("\"status\":\"created\"");
    }

    private static string Script(string markdown)
    {
        var at = markdown.IndexOf(Begin, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, "the file has no walk");
        var start = markdown.IndexOf("```bash\n", at, StringComparison.Ordinal) + 8;
        return markdown[start..markdown.IndexOf("\n```", start, StringComparison.Ordinal)];
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string script, params (string Name, Uri Address)[] addresses)
    {
        var start = new ProcessStartInfo("bash", ["-eu", "-o", "pipefail", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, address) in addresses)
        {
            start.Environment[name] = address.GetLeftPart(UriPartial.Authority);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await output + await errors);
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
