namespace Bookstore.Simulation;

/// <summary>The void after the last authorization goes out under the key of those before it.</summary>
internal sealed class VoidedUnderTheSameKey : Bug
{
    public override IPaymentGateway Wrap(IPaymentGateway gateway) => new SameKey(gateway);

    private sealed class SameKey(IPaymentGateway inner) : IPaymentGateway
    {
        public string Name => inner.Name;

        public TimeSpan LateAuthorizationWindow => inner.LateAuthorizationWindow;

        public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => inner.AuthorizeAsync(request, cancellationToken);

        public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => inner.CaptureAsync(request, cancellationToken);

        public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) =>
            inner.VoidAsync(request with { Key = request.Key.Replace("last-void", "void", StringComparison.Ordinal) }, cancellationToken);

        public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => inner.RefundAsync(request, cancellationToken);

        public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => inner.FindAsync(request, cancellationToken);

        public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);
    }
}
