using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Bookstore.Faults;

/// <summary>Charges over HTTP. An answer counts only when it is about the right order and says what was asked for; all else is unknown.</summary>
internal sealed class HttpPaymentGateway(IHttpClientFactory clients) : IPaymentGateway
{
    public const string ClientName = "payments";

    public TimeSpan LateAuthorizationWindow => TimeSpan.Zero;

    private HttpClient Http => clients.CreateClient(ClientName);

    public async ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        using var body = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["amount"] = request.Amount.MinorUnits.ToString(),
            ["currency"] = request.Amount.Currency,
            ["token"] = request.Token?.Value ?? string.Empty,
        });
        using var answer = await Http.PutAsync($"payments/{request.OrderId}", body, cancellationToken);
        var status = await StatusAsync(answer, request.OrderId, cancellationToken);
        return (answer.StatusCode, status) switch
        {
            (HttpStatusCode.OK, GatewayPaymentStatus.Authorized) => AuthorizeResult.Approved(request.OrderId.ToString()),
            (HttpStatusCode.PaymentRequired, GatewayPaymentStatus.Declined) => AuthorizeResult.Declined("declined"),
            _ => AuthorizeResult.Unknown,
        };
    }

    public async ValueTask<CaptureResult> CaptureAsync(Guid orderId, Money amount, CancellationToken cancellationToken) =>
        await PostAsync(orderId, "capture", cancellationToken) switch
        {
            (HttpStatusCode.OK, GatewayPaymentStatus.Captured) => CaptureResult.Captured,
            (HttpStatusCode.Conflict, not null) => CaptureResult.Refused,
            _ => CaptureResult.Unknown,
        };

    public async ValueTask<VoidResult> VoidAsync(Guid orderId, CancellationToken cancellationToken) =>
        await PostAsync(orderId, "void", cancellationToken) switch
        {
            (HttpStatusCode.OK, GatewayPaymentStatus.Voided) => VoidResult.Voided,
            (HttpStatusCode.Conflict, GatewayPaymentStatus.Captured) => VoidResult.AlreadyCaptured,
            _ => VoidResult.Unknown,
        };

    public async ValueTask<RefundResult> RefundAsync(Guid orderId, Money amount, CancellationToken cancellationToken) =>
        await PostAsync(orderId, $"refund?amount={amount.MinorUnits}&currency={amount.Currency}", cancellationToken) switch
        {
            (HttpStatusCode.OK, GatewayPaymentStatus.Refunded) => RefundResult.Refunded,
            (HttpStatusCode.Conflict, not null) => RefundResult.NothingCaptured,
            _ => RefundResult.Unknown,
        };

    public async ValueTask<GatewayPayment?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync($"payments/{orderId}", cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        var payment = Read(await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken));
        return payment.OrderId == orderId ? payment : throw new InvalidDataException("The answer is about another order.");
    }

    public async IAsyncEnumerable<GatewayPayment> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var payment in await Http.GetFromJsonAsync<JsonElement[]>("payments", cancellationToken) ?? [])
        {
            yield return Read(payment);
        }
    }

    private async Task<(HttpStatusCode Code, GatewayPaymentStatus? Status)> PostAsync(Guid orderId, string what, CancellationToken cancellationToken)
    {
        using var answer = await Http.PostAsync($"payments/{orderId}/{what}", content: null, cancellationToken);
        return (answer.StatusCode, await StatusAsync(answer, orderId, cancellationToken));
    }

    // What is no payment, or somebody else's, says nothing.
    private static async Task<GatewayPaymentStatus?> StatusAsync(HttpResponseMessage answer, Guid orderId, CancellationToken cancellationToken)
    {
        try
        {
            var payment = Read(await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken));
            return payment.OrderId == orderId ? payment.Status : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static GatewayPayment Read(JsonElement payment) => new()
    {
        OrderId = payment.GetProperty("id").GetGuid(),
        Amount = payment.GetProperty("amount") is { ValueKind: JsonValueKind.Number } amount
            ? Money.FromMinorUnits(amount.GetInt64(), payment.GetProperty("currency").GetString()!)
            : null,
        Status = Enum.Parse<GatewayPaymentStatus>(payment.GetProperty("status").GetString()!),
        TransactionId = payment.GetProperty("transaction").GetString(),
    };
}
