using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client.Events;

/// <summary>Follows the feed of events over one stream after the other: each continues after the last event of the one before.</summary>
internal sealed class EventFollower(IBookstoreApi api, TimeProvider time)
{
    private const int MaxEventBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestAskedPause = TimeSpan.FromMinutes(5);

    // The server sends something at least every 15 seconds.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(45);

    private string? _last;
    private TimeSpan _firstPause = FirstPause;
    private TimeSpan? _askedPause;
    private int _failures;

    /// <summary>Returns the events after a cursor, for ever. Called once.</summary>
    public async IAsyncEnumerable<EventResource> FollowAsync(string? after, string? types, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var stream = await OpenAsync(after, types, cancellationToken).ConfigureAwait(false);
            if (stream is not null)
            {
                var openedAt = time.GetTimestamp();
                await using var _ = stream.ConfigureAwait(false);
                using var silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
                var reader = new EventStreamReader((buffer, _) => ReadAsync(stream, buffer, silence, either.Token), MaxEventBytes);
                while (await ReadAsync(reader, cancellationToken).ConfigureAwait(false))
                {
                    yield return EventOf(reader);
                }

                // A stream without events may have been sound for an hour.
                _failures = time.GetElapsedTime(openedAt) > LongestPause ? 0 : _failures;
            }

            var pause = _askedPause ?? Backoff.Pause(_failures++, _firstPause, LongestPause);
            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Nothing: it cannot be opened now.
    private async Task<Stream?> OpenAsync(string? after, string? types, CancellationToken cancellationToken)
    {
        _askedPause = null;
        try
        {
            return await api.FollowEventsAsync(after, types, _last, cancellationToken).ConfigureAwait(false);
        }
        catch (BookstoreApiException fault) when (IsTransient(fault))
        {
            _askedPause = fault.RetryAfter > LongestAskedPause ? LongestAskedPause : fault.RetryAfter > TimeSpan.Zero ? fault.RetryAfter : null;
            return null;
        }
    }

    // No: the stream has ended, or the connection is lost.
    private async ValueTask<bool> ReadAsync(EventStreamReader reader, CancellationToken cancellationToken)
    {
        // What is in the buffer already is not looked at once the caller has cancelled.
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
        catch (InvalidDataException exception)
        {
            throw Unreadable(exception);
        }
        finally
        {
            _last = reader.LastId ?? _last;
            _firstPause = reader.Retry is { } retry && retry < LongestPause ? retry : _firstPause;
        }
    }

    private static async ValueTask<int> ReadAsync(Stream stream, Memory<byte> buffer, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        // Only while it is waited for: between two reads the caller may take its time.
        silence.CancelAfter(LongestSilence);
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private EventResource EventOf(EventStreamReader reader)
    {
        _failures = 0;
        try
        {
            var read = ContractSerializer.ReadEvent(reader.Data);

            // Without an id, the next stream would begin with this event again.
            return reader.LastId is { Length: > 0 } cursor ? read with { Cursor = cursor } : throw Unreadable(null);
        }
        catch (JsonException exception)
        {
            throw Unreadable(exception);
        }
    }

    private static bool IsTransient(BookstoreApiException fault) => fault switch
    {
        { Fault: BookstoreApiFault.TimedOut or BookstoreApiFault.CircuitOpen } => true,
        { Fault: BookstoreApiFault.Unreachable } => fault.InnerException is not HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError },
        { Fault: BookstoreApiFault.Refused, StatusCode: { } status } => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        _ => false,
    };

    // What the serializer says may quote the event.
    private static BookstoreApiException Unreadable(Exception? exception) => new(
        BookstoreApiFault.UnexpectedAnswer,
        exception is InvalidDataException
            ? $"An event of the stream has more than {MaxEventBytes:N0} bytes. Is there a proxy between the client and the server?"
            : "An event of the stream is not one of the API's. Is there a proxy between the client and the server?");
}
