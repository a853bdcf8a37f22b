using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>Takes one notification in: a bounded body, the signature, the commit, and only then <c>200</c>. Responses have no body.</summary>
/// <param name="shop">The shop.</param>
/// <param name="time">The clock of the time limit of a body.</param>
/// <param name="logger">The log.</param>
internal sealed class NotificationEndpoint(string? shop, TimeProvider time, ILogger logger)
{
    /// <summary>The largest body, in bytes: 256 KiB.</summary>
    public const int MaxBodySize = 262_144;

    /// <summary>How many requests are read and committed at a time. Others are refused, and their senders try again.</summary>
    public const int MaxConcurrency = 256;

    // So that senders who are slow do not keep the places.
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);

    private int _inProgress;

    public async Task InvokeAsync(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        if (http.Request.ContentLength > MaxBodySize)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (Interlocked.Increment(ref _inProgress) > MaxConcurrency)
        {
            Interlocked.Decrement(ref _inProgress);
            Refuse(http);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(MaxBodySize + 1);
        try
        {
            var length = await ReadAsync(http, buffer).ConfigureAwait(false);
            if (length > MaxBodySize)
            {
                http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return;
            }

            await ReceiveAsync(http, buffer.AsMemory(0, length)).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            http.Response.StatusCode = exception.StatusCode;
        }
        catch (OperationCanceledException)
        {
            http.Response.StatusCode = StatusCodes.Status408RequestTimeout;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
            Interlocked.Decrement(ref _inProgress);
        }
    }

    private static void Refuse(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "1";
    }

    private async Task<int> ReadAsync(HttpContext http, byte[] buffer)
    {
        using var timeout = new CancellationTokenSource(ReadTimeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, http.RequestAborted);
        var length = 0;
        while (length <= MaxBodySize)
        {
            var read = await http.Request.Body.ReadAsync(buffer.AsMemory(length, MaxBodySize + 1 - length), stop.Token).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return length;
    }

    private async Task ReceiveAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var inbox = shop is null ? http.RequestServices.GetRequiredService<IInbox>() : http.RequestServices.GetRequiredKeyedService<IInbox>(shop);
        var headers = http.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var source = (string?)http.Request.RouteValues["source"] ?? string.Empty;
        try
        {
            var outcome = await inbox.ReceiveAsync(source, new IncomingNotification { Body = body, Headers = headers }, http.RequestAborted).ConfigureAwait(false);
            http.Response.StatusCode = outcome switch
            {
                ReceiveNotificationOutcome.Unauthorized => StatusCodes.Status401Unauthorized,
                ReceiveNotificationOutcome.SourceNotFound => StatusCodes.Status404NotFound,
                _ => StatusCodes.Status200OK,
            };
        }
        catch (Exception exception) when (exception is BookstoreOverloadedException or BookstoreStoreException)
        {
            ApiLog.NotificationNotKept(logger, source.Length <= 50 ? source : "?", exception);
            Refuse(http);
        }
    }
}
