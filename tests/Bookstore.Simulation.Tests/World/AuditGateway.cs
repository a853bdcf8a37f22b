using System.Runtime.CompilerServices;

namespace Bookstore.Simulation;

/// <summary>The payment service as an auditor sees it: at once, without a network, and without moving money.</summary>
internal sealed class AuditGateway(PaymentService payments) : IPaymentGateway
{
    public string Name => PaymentService.Name;

    public TimeSpan LateAuthorizationWindow => payments.LateWindow;

    public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) => ValueTask.FromResult(payments.Find(request.OrderId));

    public async IAsyncEnumerable<GatewayPayment> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var orderId in payments.Orders)
        {
            yield return payments.Find(orderId)!;
        }
    }

    public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();
}
