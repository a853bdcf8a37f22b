using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bookstore.AspNetCore;

/// <summary>Writes problem details (RFC 9457), without a look at the application's own settings for them.</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    public static async Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Body.Status;
        response.ContentType = ContentType;
        AddHeaders(response.Headers, problem);
        var output = JsonOutput.Rent();
        JsonSerializer.Serialize(output.Writer, problem.Body with { TraceId = TraceIdOf(context) }, BookstoreJsonContext.Default.ProblemResource);
        response.ContentLength = output.Written.Length;
        // Without a token: where the client has gone away, the server drops what is written.
        await response.Body.WriteAsync(output.Written, CancellationToken.None).ConfigureAwait(false);
        output.Return();
    }

    /// <summary>Removes what a handler has said of the response that it did not give. What the application has set for all of its responses stays.</summary>
    public static void RemoveRepresentation(IHeaderDictionary headers)
    {
        headers.ETag = default;
        headers.Link = default;
        headers.Location = default;
        headers.Remove(BookstoreHeaders.IdempotencyReplayed);
    }

    private static void AddHeaders(IHeaderDictionary headers, ApiProblem problem)
    {
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        if (problem.Challenge is not null)
        {
            headers.Append(HeaderNames.WWWAuthenticate, problem.Challenge);
        }

        if (problem.Allow is not null)
        {
            headers.Allow = problem.Allow;
        }

        if (problem.RetryAfter is { } retryAfter)
        {
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (problem.Replayed)
        {
            headers[BookstoreHeaders.IdempotencyReplayed] = "true";
        }
    }

    private static string TraceIdOf(HttpContext context) => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
        ? activity.TraceId.ToHexString()
        : context.TraceIdentifier;
}
