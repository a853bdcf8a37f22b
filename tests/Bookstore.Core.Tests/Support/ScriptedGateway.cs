namespace Bookstore.Support;

/// <summary>The simulated gateway behind a script: each call can be answered, failed, lost or held up by the test.</summary>
internal sealed class ScriptedGateway(TimeProvider time) : IPaymentGateway, IAsyncDisposable
{
    private readonly SimulatedPaymentGateway _inner = new(new SimulatedPaymentGatewayOptions(), time);

    public TimeSpan LateAuthorizationWindow { get; set; }

    public int Authorizations { get; private set; }

    public Func<AuthorizeRequest, Func<ValueTask<AuthorizeResult>>, ValueTask<AuthorizeResult>>? OnAuthorize { get; set; }

    public Func<Guid, Func<ValueTask<CaptureResult>>, ValueTask<CaptureResult>>? OnCapture { get; set; }

    public Func<Guid, Func<ValueTask<VoidResult>>, ValueTask<VoidResult>>? OnVoid { get; set; }

    public Func<Guid, Func<ValueTask<RefundResult>>, ValueTask<RefundResult>>? OnRefund { get; set; }

    public Func<Guid, Func<ValueTask<GatewayPayment?>>, ValueTask<GatewayPayment?>>? OnFind { get; set; }

    public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        Authorizations++;
        return OnAuthorize is { } script ? script(request, Inner) : Inner();
        ValueTask<AuthorizeResult> Inner() => _inner.AuthorizeAsync(request, cancellationToken);
    }

    public ValueTask<CaptureResult> CaptureAsync(Guid orderId, Money amount, CancellationToken cancellationToken)
    {
        return OnCapture is { } script ? script(orderId, Inner) : Inner();
        ValueTask<CaptureResult> Inner() => _inner.CaptureAsync(orderId, amount, cancellationToken);
    }

    public ValueTask<VoidResult> VoidAsync(Guid orderId, CancellationToken cancellationToken)
    {
        return OnVoid is { } script ? script(orderId, Inner) : Inner();
        ValueTask<VoidResult> Inner() => _inner.VoidAsync(orderId, cancellationToken);
    }

    public ValueTask<RefundResult> RefundAsync(Guid orderId, Money amount, CancellationToken cancellationToken)
    {
        return OnRefund is { } script ? script(orderId, Inner) : Inner();
        ValueTask<RefundResult> Inner() => _inner.RefundAsync(orderId, amount, cancellationToken);
    }

    public ValueTask<GatewayPayment?> FindAsync(Guid orderId, CancellationToken cancellationToken)
    {
        return OnFind is { } script ? script(orderId, Inner) : Inner();
        ValueTask<GatewayPayment?> Inner() => _inner.FindAsync(orderId, cancellationToken);
    }

    public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => _inner.ListAsync(cancellationToken);

    public ValueTask DisposeAsync() => _inner.DisposeAsync();
}
