namespace Bookstore.Simulation;

/// <summary>A gateway that the shop's money never went to: it would say yes to anything, and must never be asked.</summary>
internal sealed class OtherGateway(string name) : IPaymentGateway
{
    public string Name => name;

    public TimeSpan LateAuthorizationWindow => TimeSpan.Zero;

    public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(AuthorizeResult.Approved("other"));

    public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(CaptureResult.Captured);

    public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(VoidResult.Voided);

    public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(RefundResult.Refunded);

    public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => ValueTask.FromResult<GatewayPayment?>(null);

    public IAsyncEnumerable<GatewayPayment> ListAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<GatewayPayment>();
}
