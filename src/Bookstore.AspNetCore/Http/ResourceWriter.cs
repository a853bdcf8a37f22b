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
    private const string NoStore = "no-store";

    /// <summary>What may be kept of an answer: books and their stock to be asked for again, and nothing that tells of a customer.</summary>
    public static string CacheControlOf(Type resource) =>
        resource == typeof(BookResource) || resource == typeof(StockLevelResource) || resource == typeof(StockMovementResource) ? CacheControl : NoStore;

    /// <summary>Writes a resource that has no entity tag.</summary>
    public static async ValueTask WriteAsync<T>(HttpContext context, int status, T resource, JsonTypeInfo<T> type)
    {
        var output = JsonOutput.Rent();
        JsonSerializer.Serialize(output.Writer, resource, type);
        await SendAsync(context, status, output, CacheControlOf(typeof(T))).ConfigureAwait(false);
    }

    /// <summary>Writes a resource and its entity tag; what a read expects of it is checked first.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status when no precondition fails.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="version">Its version: the entity tag.</param>
    /// <param name="type">How it is written.</param>
    /// <returns>Why it is not written; <see langword="null"/> when it is, or when the client has it already.</returns>
    public static async ValueTask<ApiProblem?> WriteTaggedAsync<T>(HttpContext context, int status, T resource, string version, JsonTypeInfo<T> type)
    {
        Preconditions conditions = default;
        if (IsRead(context.Request) && !Preconditions.TryRead(context.Request, out conditions))
        {
            return Preconditions.Malformed(ProblemCodes.InvalidQuery);
        }

        if (conditions.Match?.IsMet(version) == false)
        {
            return Problems.PreconditionFailed;
        }

        context.Response.Headers.ETag = Preconditions.TagOf(version);
        if (conditions.NoneMatch?.IsMet(version) == false)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.Headers.CacheControl = CacheControlOf(typeof(T));
            return null;
        }

        await WriteAsync(context, status, resource, type).ConfigureAwait(false);
        return null;
    }

    /// <summary>Says that the answer is that of an earlier request with the same key.</summary>
    public static void MarkReplayed(HttpContext context, bool replayed)
    {
        if (replayed)
        {
            context.Response.Headers[BookstoreHeaders.IdempotencyReplayed] = "true";
        }
    }

    private static async ValueTask SendAsync(HttpContext context, int status, JsonOutput output, string cacheControl)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentType;
        response.ContentLength = output.Written.Length;
        response.Headers.CacheControl = cacheControl;
        // Without a token: where the client has gone away, the server drops what is written.
        await response.Body.WriteAsync(output.Written, CancellationToken.None).ConfigureAwait(false);
        output.Return();
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
