using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Bookstore.Faults;

/// <summary>Charges over HTTP. An answer counts only when it is about the right order and says what was asked for; all else is unknown.</summary>
internal sealed class HttpPaymentGateway(IHttpClientFactory clients) : IPaymentGateway
{
    public const string ClientName = "payments";

    public string Name => "http";

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

    public async ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
        await PostAsync(request.OrderId, "capture", cancellationToken) switch
        {
            (HttpStatusCode.OK, GatewayPaymentStatus.Captured) => CaptureResult.Captured,
            (HttpStatusCode.Conflict, not null) => CaptureResult.Refused("conflict"),
            _ => CaptureResult.Unknown,
        };

    public async ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) =>
        await PostAsync(request.OrderId, "void", cancellationToken) switch
        {
            (HttpStatusCode.OK, GatewayPaymentStatus.Voided) => VoidResult.Voided,
            (HttpStatusCode.Conflict, GatewayPaymentStatus.Captured) => VoidResult.AlreadyCaptured,
            _ => VoidResult.Unknown,
        };

    public async ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
        await PostAsync(request.OrderId, $"refund?amount={request.Amount.MinorUnits}&currency={request.Amount.Currency}", cancellationToken) switch
        {
            (HttpStatusCode.OK, GatewayPaymentStatus.Refunded) => RefundResult.Refunded,
            (HttpStatusCode.Conflict, not null) => RefundResult.NothingCaptured,
            _ => RefundResult.Unknown,
        };

    public async ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken)
    {
        using var answer = await Http.GetAsync($"payments/{request.OrderId}", cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        var payment = Read(await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken));
        return payment.OrderId == request.OrderId ? payment : throw new InvalidDataException("The answer is about another order.");
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
