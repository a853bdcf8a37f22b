using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Writes one resource.</summary>
internal static class ResourceWriter
{
    public const string ContentType = "application/json; charset=utf-8";

    private const string CacheControl = "private, no-cache";
    /// <summary>What tells of a customer or of the shop is not kept.</summary>
    public const string NoStore = "no-store";

    /// <summary>What may be kept of a response: books and their stock to be asked for again, and nothing that tells of a customer.</summary>
    public static string CacheControlOf(Type resource) =>
        resource == typeof(BookResource) || resource == typeof(StockLevelResource) || resource == typeof(StockMovementResource) ? CacheControl : NoStore;

    public static Task WriteAsync<T>(HttpContext context, int status, T resource)
        where T : class
    {
        var output = JsonOutput.Rent();
        JsonSerializer.Serialize(output.Writer, resource, ResourceJson<T>.Type);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = output.Written.Length;
        response.Headers.CacheControl = CacheControlOf(typeof(T));
        return SendAsync(response, output);
    }

    private static async Task SendAsync(HttpResponse response, JsonOutput output)
    {
        // Without a token: where the client has gone away, the server drops what is written.
        await response.Body.WriteAsync(output.Written, CancellationToken.None).ConfigureAwait(false);
        output.Return();
    }
}

/// <summary>How a resource is written, looked up once.</summary>
/// <typeparam name="T">What the resource is on the wire.</typeparam>
internal static class ResourceJson<T>
    where T : class
{
    public static JsonTypeInfo<T> Type { get; } = (JsonTypeInfo<T>)(BookstoreJsonContext.Default.GetTypeInfo(typeof(T))
        ?? throw new NotSupportedException($"{typeof(T)} is no resource: add it to BookstoreJsonContext."));
}
