using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>An application of a user's: the API under a prefix of its own, beside an endpoint of its own.</summary>
internal static class DescribedApplication
{
    public const string Prefix = "/shop/api";

    public static async Task<WebApplication> StartAsync(Action<IServiceCollection> services, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddBookstore().UseInMemoryStore().UseSimulatedPayments();
        builder.Services.AddBookstoreApi();
        services(builder.Services);
        var app = builder.Build();
        app.MapBookstoreApi(Prefix);
        app.MapBookstoreHealth();
        app.MapBookstoreWebhookReceivers();
        app.MapBookstoreOpenApi();
        app.MapGet("/own", static () => "own").WithName("own");
        map(app);
        await app.StartAsync();
        return app;
    }

    public static async Task<JsonObject> ReadAsync(WebApplication app, string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        return JsonNode.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative)))!.AsObject();
    }

    /// <summary>Requires that a document has every operation, schema and security scheme of the package's description, in every detail.</summary>
    public static void ShouldHaveAllOf(JsonObject document, JsonObject description)
    {
        var operations = OperationsOf(description);
        operations.Count.ShouldBeGreaterThan(17);
        foreach (var (place, operation) in operations)
        {
            ShouldEqual(OperationsOf(document)[place], operation, place);
        }

        foreach (var kind in new[] { "schemas", "securitySchemes" })
        {
            foreach (var (name, schema) in description["components"]![kind]!.AsObject())
            {
                ShouldEqual(document["components"]![kind]![name], schema, name);
            }
        }

        document["paths"]!["/own"].ShouldNotBeNull();
        document["paths"]!["/own"]!["get"]!["security"].ShouldBeNull();
    }

    /// <summary>Requires that a generator alone names every operation and describes every response, from the endpoints' metadata.</summary>
    public static void ShouldNameAndDescribeEach(JsonObject document, JsonObject description)
    {
        var generated = OperationsOf(document);
        foreach (var (place, operation) in OperationsOf(description))
        {
            generated[place]["operationId"]!.GetValue<string>().ShouldBe(operation["operationId"]!.GetValue<string>());
            generated[place]["summary"]!.GetValue<string>().ShouldBe(operation["summary"]!.GetValue<string>());
            foreach (var (status, response) in operation["responses"]!.AsObject().Where(response => response.Key != "304"))
            {
                generated[place]["responses"]![status]!["description"]!.GetValue<string>().ShouldBe(response!["description"]!.GetValue<string>(), $"{place} {status}");
            }
        }
    }

    public static Dictionary<string, JsonObject> OperationsOf(JsonObject document) => document["paths"]!.AsObject()
        .SelectMany(path => path.Value!.AsObject().Select(operation => ($"{operation.Key} {path.Key}", operation.Value!.AsObject())))
        .ToDictionary(StringComparer.Ordinal);

    private static void ShouldEqual(JsonNode? actual, JsonNode? expected, string place) =>
        JsonNode.DeepEquals(actual, expected).ShouldBeTrue($"{place}\n{actual?.ToJsonString()}\n{expected?.ToJsonString()}");
}
