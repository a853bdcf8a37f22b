namespace Bookstore.Simulation;

/// <summary>Somebody who calls an order off.</summary>
internal sealed class CancelWish(Simulation simulation, Guid orderId, IdempotencyKey? key) : Wish<CancelOrderResult>(
    simulation, OperationKind.Cancel, $"cancel {simulation.Trace.Name(orderId)}{(key is null ? "" : " with a key")}", key is not null)
{
    public Guid OrderId => orderId;

    /// <summary>Whether it may have had an effect.</summary>
    public bool MayHaveWorked => MaxEffects() > 0;

    public override void Check()
    {
        var order = Simulation.Records.Orders().FirstOrDefault(order => order.Id == orderId);
        Expect(order is not null, "the order is lost");
        Expect(Results.All(result => result.Outcome != CancelOrderOutcome.OrderNotFound), "the order was not found");
        Expect(
            Results.All(result => result.Outcome != CancelOrderOutcome.Cancelled) || order is { Status: OrderStatus.Cancelled } or { Status: OrderStatus.Rejected, PaymentFailureCode: "cancelled" },
            $"the order is {order?.Status}");
    }

    protected override Task<CancelOrderResult> CallAsync(Host host, CancellationToken cancellationToken) =>
        host.Workflow.CancelAsync(new CancelOrderRequest { OrderId = orderId, IdempotencyKey = key }, cancellationToken);

    protected override bool IsRefusal(CancelOrderResult result) => result.Outcome != CancelOrderOutcome.Cancelled;
}
