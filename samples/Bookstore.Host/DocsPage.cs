using System.Collections.Concurrent;

namespace Bookstore.Samples;

/// <summary>Keeps the files of Swagger UI, each unpacked once for all, and sends them in pieces that wait for the client: without it each request would unpack a file of its own.</summary>
internal sealed class DocsPage : IDisposable
{
    private const int MaxFiles = 64;
    private const int MaxFileSize = 8 * 1_048_576;
    private const int PieceSize = 65_536;

    private readonly ConcurrentDictionary<string, DocsFile> _files = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _unpacking = new(1);

    public async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? string.Empty;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        if (!_files.TryGetValue(path, out var file))
        {
            await _unpacking.WaitAsync(context.RequestAborted);
            try
            {
                file = await UnpackAsync(context, path, next);
            }
            finally
            {
                _unpacking.Release();
            }
        }

        if (file is not null)
        {
            await SendAsync(context, file);
        }
    }

    public void Dispose() => _unpacking.Dispose();

    // Null where it is no file: it is answered then.
    private async Task<DocsFile?> UnpackAsync(HttpContext context, string path, RequestDelegate next)
    {
        if (_files.TryGetValue(path, out var known))
        {
            return known;
        }

        var (request, response) = (context.Request, context.Response);
        var (method, body) = (request.Method, response.Body);
        using var unpacked = new MemoryStream();
        request.Method = HttpMethods.Get;
        request.Headers.Remove("Accept-Encoding");
        request.Headers.Remove("If-None-Match");
        request.Headers.Remove("Range");
        response.Body = unpacked;
        try
        {
            await next(context);
        }
        finally
        {
            request.Method = method;
            response.Body = body;
        }

        if (response.StatusCode != StatusCodes.Status200OK || unpacked.Length > MaxFileSize || _files.Count >= MaxFiles)
        {
            unpacked.Position = 0;
            await unpacked.CopyToAsync(body, context.RequestAborted);
            return null;
        }

        return _files.GetOrAdd(path, new DocsFile(response.ContentType, unpacked.ToArray()));
    }

    private static async Task SendAsync(HttpContext context, DocsFile file)
    {
        context.Response.ContentType = file.ContentType;
        context.Response.ContentLength = file.Bytes.Length;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        for (var sent = 0; sent < file.Bytes.Length; sent += PieceSize)
        {
            await context.Response.Body.WriteAsync(file.Bytes.AsMemory(sent, Math.Min(PieceSize, file.Bytes.Length - sent)), context.RequestAborted);
        }
    }

    private sealed record DocsFile(string? ContentType, byte[] Bytes);
}
