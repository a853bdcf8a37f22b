namespace Bookstore.Testing;

/// <summary>A gateway that keeps the contract, except where a test derives from it to break it.</summary>
internal abstract class BrokenGateway : IPaymentGateway, IAsyncDisposable
{
    private readonly SimulatedPaymentGateway _inner = new();

    public TimeSpan LateAuthorizationWindow => TimeSpan.Zero;

    public virtual ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => _inner.AuthorizeAsync(request, cancellationToken);

    public virtual ValueTask<CaptureResult> CaptureAsync(Guid orderId, Money amount, CancellationToken cancellationToken) => _inner.CaptureAsync(orderId, amount, cancellationToken);

    public virtual ValueTask<VoidResult> VoidAsync(Guid orderId, CancellationToken cancellationToken) => _inner.VoidAsync(orderId, cancellationToken);

    public virtual ValueTask<RefundResult> RefundAsync(Guid orderId, Money amount, CancellationToken cancellationToken) => _inner.RefundAsync(orderId, amount, cancellationToken);

    public virtual ValueTask<GatewayPayment?> FindAsync(Guid orderId, CancellationToken cancellationToken) => _inner.FindAsync(orderId, cancellationToken);

    public virtual IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
