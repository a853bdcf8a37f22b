using Bookstore.Payments.Simulated;

namespace Bookstore.Testing;

/// <summary>A gateway that keeps the contract, except where a test derives from it to break it.</summary>
internal abstract class BrokenGateway : IPaymentGateway, IAsyncDisposable
{
    private readonly SimulatedPaymentGateway _inner = new();

    public virtual string Name => "broken";

    public TimeSpan LateAuthorizationWindow => TimeSpan.Zero;

    public virtual ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => _inner.AuthorizeAsync(request, cancellationToken);

    public virtual ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => _inner.CaptureAsync(request, cancellationToken);

    public virtual ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) => _inner.VoidAsync(request, cancellationToken);

    public virtual ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => _inner.RefundAsync(request, cancellationToken);

    public virtual ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => _inner.FindAsync(request, cancellationToken);

    public virtual IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
