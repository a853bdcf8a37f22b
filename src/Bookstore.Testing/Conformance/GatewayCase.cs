namespace Bookstore.Testing;

/// <summary>One order of one case, and short ways to call the gateway for it.</summary>
internal sealed class GatewayCase(GatewayUnderTest subject)
{
    // As the shop does it: what an authorization returned is passed back.
    private string? _reference;

    public Guid OrderId { get; } = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public Money Price => subject.Price;

    public Money OtherPrice => subject.Price * 2;

    public IPaymentGateway Gateway => subject.Gateway;

    public int Concurrency => subject.Concurrency;

    /// <summary>Which payment of the order the calls are about.</summary>
    public int Attempt { get; private set; } = 1;

    public void BeginNextAttempt() => (Attempt, _reference) = (Attempt + 1, null);

    public Task<AuthorizeResult> AuthorizeAsync(CancellationToken cancellationToken = default) => AuthorizeAsync(subject.GoodToken, cancellationToken);

    public Task<AuthorizeResult> AuthorizeBadAsync() => AuthorizeAsync(subject.BadToken, CancellationToken.None);

    public Task<CaptureResult> CaptureAsync(Money? amount = null) => Gateway.CaptureAsync(new CaptureRequest(OrderId, _reference, amount ?? Price, $"{OrderId:N}-{Attempt}-capture") { Attempt = Attempt }, CancellationToken.None).AsTask();

    public Task<VoidResult> VoidAsync() => Gateway.VoidAsync(new VoidRequest(OrderId, _reference, $"{OrderId:N}-{Attempt}-void") { Attempt = Attempt }, CancellationToken.None).AsTask();

    public Task<RefundResult> RefundAsync() => RefundAsync(OrderId, Price);

    public Task<RefundResult> RefundAsync(Guid refundId, Money amount) =>
        Gateway.RefundAsync(new RefundRequest(OrderId, refundId, _reference, amount, "requested_by_customer", $"{refundId:N}-refund") { Attempt = Attempt }, CancellationToken.None).AsTask();

    public Task<GatewayPayment?> FindAsync() => Gateway.FindAsync(new FindRequest(OrderId, _reference) { Attempt = Attempt }, CancellationToken.None).AsTask();

    public async Task ExpectStatusAsync(GatewayPaymentStatus expected) =>
        Expect.Equal<GatewayPaymentStatus?>(expected, (await FindAsync().ConfigureAwait(false))?.Status, "the payment's status");

    public async Task ExpectRefundedAsync(Money expected) =>
        Expect.Equal<Money?>(expected, (await FindAsync().ConfigureAwait(false))?.Refunded, "the amount that was given back");

    public async Task<List<GatewayPayment>> ListAsync()
    {
        var payments = new List<GatewayPayment>();
        await foreach (var payment in Gateway.ListAsync(CancellationToken.None).ConfigureAwait(false))
        {
            payments.Add(payment);
        }

        return payments;
    }

    private async Task<AuthorizeResult> AuthorizeAsync(PaymentToken token, CancellationToken cancellationToken)
    {
        var result = await Gateway.AuthorizeAsync(new AuthorizeRequest(OrderId, Price, token) { Attempt = Attempt }, cancellationToken).ConfigureAwait(false);
        _reference = result.TransactionId ?? _reference;
        return result;
    }
}
