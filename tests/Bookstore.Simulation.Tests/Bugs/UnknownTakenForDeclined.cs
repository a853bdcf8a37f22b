namespace Bookstore.Simulation;

/// <summary>An adapter that says declined where it does not know.</summary>
internal sealed class UnknownTakenForDeclined : Bug
{
    public override IPaymentGateway Wrap(IPaymentGateway gateway) => new Adapter(gateway);

    private sealed class Adapter(IPaymentGateway inner) : IPaymentGateway
    {
        public TimeSpan LateAuthorizationWindow => inner.LateAuthorizationWindow;

        public async ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
        {
            try
            {
                var answer = await inner.AuthorizeAsync(request, cancellationToken);
                return answer.Outcome == AuthorizeOutcome.Unknown ? AuthorizeResult.Declined("unknown") : answer;
            }
            catch (HttpRequestException)
            {
                return AuthorizeResult.Declined("unreachable");
            }
        }

        public ValueTask<CaptureResult> CaptureAsync(Guid orderId, Money amount, CancellationToken cancellationToken) => inner.CaptureAsync(orderId, amount, cancellationToken);

        public ValueTask<VoidResult> VoidAsync(Guid orderId, CancellationToken cancellationToken) => inner.VoidAsync(orderId, cancellationToken);

        public ValueTask<RefundResult> RefundAsync(Guid orderId, Money amount, CancellationToken cancellationToken) => inner.RefundAsync(orderId, amount, cancellationToken);

        public ValueTask<GatewayPayment?> FindAsync(Guid orderId, CancellationToken cancellationToken) => inner.FindAsync(orderId, cancellationToken);

        public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);
    }
}
