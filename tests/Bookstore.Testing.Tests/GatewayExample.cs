using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Bookstore.Testing;

// <example>
public sealed class MyGateway(IHttpClientFactory clients) : IPaymentGateway
{
    private HttpClient Http => clients.CreateClient("payments");

    // Stored with each order that this gateway authorizes: choose it once.
    public string Name => "my-provider";

    // The provider may still be working on an authorization for this long after our request ended.
    public TimeSpan LateAuthorizationWindow => TimeSpan.FromMinutes(2);

    public async ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        if (request.Token is null)
        {
            return AuthorizeResult.Declined("no_payment");
        }

        var body = new Dictionary<string, string>
        {
            ["amount"] = request.Amount.MinorUnits.ToString(CultureInfo.InvariantCulture),
            ["currency"] = request.Amount.Currency,
            ["token"] = request.Token.Value,
        };
        using var message = new HttpRequestMessage(HttpMethod.Put, $"payments/{request.OrderId}") { Content = new FormUrlEncodedContent(body) };
        var (payment, error) = await SendAsync(message, request.OrderId, cancellationToken);
        return (payment?.Status, error) switch
        {
            (GatewayPaymentStatus.Authorized, _) => AuthorizeResult.Approved(request.OrderId.ToString()),
            (null, "card_declined" or "insufficient_funds") => AuthorizeResult.Declined(error),
            _ => AuthorizeResult.Unknown,
        };
    }

    public async ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
        await PostAsync("capture", request.OrderId, request.Key, cancellationToken) switch
        {
            (GatewayPaymentStatus.Captured, _) => CaptureResult.Captured,
            (null, "authorization_expired" or "payment_voided" or "payment_declined" or "no_such_payment") and { Error: var code } => CaptureResult.Refused(code!),
            _ => CaptureResult.Unknown,
        };

    public async ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) =>
        await PostAsync("void", request.OrderId, request.Key, cancellationToken) switch
        {
            (GatewayPaymentStatus.Voided, _) or (null, "no_such_payment") => VoidResult.Voided,
            (null, "payment_captured") => VoidResult.AlreadyCaptured,
            _ => VoidResult.Unknown,
        };

    // A payment can have several refunds: the refund's own id is the key.
    public async ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
        await PostAsync($"refunds/{request.RefundId}?amount={request.Amount.MinorUnits}", request.OrderId, request.Key, cancellationToken) switch
        {
            (GatewayPaymentStatus.Captured or GatewayPaymentStatus.Refunded, _) => RefundResult.Refunded,
            (null, "not_captured") => RefundResult.NothingCaptured,
            (null, "refund_window_over" or "expired_or_canceled_card") and { Error: var code } => RefundResult.Refused(code!),
            _ => RefundResult.Unknown,
        };

    public async ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"payments/{request.OrderId}");
        var (payment, error) = await SendAsync(message, request.OrderId, cancellationToken);
        return payment is not null || error == "no_such_payment"
            ? payment
            : throw new HttpRequestException("The provider did not answer."); // taken for "not known", and asked again
    }

    public async IAsyncEnumerable<GatewayPayment> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var payments = JsonDocument.Parse(await Http.GetStringAsync("payments", cancellationToken));
        foreach (var payment in payments.RootElement.EnumerateArray())
        {
            yield return Read(payment);
        }
    }

    private async Task<(GatewayPaymentStatus? Status, string? Error)> PostAsync(string call, Guid orderId, string key, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"payments/{orderId}/{call}");
        message.Headers.Add("Idempotency-Key", key);
        var (payment, error) = await SendAsync(message, orderId, cancellationToken);
        return (payment?.Status, error);
    }

    // The payment, or the provider's own error code. A status alone says nothing: a 404 may be a proxy's, or a wrong base address.
    private async Task<(GatewayPayment? Payment, string? Error)> SendAsync(HttpRequestMessage message, Guid orderId, CancellationToken cancellationToken)
    {
        using var answer = await Http.SendAsync(message, cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType != "application/json" || (int)answer.StatusCode >= 500)
        {
            return (null, null);
        }

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        if (!answer.IsSuccessStatusCode)
        {
            return (null, json.RootElement.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null);
        }

        var payment = Read(json.RootElement);
        return payment.OrderId == orderId ? (payment, null) : (null, null);
    }

    private static GatewayPayment Read(JsonElement payment) => new()
    {
        OrderId = payment.GetProperty("id").GetGuid(),
        Amount = Money.FromMinorUnits(payment.GetProperty("amount").GetInt64(), payment.GetProperty("currency").GetString()!),
        Status = Enum.Parse<GatewayPaymentStatus>(payment.GetProperty("status").GetString()!, ignoreCase: true),
        Refunded = payment.TryGetProperty("refunded", out var refunded) ? Money.FromMinorUnits(refunded.GetInt64(), payment.GetProperty("currency").GetString()!) : null,
        TransactionId = payment.GetProperty("id").GetString(),
    };
}
// </example>
