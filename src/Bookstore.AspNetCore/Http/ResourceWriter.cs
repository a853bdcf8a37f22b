using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bookstore.AspNetCore;

/// <summary>Writes one resource.</summary>
internal static class ResourceWriter
{
    public const string ContentType = "application/json; charset=utf-8";

    private const string CacheControl = "private, no-cache";
    private const string NoStore = "no-store";
    private const int TagBytes = 12;

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

    /// <summary>Writes a resource and its entity tag, or 304 when the client has it already.</summary>
    public static async ValueTask WriteTaggedAsync<T>(HttpContext context, int status, T resource, JsonTypeInfo<T> type)
    {
        var output = JsonOutput.Rent();
        JsonSerializer.Serialize(output.Writer, resource, type);
        var tag = TagOf(output.Written.Span);
        context.Response.Headers.ETag = tag;
        if (IsRead(context.Request) && IsKnown(context.Request.Headers.IfNoneMatch, tag))
        {
            output.Return();
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            context.Response.Headers.CacheControl = CacheControlOf(typeof(T));
            return;
        }

        await SendAsync(context, status, output, CacheControlOf(typeof(T))).ConfigureAwait(false);
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

    // The tag is a hash of the bytes, so that it changes with whatever is in them.
    private static string TagOf(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        Span<char> tag = stackalloc char[(TagBytes * 2) + 2];
        tag[0] = '"';
        Convert.TryToHexStringLower(hash[..TagBytes], tag[1..], out _);
        tag[^1] = '"';
        return new string(tag);
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static bool IsKnown(Microsoft.Extensions.Primitives.StringValues ifNoneMatch, string tag)
    {
        if (ifNoneMatch.Count == 0 || !EntityTagHeaderValue.TryParseList(ifNoneMatch, out var known))
        {
            return false;
        }

        var own = new EntityTagHeaderValue(tag);
        foreach (var entry in known)
        {
            if (entry.Equals(EntityTagHeaderValue.Any) || entry.Compare(own, useStrongComparison: false))
            {
                return true;
            }
        }

        return false;
    }
}
