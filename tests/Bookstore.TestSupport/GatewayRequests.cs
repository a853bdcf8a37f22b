namespace Bookstore.Support;

/// <summary>Calls of a gateway past the shop, as somebody with access to its dashboard would make them.</summary>
public static class GatewayRequests
{
    public static ValueTask<CaptureResult> CaptureAsync(this IPaymentGateway gateway, Guid orderId, Money amount, CancellationToken cancellationToken) =>
        gateway.CaptureAsync(new CaptureRequest(orderId, null, amount, "test"), cancellationToken);

    public static ValueTask<VoidResult> VoidAsync(this IPaymentGateway gateway, Guid orderId, CancellationToken cancellationToken) =>
        gateway.VoidAsync(new VoidRequest(orderId, null, "test"), cancellationToken);

    public static ValueTask<RefundResult> RefundAsync(this IPaymentGateway gateway, Guid orderId, Money amount, CancellationToken cancellationToken) =>
        gateway.RefundAsync(new RefundRequest(orderId, orderId, null, amount, "test", "test"), cancellationToken);

    public static ValueTask<GatewayPayment?> FindAsync(this IPaymentGateway gateway, Guid orderId, CancellationToken cancellationToken) =>
        gateway.FindAsync(new FindRequest(orderId, null), cancellationToken);
}
