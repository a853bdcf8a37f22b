using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Writes one page of a list as a bare array, and where the next one is.</summary>
internal static class ListWriter
{
    private const int FlushSize = 32_768;

    public static async ValueTask WriteAsync<TItem, TResource>(HttpContext context, Page<TItem> page, Func<TItem, TResource> toResource, JsonTypeInfo<TResource> type)
    {
        var response = context.Response;
        response.ContentType = ResourceWriter.ContentType;
        response.Headers.CacheControl = ResourceWriter.CacheControl;
        if (page.Next is not null)
        {
            response.Headers.Link = NextLink(context.Request, page.Next);
        }

        await response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        var pipe = response.BodyWriter;
        var writer = new Utf8JsonWriter(pipe, JsonOutput.WriterOptions);
        await using var _ = writer.ConfigureAwait(false);
        writer.WriteStartArray();
        for (var index = 0; index < page.Items.Count; index++)
        {
            JsonSerializer.Serialize(writer, toResource(page.Items[index]), type);
            if (pipe.UnflushedBytes + writer.BytesPending > FlushSize)
            {
                await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                await pipe.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }

        writer.WriteEndArray();
        await writer.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        await pipe.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    // Without scheme and host: behind a proxy they would be guesses, and a client would send its key to where they point.
    private static string NextLink(HttpRequest request, string cursor)
    {
        var link = new StringBuilder("<").Append(request.PathBase.ToUriComponent()).Append(request.Path.ToUriComponent()).Append('?');
        foreach (var (name, values) in request.Query)
        {
            if (name.Equals("after", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            foreach (var value in values)
            {
                link.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value ?? string.Empty)).Append('&');
            }
        }

        return link.Append("after=").Append(Uri.EscapeDataString(cursor)).Append(">; rel=\"next\"").ToString();
    }
}
