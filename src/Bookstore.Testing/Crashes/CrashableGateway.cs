namespace Bookstore.Testing;

/// <summary>A gateway as one host sees it: each call that moves money is two boundaries, and so is each question.</summary>
internal sealed class CrashableGateway(IPaymentGateway inner, HostLifetime life) : IPaymentGateway
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

    public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) =>
        CallAsync("find", () => inner.FindAsync(request, cancellationToken));

    public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public ValueTask<PaymentPage?> ListPageAsync(ListPaymentsRequest request, CancellationToken cancellationToken) => inner.ListPageAsync(request, cancellationToken);

    // A host that died while the gateway was at work never hears the answer; the gateway has worked all the same.
    private async ValueTask<T> CallAsync<T>(string call, Func<ValueTask<T>> make)
    {
        await life.PassAsync($"before {call}").ConfigureAwait(false);
        T answer;
        try
        {
            answer = await make().ConfigureAwait(false);
        }
        catch
        {
            await life.StayAsync().ConfigureAwait(false);
            throw;
        }

        await life.PassAsync($"after {call}").ConfigureAwait(false);
        return answer;
    }
}
