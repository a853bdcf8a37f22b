using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Bookstore.AspNetCore;

/// <summary>One live stream of events to one client. It holds one page, and waits for the client before it reads the next.</summary>
/// <remarks>
/// It ends when the application stops, when the client does not read for <see cref="WriteTimeout"/>, when its key or role is taken away, after <see cref="MaxDuration"/>, and when the feed cannot be read.
/// A client that opens it again with <c>Last-Event-ID</c> misses nothing.
/// </remarks>
internal sealed class EventStream(HttpContext context, IEventFeed feed, EventQuery query, EventStreamSettings settings)
{
    /// <summary>How often a stream without events sends something, and how often the client's key is looked up again.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may take to read what was sent.</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How long a stream lasts. A token is looked at when it is opened, and not again.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromHours(1);

    /// <summary>How long a client waits before it opens a stream that ended again.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <summary>The most events that it holds at a time.</summary>
    public const int PageSize = 200;

    private const int PieceSize = 16_384;

    // All streams of a host together read this often at most: each commit would be a read of every stream.
    private static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(1);

    // Well below a heartbeat, however many streams there are.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = settings.Api.TimeProvider;
    private long _position = query.After ?? 0;
    private long _sentPosition = query.After ?? 0;
    private long _sentAt;
    private long _checkedAt;

    /// <summary>Sends events until the stream ends.</summary>
    /// <param name="first">The first page.</param>
    public async Task RunAsync(EventPage first)
    {
        var stopping = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        Begin();
        try
        {
            await SendAsync(first, ending.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ObjectDisposedException || (exception is OperationCanceledException && ending.IsCancellationRequested))
        {
            // The application stops, or the client has gone away.
        }
        catch (Exception exception) when (exception is EventCursorExpiredException or InvalidCursorException or BookstoreStoreException)
        {
            // When it is opened again, the answer says why.
            ApiLog.EventStreamEnded(settings.Api.Logger, settings.Client.Name, exception);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            // What could not be sent in time must not be followed by more.
            context.Abort();
        }
    }

    private void Begin()
    {
        var response = context.Response;
        response.ContentType = EventStreamText.ContentType;
        response.Headers.CacheControl = "no-store";
        // For proxies that collect an answer before they send it (nginx).
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        _sentAt = _checkedAt = _time.GetTimestamp();
    }

    private async Task SendAsync(EventPage page, CancellationToken cancellationToken)
    {
        var startedAt = _time.GetTimestamp();
        EventStreamText.WriteRetry(context.Response.BodyWriter, Retry);
        if (page.Events.Count == 0)
        {
            EventStreamText.WriteHeartbeat(context.Response.BodyWriter, page.Next);
            _sentPosition = page.Next;
        }

        await FlushAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            await WriteAsync(page, cancellationToken).ConfigureAwait(false);
            if (_time.GetElapsedTime(_checkedAt) >= Heartbeat)
            {
                if (!settings.IsAllowed() || _time.GetElapsedTime(startedAt) >= MaxDuration)
                {
                    return;
                }

                _checkedAt = _time.GetTimestamp();
            }

            if (!page.HasMore)
            {
                if (!settings.Api.WritesEvents)
                {
                    return;
                }

                await WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            page = await feed.ReadPageAsync(query with { After = _position, Limit = PageSize }, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(EventPage page, CancellationToken cancellationToken)
    {
        var output = context.Response.BodyWriter;
        var json = JsonOutput.Rent();
        foreach (var happened in page.Events)
        {
            Write(output, json, happened);
            _sentPosition = happened.Position;
            if (output.UnflushedBytes >= PieceSize)
            {
                await FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        json.Return();
        _position = page.Next;
        if (page.Events.Count > 0)
        {
            settings.Api.Metrics.CountStream(page.Events.Count);
        }
        else if (_time.GetElapsedTime(_sentAt) >= Heartbeat)
        {
            EventStreamText.WriteHeartbeat(output, _position == _sentPosition ? null : _position);
            _sentPosition = _position;
        }

        if (output.UnflushedBytes > 0)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Write(PipeWriter output, JsonOutput json, BookstoreEvent happened)
    {
        json.Clear();
        EventJson.Write(json.Writer, happened);
        json.Writer.Flush();
        EventStreamText.WriteEvent(output, happened.Position, happened.Type, json.Written.Span);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        var pause = ReadInterval * settings.Api.Streams.Open;
        await Task.Delay(pause < LongestPause ? pause : LongestPause, _time, cancellationToken).ConfigureAwait(false);
        var rest = Heartbeat - _time.GetElapsedTime(_sentAt);
        if (rest > TimeSpan.Zero)
        {
            await feed.WaitAsync(_position, rest, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        var flush = context.Response.BodyWriter.FlushAsync(cancellationToken);
        if (!flush.IsCompletedSuccessfully)
        {
            await flush.AsTask().WaitAsync(WriteTimeout, _time, cancellationToken).ConfigureAwait(false);
        }

        _sentAt = _time.GetTimestamp();
    }
}
