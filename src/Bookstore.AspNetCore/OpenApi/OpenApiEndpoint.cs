using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Serves the description of the API. It is made at the first request, when every route is mapped, and kept.</summary>
internal sealed class OpenApiEndpoint(string? shop)
{
    private const int PieceSize = 65_536;

    private Made? _made;

    public async Task InvokeAsync(HttpContext context)
    {
        var document = DocumentOf(context);
        context.Response.ContentType = ResourceWriter.ContentType;
        context.Response.ContentLength = document.Length;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        // In pieces, each of which waits for the client: the server copies what it is given.
        for (var sent = 0; sent < document.Length; sent += PieceSize)
        {
            await context.Response.Body.WriteAsync(document.AsMemory(sent, Math.Min(PieceSize, document.Length - sent)), context.RequestAborted).ConfigureAwait(false);
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
