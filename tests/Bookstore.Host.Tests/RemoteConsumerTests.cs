using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Bookstore.Samples;

/// <summary>The sample that talks to a host, with a host.</summary>
public sealed class RemoteConsumerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_run_against_a_host_imports_sells_and_delivers_and_prints_plain_text_into_a_pipe()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory"));
        var excerpt = Path.Combine(Folder(), "..", "..", "samples", "Bookstore.InProcess", "Data", "books-excerpt.csv");
        var catalogue = Path.Combine(folder.Root, "books.csv");
        await File.WriteAllLinesAsync(catalogue, File.ReadLines(excerpt).Take(10));

        var (exitCode, output, faults) = await RunAsync("--url", host.Address.ToString(), "--orders", "20", "--concurrency", "4", catalogue);

        faults.ShouldBeEmpty();
        exitCode.ShouldBe(0, output);
        output.ShouldContain("delivered");
        output.ShouldNotContain('\u001b');
    }

    private static async Task<(int ExitCode, string Output, string Faults)> RunAsync(params string[] args)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(Folder(), "..", "..", "samples", "Bookstore.RemoteConsumer", "bin", built.Parent!.Name, built.Name, "Bookstore.RemoteConsumer.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BOOKSTORE_API_KEY"] = HostProcess.Key;

        // A build server that likes colours.
        start.Environment["GITHUB_ACTIONS"] = "true";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, faults) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output, await faults);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
