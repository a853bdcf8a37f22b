using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Serves the description of the API. It is made at the first request, when every route is mapped, and kept.</summary>
internal sealed class OpenApiEndpoint(string? shop)
{
    private const int PieceSize = 16_384;

    // 8 MiB in pieces.
    private const int MaxReaders = 512;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private int _readers;
    private Made? _made;

    public async Task InvokeAsync(HttpContext context)
    {
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        if (Interlocked.Increment(ref _readers) > MaxReaders)
        {
            Interlocked.Decrement(ref _readers);
            await ProblemWriter.WriteAsync(context, Problems.TooManyReaders).ConfigureAwait(false);
            return;
        }

        try
        {
            var document = DocumentOf(context);
            response.ContentType = ResourceWriter.ContentType;
            response.ContentLength = document.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
            {
                await SendAsync(context, document).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    // In pieces, each of which waits for the client: the server copies what it is given. A client that takes none for long is cut off.
    private static async Task SendAsync(HttpContext context, byte[] document)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            for (var sent = 0; sent < document.Length; sent += PieceSize)
            {
                wait.CancelAfter(MaxWait);
                await context.Response.Body.WriteAsync(document.AsMemory(sent, Math.Min(PieceSize, document.Length - sent)), wait.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private byte[] DocumentOf(HttpContext context)
    {
        var pathBase = context.Request.PathBase.ToUriComponent();
        if (Volatile.Read(ref _made) is { } made && made.PathBase == pathBase)
        {
            return made.Json;
        }

        var json = Encoding.UTF8.GetBytes(BookstoreOpenApi.GetJson(context.RequestServices, pathBase, shop));
        Volatile.Write(ref _made, new Made(pathBase, json));
        return json;
    }

    private sealed record Made(string PathBase, byte[] Json);
}
