namespace Bookstore.Testing;

/// <summary>One order of one case, and short ways to call the gateway for it.</summary>
internal sealed class GatewayCase(GatewayUnderTest subject)
{
    public Guid OrderId { get; } = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public Money Price => subject.Price;

    public Money OtherPrice => subject.Price * 2;

    public IPaymentGateway Gateway => subject.Gateway;

    public int Concurrency => subject.Concurrency;

    public Task<AuthorizeResult> AuthorizeAsync(CancellationToken cancellationToken = default) => AuthorizeAsync(subject.GoodToken, cancellationToken);

    public Task<AuthorizeResult> AuthorizeBadAsync() => AuthorizeAsync(subject.BadToken, CancellationToken.None);

    public Task<CaptureResult> CaptureAsync(Money? amount = null) => Gateway.CaptureAsync(OrderId, amount ?? Price, CancellationToken.None).AsTask();

    public Task<VoidResult> VoidAsync() => Gateway.VoidAsync(OrderId, CancellationToken.None).AsTask();

    public Task<RefundResult> RefundAsync() => Gateway.RefundAsync(OrderId, Price, CancellationToken.None).AsTask();

    public Task<GatewayPayment?> FindAsync() => Gateway.FindAsync(OrderId, CancellationToken.None).AsTask();

    public async Task ExpectStatusAsync(GatewayPaymentStatus expected) =>
        Expect.Equal<GatewayPaymentStatus?>(expected, (await FindAsync().ConfigureAwait(false))?.Status, "the payment's status");

    public async Task<List<GatewayPayment>> ListAsync()
    {
        var payments = new List<GatewayPayment>();
        await foreach (var payment in Gateway.ListAsync(CancellationToken.None).ConfigureAwait(false))
        {
            payments.Add(payment);
        }

        return payments;
    }

    private Task<AuthorizeResult> AuthorizeAsync(PaymentToken token, CancellationToken cancellationToken) =>
        Gateway.AuthorizeAsync(new AuthorizeRequest(OrderId, Price, token), cancellationToken).AsTask();
}
