using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Bookstore.Stripe.Double;
using Bookstore.Support;

namespace Bookstore.Samples;

/// <summary>The sample host, published trimmed, sells a book through Stripe, whose part is played by a double.</summary>
public sealed partial class TrimmedHostTests
{
    [LongFact]
    public async Task A_trimmed_host_takes_and_refunds_a_payment_with_Stripe()
    {
        using var folder = new HostFolder();
        var published = Path.Combine(folder.Root, "published");
        var output = await PublishAsync(published);
        Warning().Matches(output).Select(static match => match.Groups["assembly"].Value).Distinct()
            .ShouldBe(["Microsoft.AspNetCore.Components", "Newtonsoft.Json", "Stripe.net", "System.Configuration.ConfigurationManager"], ignoreOrder: true, "docs/stripe.md names them");
        output.Split('\n').Where(static line => line.Contains("warning ", StringComparison.Ordinal) && !line.Contains("IL2104", StringComparison.Ordinal))
            .ShouldAllBe(static line => line.Contains("Microsoft.AspNetCore.Http.Json.JsonOptions.CreateDefaultTypeResolver", StringComparison.Ordinal));

        await using var stripe = await StripeDouble.StartAsync();
        var launch = new HostLaunch
        {
            Executable = Path.Combine(published, "Bookstore.Host"),
            Environment =
            [
                ("Bookstore__Payments__Provider", "stripe"),
                ("Bookstore__Payments__Stripe__ApiKey", StripeDouble.ApiKey),
                ("Bookstore__Payments__Stripe__ApiBase", stripe.Address.ToString()),
                ("Bookstore__Payments__Stripe__WebhookSecrets__0", "whsec_trimmed"),
                ("Bookstore__Payments__Stripe__ReturnUrl", "https://shop.example/orders/{order_id}"),
                ("Bookstore__Console__Enabled", "true"),
            ],
        };
        await using var host = await HostProcess.StartAsync(folder, launch.WithKey());
        using var placed = await host.PostAsync("/api/orders", $$$"""{"customer_id":"jane","items":[{"isbn":"{{{Shopping.Odyssey}}}","quantity":2}],"payment":{"token":"pm_card_visa"}}""");
        placed.StatusCode.ShouldBe(HttpStatusCode.Created, host.Output);
        var id = JsonNode.Parse(await placed.Content.ReadAsStringAsync())!["order_id"]!.GetValue<string>();
        await UntilAsync(host, id, "captured");
        using var refunded = await host.PostAsync($"/api/orders/{id}/refunds", """{"amount":9.50,"reason":"damaged"}""", "refund-1");
        refunded.StatusCode.ShouldBe(HttpStatusCode.Created);
        await UntilAsync(host, id, "partially_refunded");

        (await Shopping.ListAsync(host, "/api/books?limit=1")).Count.ShouldBe(3);
        (await Shopping.ListAsync(host, "/api/books?q=odyssey")).ShouldHaveSingleItem();
        (await host.Http.GetStringAsync("/console")).ShouldContain("Sign in");
    }

    private static Task UntilAsync(HostProcess host, string id, string status) => Eventually.TrueAsync(
        async () => (await host.GetAsync($"/api/orders/{id}"))["payment_status"]!.GetValue<string>() == status, () => $"the payment to be {status}\n{host.Output}");

    // From a copy: a publication for one runtime writes into the lock files.
    private static async Task<string> PublishAsync(string folder, [CallerFilePath] string path = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../.."));
        var copy = folder + "-sources";
        string[] files = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "nuget.config", "artifacts/packages/.gitkeep", "openapi.yaml", "docs/assets/icon.png"];
        foreach (var file in files.Concat(SourcesIn(root)))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, file))!);
            File.Copy(Path.Combine(root, file), Path.Combine(copy, file));
        }

        // A build server would keep the pipe of the output open.
        string[] arguments =
        [
            "publish", "samples/Bookstore.Host", "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--self-contained", "--output", folder,
            "-p:PublishTrimmed=true", "-p:RunAnalyzers=false", "--disable-build-servers",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = copy })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, output);
        return output;
    }

    private static IEnumerable<string> SourcesIn(string root) =>
        new[] { "src", "samples", "eng" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(root, file))
            .Where(static file => !file.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"));

    [GeneratedRegex("warning IL2104: Assembly '(?<assembly>[^']+)'")]
    private static partial Regex Warning();
}
