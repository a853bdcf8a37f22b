using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Writes one page of a list as a bare array, and where the next one is. A page has no more items than fit into about 1 MiB.</summary>
internal static class ListWriter
{
    private const int MaxPageSize = 1_048_576;
    private const int PieceSize = 65_536;

    /// <summary>Reads a page and writes it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="budget">What all pages together may take while they are sent.</param>
    /// <param name="client">What the client's own may take, and how many of its items are read at a time.</param>
    /// <param name="limit">The most items of the page.</param>
    /// <param name="read">Reads a page of at most so many items.</param>
    /// <param name="write">Writes an item.</param>
    /// <param name="cacheControl">What may be kept of the page.</param>
    /// <returns>Why there is no answer; <see langword="null"/> when there is.</returns>
    public static async ValueTask<ApiProblem?> WriteAsync<TItem>(
        HttpContext context, MemoryBudget budget, ClientLimiter client, int limit, Func<int, ValueTask<Page<TItem>>> read, Action<Utf8JsonWriter, TItem> write, string cacheControl)
    {
        var turns = client.Turns;
        await turns.EnterAsync(limit, context.RequestAborted).ConfigureAwait(false);
        var output = JsonOutput.Rent();
        string? next;
        try
        {
            next = await FillAsync(output, limit, read, write).ConfigureAwait(false);
        }
        finally
        {
            turns.Leave(limit);
        }

        var taken = output.Written.Length > PieceSize ? output.Written.Length : 0;
        if (!client.Pages.TryTake(taken))
        {
            output.Return();
            return Problems.TooManyPagesOfClient;
        }

        if (!budget.TryTake(taken))
        {
            client.Pages.Return(taken);
            output.Return();
            return Problems.TooMuchInMemory;
        }

        try
        {
            var response = context.Response;
            response.ContentType = ResourceWriter.ContentType;
            response.ContentLength = output.Written.Length;
            response.Headers.CacheControl = cacheControl;
            if (next is not null)
            {
                response.Headers.Link = NextLink(context.Request, next);
            }

            await SendAsync(context, output.Written).ConfigureAwait(false);
        }
        finally
        {
            budget.Return(taken);
            client.Pages.Return(taken);
        }

        output.Return();
        return null;
    }

    // A page that is too large is read once more with as many items as fit, so that its cursor is that of its last item.
    private static async ValueTask<string?> FillAsync<TItem>(JsonOutput output, int limit, Func<int, ValueTask<Page<TItem>>> read, Action<Utf8JsonWriter, TItem> write)
    {
        while (true)
        {
            var page = await read(limit).ConfigureAwait(false);
            limit = Fill(output, page.Items, write);
            if (limit == page.Items.Count)
            {
                return page.Next;
            }

            output.Clear();
        }
    }

    private static int Fill<TItem>(JsonOutput output, IReadOnlyList<TItem> items, Action<Utf8JsonWriter, TItem> write)
    {
        var writer = output.Writer;
        writer.WriteStartArray();
        for (var index = 0; index < items.Count; index++)
        {
            write(writer, items[index]);
            if (writer.BytesCommitted + writer.BytesPending > MaxPageSize && index > 0)
            {
                return index;
            }
        }

        writer.WriteEndArray();
        writer.Flush();
        return items.Count;
    }

    // In pieces, each of which waits for the client: the server copies what it is given.
    private static async ValueTask SendAsync(HttpContext context, ReadOnlyMemory<byte> page)
    {
        while (!page.IsEmpty)
        {
            var piece = page[..Math.Min(PieceSize, page.Length)];
            await context.Response.Body.WriteAsync(piece, context.RequestAborted).ConfigureAwait(false);
            page = page[piece.Length..];
        }
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
