using System.Runtime.CompilerServices;

namespace Bookstore.Simulation;

/// <summary>One host's gateway: the payment service at the other end of a network.</summary>
internal sealed class SimulatedGateway(Simulation simulation, Host host) : IPaymentGateway
{
    private readonly Network _network = new(simulation, host, new NetworkFaults(
        FaultKind.GatewayThrows,
        FaultKind.GatewayRequestLost,
        FaultKind.GatewayAnswerLost,
        FaultKind.GatewayRequestTwice,
        FaultKind.GatewayRequestLate,
        FaultKind.GatewayAnswersLate));

    public string Name => PaymentService.Name;

    public TimeSpan LateAuthorizationWindow => simulation.Payments.LateWindow;

    public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        var sentAt = simulation.Clock.Now;
        return _network.CallAsync($"authorize {NameOf(request.OrderId)}", () => simulation.Payments.Authorize(request, sentAt), () => AuthorizeResult.Unknown);
    }

    public ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken) =>
        _network.CallAsync($"capture {NameOf(request.OrderId)}", () => simulation.Payments.Capture(request), () => CaptureResult.Unknown);

    public ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) =>
        _network.CallAsync($"void {NameOf(request.OrderId)}", () => simulation.Payments.Void(request), () => VoidResult.Unknown);

    public ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken) =>
        _network.CallAsync($"refund {NameOf(request.OrderId)}", () => simulation.Payments.Refund(request), () => RefundResult.Unknown);

    public ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) =>
        _network.CallAsync($"find {NameOf(request.OrderId)}", () => simulation.Payments.Find(request.OrderId), null);

    public async IAsyncEnumerable<GatewayPayment> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var orderId in simulation.Payments.Orders)
        {
            yield return simulation.Payments.Find(orderId)!;
        }
    }

    private string NameOf(Guid orderId) => simulation.Trace.Name(orderId);
}
