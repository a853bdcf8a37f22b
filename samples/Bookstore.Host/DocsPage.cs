using System.Collections.Concurrent;

namespace Bookstore.Samples;

/// <summary>Keeps the files of Swagger UI and Scalar, each unpacked once for all: without it each request would unpack a file of its own.</summary>
internal sealed class DocsPage : IDisposable
{
    private const int MaxFiles = 64;
    private const int MaxFileSize = 8 * 1_048_576;

    private readonly ConcurrentDictionary<string, SharedFile> _files = new(StringComparer.Ordinal);
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
            await file.SendAsync(context);
        }
    }

    public void Dispose() => _unpacking.Dispose();

    // Null where it is no file: it is answered then.
    private async Task<SharedFile?> UnpackAsync(HttpContext context, string path, RequestDelegate next)
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

        return _files.GetOrAdd(path, new SharedFile(response.ContentType, response.Headers.ContentEncoding, unpacked.ToArray()));
    }
}
