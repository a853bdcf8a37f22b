using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Bookstore.Payments.Simulated;

/// <summary>Sends what the shop cannot know by itself, such as that a customer has approved a payment, as a payment service does. A notification that is lost with the process is made up for by asking.</summary>
internal sealed class SimulatedWebhooks : IDisposable
{
    private const int MaxTries = 60;

    // Beyond these none is begun: the shop asks about its pending orders anyway.
    private const int MaxInProgress = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    private readonly Func<Uri?> _address;
    private readonly string _secret;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = RequestTimeout, MaxResponseContentBufferSize = 65_536 };
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private int _inProgress;

    /// <summary>Makes the sender.</summary>
    /// <param name="address">See <see cref="SimulatedPaymentGatewayOptions.WebhookAddress"/>.</param>
    /// <param name="secret">The secret of the signatures.</param>
    /// <param name="time">The clock of the signatures and of the pauses.</param>
    public SimulatedWebhooks(Func<Uri?> address, string secret, TimeProvider time) => (_address, _secret, _time, _stopped) = (address, secret, time, _stop.Token);

    /// <summary>Sends a notification in the background, again each second until it is acknowledged.</summary>
    public void Send(string type, Guid orderId)
    {
        if (_stopped.IsCancellationRequested || Interlocked.Increment(ref _inProgress) > MaxInProgress)
        {
            Interlocked.Decrement(ref _inProgress);
            return;
        }

        _ = SendAsync(Guid.CreateVersion7(_time.GetUtcNow()).ToString("D"), type, orderId);
    }

    public void Dispose()
    {
        if (!_stopped.IsCancellationRequested)
        {
            _stop.Cancel();
            _stop.Dispose();
            _http.Dispose();
        }
    }

    private async Task SendAsync(string id, string type, Guid orderId)
    {
        try
        {
            var body = BodyOf(id, type, orderId);
            for (var tries = 0; tries < MaxTries && !await TrySendAsync(id, body).ConfigureAwait(false); tries++)
            {
                await Task.Delay(Pause, _time, _stopped).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopped.IsCancellationRequested)
        {
            // The gateway is closed.
        }
        finally
        {
            Interlocked.Decrement(ref _inProgress);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever goes wrong at the receiver, it is sent again, and asking makes up for it.")]
    private async Task<bool> TrySendAsync(string id, byte[] body)
    {
        try
        {
            if (_address() is not { } address)
            {
                return false;
            }

            var seconds = _time.GetUtcNow().ToUnixTimeSeconds();
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            request.Headers.Add(SimulatedSignature.IdHeader, id);
            request.Headers.Add(SimulatedSignature.TimeHeader, seconds.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(SimulatedSignature.SignatureHeader, SimulatedSignature.Of(id, seconds, body, _secret));
            using var response = await _http.SendAsync(request, _stopped).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception) when (!_stopped.IsCancellationRequested)
        {
            return false;
        }
    }

    private static byte[] BodyOf(string id, string type, Guid orderId)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("type", type);
            json.WriteString("order_id", orderId);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
