namespace Bookstore.Simulation;

/// <summary>An adapter that says declined where it does not know.</summary>
internal sealed class UnknownTakenForDeclined : Bug
{
    public override IPaymentGateway Wrap(IPaymentGateway gateway) => new Adapter(gateway);

    private sealed class Adapter(IPaymentGateway inner) : IPaymentGateway
    {
        public string Name => inner.Name;

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

        public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => inner.CaptureAsync(request, cancellationToken);

        public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) => inner.VoidAsync(request, cancellationToken);

        public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => inner.RefundAsync(request, cancellationToken);

        public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => inner.FindAsync(request, cancellationToken);

        public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);
    }
}
