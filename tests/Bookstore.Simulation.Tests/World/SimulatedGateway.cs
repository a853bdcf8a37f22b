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

    public TimeSpan LateAuthorizationWindow => simulation.Payments.LateWindow;

    public ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        var sentAt = simulation.Clock.Now;
        return _network.CallAsync($"authorize {Name(request.OrderId)}", () => simulation.Payments.Authorize(request, sentAt), () => AuthorizeResult.Unknown);
    }

    public ValueTask<CaptureResult> CaptureAsync(Guid orderId, Money amount, CancellationToken cancellationToken) =>
        _network.CallAsync($"capture {Name(orderId)}", () => simulation.Payments.Capture(orderId, amount), () => CaptureResult.Unknown);

    public ValueTask<VoidResult> VoidAsync(Guid orderId, CancellationToken cancellationToken) =>
        _network.CallAsync($"void {Name(orderId)}", () => simulation.Payments.Void(orderId), () => VoidResult.Unknown);

    public ValueTask<RefundResult> RefundAsync(Guid orderId, Money amount, CancellationToken cancellationToken) =>
        _network.CallAsync($"refund {Name(orderId)}", () => simulation.Payments.Refund(orderId, amount), () => RefundResult.Unknown);

    public ValueTask<GatewayPayment?> FindAsync(Guid orderId, CancellationToken cancellationToken) =>
        _network.CallAsync($"find {Name(orderId)}", () => simulation.Payments.Find(orderId), null);

    public async IAsyncEnumerable<GatewayPayment> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var orderId in simulation.Payments.Orders)
        {
            yield return simulation.Payments.Find(orderId)!;
        }
    }

    private string Name(Guid orderId) => simulation.Trace.Name(orderId);
}
