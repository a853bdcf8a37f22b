namespace Bookstore.Samples;

/// <summary>
/// A file that anybody may read. It is sent in small pieces that wait for the client, since the server copies what it is given; a client that takes none for long is cut off, and beyond a number of readers the answer is 503.
/// </summary>
internal sealed class SharedFile(string? contentType, string? contentEncoding, byte[] bytes)
{
    // A host of another version has other files.
    private const string CacheControl = "public, max-age=300";
    private const int PieceSize = 16_384;

    // Of all files together: 8 MiB in pieces.
    private const int MaxReaders = 512;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private static int _readers;

    public async Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            SetHeaders(response);
            return;
        }

        if (Interlocked.Increment(ref _readers) > MaxReaders)
        {
            Interlocked.Decrement(ref _readers);
            response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            response.Headers.RetryAfter = "10";
            return;
        }

        try
        {
            SetHeaders(response);
            await SendPiecesAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    private void SetHeaders(HttpResponse response)
    {
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = CacheControl;
        if (contentEncoding is not null)
        {
            response.Headers.ContentEncoding = contentEncoding;
        }
    }

    private async Task SendPiecesAsync(HttpContext context)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        try
        {
            for (var sent = 0; sent < bytes.Length; sent += PieceSize)
            {
                wait.CancelAfter(MaxWait);
                await context.Response.Body.WriteAsync(bytes.AsMemory(sent, Math.Min(PieceSize, bytes.Length - sent)), wait.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Half a file must not look like a whole one.
            context.Abort();
        }
    }
}
