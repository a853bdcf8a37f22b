namespace Bookstore.Crash;

/// <summary>A gateway at whose calls the process dies.</summary>
internal sealed class CrashingGateway(IPaymentGateway inner, CrashPoint crash) : IPaymentGateway
{
    public string Name => inner.Name;

    public TimeSpan LateAuthorizationWindow => inner.LateAuthorizationWindow;

    public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) =>
        CallAsync("authorize", () => inner.AuthorizeAsync(request, cancellationToken));

    public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
        CallAsync("capture", () => inner.CaptureAsync(request, cancellationToken));

    public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) =>
        CallAsync("void", () => inner.VoidAsync(request, cancellationToken));

    public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
        CallAsync("refund", () => inner.RefundAsync(request, cancellationToken));

    public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => inner.FindAsync(request, cancellationToken);

    public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    private async ValueTask<T> CallAsync<T>(string site, Func<ValueTask<T>> call)
    {
        crash.Before(site);
        var answer = await call();
        crash.After(site);
        return answer;
    }
}
