using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Bookstore.Samples;

/// <summary>The document at the repository's root is what the running routes say.</summary>
public sealed class OpenApiTests
{
    private const string Command = "BOOKSTORE_UPDATE_OPENAPI=1 dotnet test tests/Bookstore.Host.Tests --filter FullyQualifiedName~OpenApiTests";

    [Fact]
    public async Task The_file_is_the_document_of_the_running_host()
    {
        await using var factory = Start();
        var document = factory.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(ApiDocument.Name);
        var yaml = $"# Generated from the running host. To update it: {Command}\n" + await document.SerializeAsYamlAsync(OpenApiSpecVersion.OpenApi3_0);
        yaml = yaml.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var path = Path.Combine(Root(), "openapi.yaml");
        if (Environment.GetEnvironmentVariable("BOOKSTORE_UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(path, yaml);
        }

        (await File.ReadAllTextAsync(path)).ShouldBe(yaml, $"openapi.yaml is not what the host says of itself. Run: {Command}");
    }

    [Fact]
    public async Task The_host_serves_the_file()
    {
        await using var factory = Start();
        using var client = factory.CreateClient();
        using var answer = await client.GetAsync("/openapi.yaml");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/yaml");
        var served = await answer.Content.ReadAsStringAsync();
        served.ShouldStartWith("# Generated from the running host.");
        served.ShouldContain("/api/orders/{order_id}/cancel:");
    }

    private static WebApplicationFactory<Program> Start() => new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Bookstore:Store", "memory");
    });

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
