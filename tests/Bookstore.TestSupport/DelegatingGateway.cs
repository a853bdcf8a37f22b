namespace Bookstore.Support;

/// <summary>A gateway in front of another one. What is derived from it steps in where it is called.</summary>
public abstract class DelegatingGateway(IPaymentGateway inner) : IPaymentGateway
{
    public virtual string Name => inner.Name;

    public virtual TimeSpan LateAuthorizationWindow => inner.LateAuthorizationWindow;

    protected IPaymentGateway Inner => inner;

    public virtual ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => inner.AuthorizeAsync(request, cancellationToken);

    public virtual ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => inner.CaptureAsync(request, cancellationToken);

    public virtual ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) => inner.VoidAsync(request, cancellationToken);

    public virtual ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => inner.RefundAsync(request, cancellationToken);

    public virtual ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => inner.FindAsync(request, cancellationToken);

    public virtual IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => inner.ListAsync(cancellationToken);

    public virtual ValueTask<PaymentPage?> ListPageAsync(ListPaymentsRequest request, CancellationToken cancellationToken) => inner.ListPageAsync(request, cancellationToken);
}
