using System.Net;
using System.Net.Sockets;

namespace Bookstore.Webhooks;

/// <summary>Sends requests to receivers, each of which may be broken or hostile: the time and the memory of a request are bounded, and <see cref="SendingPlaces"/> their number. Thread-safe.</summary>
internal sealed class WebhookSender : IDisposable
{
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _http;

    /// <summary>Makes a sender.</summary>
    /// <param name="options">The limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="resolve">Resolves names. Default the system's resolver.</param>
    public WebhookSender(WebhookOptions options, TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
        : this(options, time, CreateHandler(options, resolve ?? Dns.GetHostAddressesAsync))
    {
    }

    /// <summary>Makes a sender that sends through a handler, which is disposed with it.</summary>
    public WebhookSender(WebhookOptions options, TimeProvider time, HttpMessageHandler handler)
    {
        (_options, _time) = (options, time);
        _http = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    /// <summary>Makes one try.</summary>
    /// <param name="message">What is sent.</param>
    /// <param name="url">Where to.</param>
    /// <param name="keys">What it is signed with.</param>
    /// <param name="now">The store's time, which the request is signed with: all hosts of a shop, and its receivers, can agree on that one, while this host's own clock may be wrong.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public async Task<SendResult> SendAsync(WebhookMessage message, Uri url, SigningKeys keys, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (startedAt, timestamp) = (_time.GetUtcNow(), _time.GetTimestamp());
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (fault, status, text, retryAfter) = (SendFault.None, default(int?), default(string), default(TimeSpan?));
        try
        {
            using var request = message.ToRequest(url, keys, now);
            using var response = await _http.SendAsync(request, both.Token).ConfigureAwait(false);
            (fault, status, retryAfter) = (FaultOf(response.StatusCode), (int)response.StatusCode, RetryAfterOf(response, now));
            text = await ResponseText.ReadAsync(response.Content, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // A status that came in time counts, however long the rest takes.
            fault = status is null ? SendFault.TimedOut : fault;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or InvalidOperationException)
        {
            fault = status is null ? FaultOf(exception) : fault;
        }

        return new SendResult(fault, status, text, retryAfter, startedAt, _time.GetElapsedTime(timestamp));
    }

    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler CreateHandler(WebhookOptions options, Func<string, CancellationToken, Task<IPAddress[]>> resolve) => new()
    {
        ConnectCallback = new GuardedConnections(options.AllowPrivateAddresses, resolve).ConnectAsync,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = options.Timeout,
        // Endpoints may share a host: that one of them hangs keeps no connection from the others. SendingPlaces bound them all.
        MaxConnectionsPerServer = int.MaxValue,
        MaxResponseHeadersLength = 16, // KiB
        // What is left of a response is not read: its connection is closed.
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        // Addresses change, and are checked again with each connection.
        PooledConnectionLifetime = ConnectionLifetime,
    };

    private static SendFault FaultOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and <= 299 => SendFault.None,
        >= 300 and <= 399 => SendFault.Redirected,
        _ => SendFault.Refused,
    };

    private static SendFault FaultOf(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressRefusedException:
                    return SendFault.AddressRefused;
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return SendFault.NameNotResolved;
                case System.Security.Authentication.AuthenticationException:
                    return SendFault.NotTrusted;
            }
        }

        return (exception as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => SendFault.NameNotResolved,
            HttpRequestError.ConnectionError => SendFault.NotConnected,
            HttpRequestError.SecureConnectionError => SendFault.NotTrusted,
            _ => SendFault.Broken,
        };
    }

    private static TimeSpan? RetryAfterOf(HttpResponseMessage response, DateTimeOffset now) =>
        response.IsSuccessStatusCode || response.Headers.RetryAfter is not { } header ? null
        : (header.Delta ?? (header.Date - now)) is { } wait && wait > TimeSpan.Zero ? wait
        : null;
}
