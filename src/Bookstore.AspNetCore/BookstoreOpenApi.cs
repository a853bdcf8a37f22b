using System.Text.Json;
using System.Text.Json.Nodes;
using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

/// <summary>The complete OpenAPI description of the REST API: operations, schemas, security scheme, headers and examples.</summary>
/// <remarks>
/// The endpoints describe themselves to any generator as well, as far as the metadata of ASP.NET Core can say it. Headers, examples, the security scheme and
/// the descriptions of members are only here. Thread-safe.
/// </remarks>
public static class BookstoreOpenApi
{
    private const string ResourceName = "bookstore.openapi.json";

    private static readonly JsonSerializerOptions Options = new() { Encoder = JsonOutput.WriterOptions.Encoder };

    /// <summary>Returns the OpenAPI 3.0 document of the Bookstore routes that the application maps, under the paths that it gave them.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="pathBase">The path base of the application, which becomes the server's address. Default none.</param>
    /// <param name="shop">Of several shops, the one whose routes are described. Default <see langword="null"/>: all routes.</param>
    /// <returns>The document as JSON, for a generator's document filter to add to its own. Each operation names its security requirement itself, so that it can be merged.</returns>
    /// <exception cref="InvalidOperationException">No Bookstore route is mapped yet.</exception>
    public static string GetJson(IServiceProvider services, string pathBase = "", string? shop = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(pathBase);
        var routes = MappedRoutes(services, shop);
        var document = Read();
        SecureEach(document);
        document["servers"] = new JsonArray(new JsonObject { ["url"] = pathBase.Length == 0 ? "/" : pathBase });
        document["paths"] = PathsOf(document["paths"]!.AsObject(), routes);
        KeepTagsInUse(document);
        return document.ToJsonString(Options);
    }

    /// <summary>Checks that there is something to describe.</summary>
    /// <exception cref="InvalidOperationException">No Bookstore route of the shop is mapped.</exception>
    internal static void ThrowIfNotMapped(IServiceProvider services, string? shop) => MappedRoutes(services, shop);

    private static ILookup<string, string> MappedRoutes(IServiceProvider services, string? shop)
    {
        var routes = RoutesOf(services.GetRequiredService<EndpointDataSource>(), shop);
        if (routes.Count > 0)
        {
            return routes;
        }

        throw new InvalidOperationException(shop is null
            ? "No Bookstore route is mapped, so that there is nothing to describe. Call app.MapBookstoreApi(), and ask for the document after the application has started."
            : $"No route of the shop '{shop}' is mapped, so that there is nothing to describe. Call app.MapBookstoreApi(prefix, \"{shop}\"), and ask for the document after the application has started.");
    }

    private static JsonObject Read()
    {
        using var stream = typeof(BookstoreOpenApi).Assembly.GetManifestResourceStream(ResourceName)!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    private static ILookup<string, string> RoutesOf(EndpointDataSource endpoints, string? shop) => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<OperationId>() is not null && (shop is null || endpoint.Metadata.GetMetadata<MappedShop>()?.Name == shop))
        .ToLookup(endpoint => endpoint.Metadata.GetMetadata<OperationId>()!.Operation, endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'));

    // A requirement of the whole document would count for the application's own operations too, once the documents are one.
    private static void SecureEach(JsonObject document)
    {
        var requirement = document["security"]!;
        document.Remove("security");
        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(operation => operation.Value!.AsObject()))
        {
            operation.TryAdd("security", requirement.DeepClone());
        }
    }

    private static JsonObject PathsOf(JsonObject described, ILookup<string, string> routes)
    {
        var paths = new JsonObject();
        foreach (var (method, operation) in described.SelectMany(path => path.Value!.AsObject()))
        {
            var id = operation!["operationId"]!.GetValue<string>();
            var number = 0;
            foreach (var route in routes[id])
            {
                var copy = operation.DeepClone();
                copy["operationId"] = OperationId.NameOf(id, ++number);
                paths.TryAdd(route, new JsonObject());
                paths[route]!.AsObject().TryAdd(method, copy);
            }
        }

        return paths;
    }

    private static void KeepTagsInUse(JsonObject document)
    {
        var used = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject())
            .SelectMany(operation => operation.Value!["tags"]!.AsArray()).Select(tag => tag!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        document["tags"] = new JsonArray([.. document["tags"]!.AsArray().Where(tag => used.Contains(tag!["name"]!.GetValue<string>())).Select(tag => tag!.DeepClone())]);
    }
}
