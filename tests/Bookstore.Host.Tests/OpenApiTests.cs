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
    private const string Command = "BOOKSTORE_UPDATE_OPENAPI=1 dotnet test tests/Bookstore.Host.Tests --filter FullyQualifiedName~The_file_is_the_document";

    [Fact]
    public async Task The_file_is_the_document_of_the_running_host()
    {
        await using var factory = Start();
        var document = factory.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(DocumentGenerator.Name);
        var yaml = $"# Generated from the running host. To update it: {Command}\n" + await document.SerializeAsYamlAsync(OpenApiSpecVersion.OpenApi3_0);
        yaml = yaml.ReplaceLineEndings("\n").TrimEnd() + "\n";
        var json = (await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0)).ReplaceLineEndings("\n").TrimEnd() + "\n";

        await ShouldBeAsync("openapi.yaml", yaml);
        await ShouldBeAsync("src/Bookstore.AspNetCore/OpenApi/bookstore.openapi.json", json);
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
        served.ShouldBe(await File.ReadAllTextAsync(Path.Combine(Root(), "openapi.yaml")));
    }

    [Theory]
    [InlineData("Development", HttpStatusCode.OK)]
    [InlineData("Production", HttpStatusCode.NotFound)]
    public async Task Scalar_is_there_in_Development_alone(string environment, HttpStatusCode status)
    {
        await using var factory = Start(environment);
        using var client = factory.CreateClient();
        using var page = await client.GetAsync("/scalar/");

        page.StatusCode.ShouldBe(status);
        (await page.Content.ReadAsStringAsync()).Contains("openapi.yaml", StringComparison.Ordinal).ShouldBeTrue();
    }

    [Fact]
    public async Task Every_operation_under_api_names_its_refusals()
    {
        await using var factory = Start();
        var document = factory.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(DocumentGenerator.Name);
        var operations = document.Paths.Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal)).SelectMany(path => path.Value.Operations!.Values).ToList();

        operations.Count.ShouldBe(56);
        operations.ShouldAllBe(operation => new[] { "401", "403", "429", "500", "503" }.All(status => operation.Responses!.ContainsKey(status)));
        operations.Where(operation => operation.RequestBody is not null).ShouldAllBe(operation => operation.Responses!.ContainsKey("413") && operation.Responses.ContainsKey("415"));
    }

    // The texts come from comments that were written for C#.
    [Fact]
    public async Task Its_texts_and_names_speak_of_the_wire_alone()
    {
        await using var factory = Start();
        var document = factory.Services.GetRequiredService<ISwaggerProvider>().GetSwagger(DocumentGenerator.Name);
        var types = typeof(PlaceOrderBody).Assembly.GetExportedTypes().Select(static type => type.Name).Except(["OrderReceipt"]).ToList();
        var texts = TextsIn(JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0))!).ToList();

        texts.Count.ShouldBeGreaterThan(300);
        texts.ShouldAllBe(text => !text.Contains("Bookstore.", StringComparison.Ordinal));
        texts.Where(text => types.Exists(type => text.Contains(type, StringComparison.Ordinal))).ShouldBeEmpty();
        document.Components!.Schemas!.Keys.ShouldAllBe(static name => !name.EndsWith("Resource", StringComparison.Ordinal) && !name.EndsWith("Body", StringComparison.Ordinal));
    }

    private static IEnumerable<string> TextsIn(JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(static member => member is { Key: "description" or "summary" or "title", Value: JsonValue text } ? [text.GetValue<string>()] : member.Value is null ? [] : TextsIn(member.Value)),
        JsonArray items => items.SelectMany(static item => item is null ? [] : TextsIn(item)),
        _ => [],
    };

    private static async Task ShouldBeAsync(string file, string text)
    {
        var path = Path.Combine(Root(), file);
        if (Environment.GetEnvironmentVariable("BOOKSTORE_UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(path, text);
        }

        (await File.ReadAllTextAsync(path)).ShouldBe(text, $"{file} is not what the host says of itself. Run: {Command}");
    }

    private static WebApplicationFactory<Program> Start(string environment = "Development") => new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
    {
        builder.UseEnvironment(environment);
        builder.UseSetting("Bookstore:Store", "memory");
        builder.UseSetting("Bookstore:Payments:Provider", "simulated");
        builder.UseSetting("BOOKSTORE_API_KEY", "a-key-of-32-characters-for-a-test");
        builder.ConfigureServices(services => services.AddDocumentGenerator());
    });

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
