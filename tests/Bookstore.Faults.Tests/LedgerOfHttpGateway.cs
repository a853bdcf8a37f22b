using Bookstore.Payments.Simulated;

namespace Bookstore.Faults;

/// <summary>The payment service's own books, under the name of the gateway that charged through it.</summary>
/// <param name="ledger">The ledger.</param>
internal sealed class LedgerOfHttpGateway(SimulatedPaymentGateway ledger) : IPaymentGateway, IAsyncDisposable
{
    public string Name => "http";

    public TimeSpan LateAuthorizationWindow => ledger.LateAuthorizationWindow;

    public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => ledger.AuthorizeAsync(request, cancellationToken);

    public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => ledger.CaptureAsync(request, cancellationToken);

    public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) => ledger.VoidAsync(request, cancellationToken);

    public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => ledger.RefundAsync(request, cancellationToken);

    public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => ledger.FindAsync(request, cancellationToken);

    public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => ledger.ListAsync(cancellationToken);

    public ValueTask DisposeAsync() => ledger.DisposeAsync();
}
