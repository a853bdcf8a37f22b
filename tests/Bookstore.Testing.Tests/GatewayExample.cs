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
        using var message = new HttpRequestMessage(HttpMethod.Put, $"payments/{IdOf(request.OrderId, request.Attempt)}") { Content = new FormUrlEncodedContent(body) };
        var (payment, error) = await SendAsync(message, IdOf(request.OrderId, request.Attempt), cancellationToken);
        return (payment?.Status, error) switch
        {
            (GatewayPaymentStatus.Authorized, _) => AuthorizeResult.Approved(IdOf(request.OrderId, request.Attempt)),
            (null, "card_declined" or "insufficient_funds") => AuthorizeResult.Declined(error),
            _ => AuthorizeResult.Unknown,
        };
    }

    public async ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
        await PostAsync($"capture?amount={request.Amount.MinorUnits}", IdOf(request.OrderId, request.Attempt), request.Key, cancellationToken) switch
        {
            (GatewayPaymentStatus.Captured, _) => CaptureResult.Captured,
            (null, "authorization_expired" or "payment_voided" or "payment_declined" or "no_such_payment") and { Error: var code } => CaptureResult.Refused(code!),
            _ => CaptureResult.Unknown,
        };

    public async ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) =>
        await PostAsync("void", IdOf(request.OrderId, request.Attempt), request.Key, cancellationToken) switch
        {
            (GatewayPaymentStatus.Voided, _) or (null, "no_such_payment") => VoidResult.Voided,
            (null, "payment_captured") => VoidResult.AlreadyCaptured,
            _ => VoidResult.Unknown,
        };

    // A payment can have several refunds: the refund's own id says which. Under another key the provider decides anew what it had refused.
    public async ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
        await PostAsync($"refunds/{request.RefundId}?amount={request.Amount.MinorUnits}", IdOf(request.OrderId, request.Attempt), request.Key, cancellationToken) switch
        {
            (GatewayPaymentStatus.Captured or GatewayPaymentStatus.Refunded, _) => RefundResult.Refunded,
            (null, "not_captured") => RefundResult.NothingCaptured,
            (null, "refund_window_over" or "expired_or_canceled_card") and { Error: var code } => RefundResult.Refused(code!),
            _ => RefundResult.Unknown,
        };

    public async ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"payments/{IdOf(request.OrderId, request.Attempt)}");
        var (payment, error) = await SendAsync(message, IdOf(request.OrderId, request.Attempt), cancellationToken);
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

    private async Task<(GatewayPaymentStatus? Status, string? Error)> PostAsync(string call, string id, string key, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, $"payments/{id}/{call}");
        message.Headers.Add("Idempotency-Key", key);
        var (payment, error) = await SendAsync(message, id, cancellationToken);
        return (payment?.Status, error);
    }

    // The payment, or the provider's own error code. A status alone says nothing: a 404 may be a proxy's, or a wrong base address.
    private async Task<(GatewayPayment? Payment, string? Error)> SendAsync(HttpRequestMessage message, string id, CancellationToken cancellationToken)
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
        return payment.TransactionId == id ? (payment, null) : (null, null);
    }

    // An order that is paid again, after its first payment was voided, has a payment of its own for each attempt.
    private static string IdOf(Guid orderId, int attempt) => attempt == 1 ? $"{orderId}" : $"{orderId}-{attempt}";

    private static GatewayPayment Read(JsonElement payment) => new()
    {
        OrderId = Guid.Parse(payment.GetProperty("id").GetString()![..36]),
        Attempt = payment.GetProperty("id").GetString()!.Length > 37 ? int.Parse(payment.GetProperty("id").GetString()![37..], CultureInfo.InvariantCulture) : 1,
        Amount = Money.FromMinorUnits(payment.GetProperty("amount").GetInt64(), payment.GetProperty("currency").GetString()!),
        Status = Enum.Parse<GatewayPaymentStatus>(payment.GetProperty("status").GetString()!, ignoreCase: true),
        Refunded = payment.TryGetProperty("refunded", out var refunded) ? Money.FromMinorUnits(refunded.GetInt64(), payment.GetProperty("currency").GetString()!) : null,
        TransactionId = payment.GetProperty("id").GetString(),
    };
}
// </example>
