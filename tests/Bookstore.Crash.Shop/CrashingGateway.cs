namespace Bookstore.Crash;

/// <summary>A gateway at whose calls the process dies.</summary>
internal sealed class CrashingGateway(IPaymentGateway inner, CrashPoint crash) : IPaymentGateway
{
    public TimeSpan LateAuthorizationWindow => inner.LateAuthorizationWindow;

    public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) =>
        CallAsync("authorize", () => inner.AuthorizeAsync(request, cancellationToken));

    public ValueTask<CaptureResult> CaptureAsync(Guid orderId, Money amount, CancellationToken cancellationToken) =>
        CallAsync("capture", () => inner.CaptureAsync(orderId, amount, cancellationToken));

    public ValueTask<VoidResult> VoidAsync(Guid orderId, CancellationToken cancellationToken) =>
        CallAsync("void", () => inner.VoidAsync(orderId, cancellationToken));

    public ValueTask<RefundResult> RefundAsync(Guid orderId, Money amount, CancellationToken cancellationToken) =>
        CallAsync("refund", () => inner.RefundAsync(orderId, amount, cancellationToken));

    public ValueTask<GatewayPayment?> FindAsync(Guid orderId, CancellationToken cancellationToken) => inner.FindAsync(orderId, cancellationToken);

    public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    private async ValueTask<T> CallAsync<T>(string site, Func<ValueTask<T>> call)
    {
        crash.Before(site);
        var answer = await call();
        crash.After(site);
        return answer;
    }
}
