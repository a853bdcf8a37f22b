using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Bookstore.Samples;

/// <summary>The receiver beside the host, each as a user starts it.</summary>
public sealed class WebhookReceiverTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_receiver_subscribes_prints_what_happens_and_removes_its_endpoint_at_its_end()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Webhooks__AllowHttp", "true"), ("Bookstore__Webhooks__AllowPrivateAddresses", "true"));
        using var receiver = Start("--url", host.Address.ToString(), "--listen", $"http://127.0.0.1:{FreePort()}", "--types", "stock.*");

        (await LineAsync(receiver, "resource")).ShouldContain("type");
        (await host.GetAsync("/api/webhooks")).AsArray().Count.ShouldBe(1);
        (await host.PostAsync("/api/books/9780143127550/stock", """{"quantity":5,"reason":"delivery"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await LineAsync(receiver, "stock.changed")).ShouldContain("books/9780143127550");

        using var interrupt = Process.Start("kill", ["-INT", receiver.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await receiver.WaitForExitAsync().WaitAsync(Patience);
        receiver.ExitCode.ShouldBe(0);
        (await host.GetAsync("/api/webhooks")).AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_host_that_allows_no_such_address_is_explained()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder);
        using var receiver = Start("--url", host.Address.ToString(), "--listen", $"http://127.0.0.1:{FreePort()}");

        await receiver.WaitForExitAsync().WaitAsync(Patience);

        receiver.ExitCode.ShouldBe(1);
        (await receiver.StandardError.ReadToEndAsync()).ShouldContain("--Bookstore:Webhooks:AllowHttp true");
    }

    [Theory]
    [InlineData(0, "--help")]
    [InlineData(2, "--nope", "1")]
    [InlineData(2, "--secret", "geheim")]
    [InlineData(2, "--url", "localhost")]
    public async Task Its_command_line_is_checked(int exitCode, params string[] args)
    {
        using var receiver = Start(args);

        await receiver.WaitForExitAsync().WaitAsync(Patience);

        receiver.ExitCode.ShouldBe(exitCode);
        var text = await receiver.StandardOutput.ReadToEndAsync() + await receiver.StandardError.ReadToEndAsync();
        text.ShouldContain("Usage:");
        text.ShouldNotContain("geheim");
    }

    private static async Task<string> LineAsync(Process process, string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(limit.Token));
    }

    private static Process Start(params string[] args)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(Root(), "samples", "Bookstore.WebhookReceiver", "bin", built.Parent!.Name, built.Name, "Bookstore.WebhookReceiver.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["BOOKSTORE_API_KEY"] = HostProcess.Key;
        return Process.Start(start)!;
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
