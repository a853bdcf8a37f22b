namespace Bookstore.Simulation;

/// <summary>A customer who wants fewer copies than were ordered.</summary>
internal sealed class CancelItemsWish(Simulation simulation, Guid orderId, CancelOrderItem item, IdempotencyKey? key) : Wish<CancelOrderResult>(
    simulation, OperationKind.CancelItems, $"cancel {item.Quantity} copies of {simulation.Trace.Name(orderId)}{(key is null ? "" : " with a key")}", key is not null)
{
    public Guid OrderId => orderId;

    /// <summary>How many copies of a book may have been cancelled by it.</summary>
    public int MostOf(Isbn isbn) => item.Isbn == isbn ? MaxEffects() * item.Quantity : 0;

    public override void Check()
    {
        var line = Simulation.Records.Orders().FirstOrDefault(order => order.Id == orderId)?.Lines.FirstOrDefault(line => line.Isbn == item.Isbn);
        Expect(Results.All(result => result.Outcome != CancelOrderOutcome.Cancelled) || line?.Cancelled >= item.Quantity || IsRejected(), $"{line?.Cancelled} copies are cancelled");
    }

    protected override Task<CancelOrderResult> CallAsync(Host host, CancellationToken cancellationToken) =>
        host.Workflow.CancelAsync(new CancelOrderRequest { OrderId = orderId, Items = [item], IdempotencyKey = key }, cancellationToken);

    protected override bool IsRefusal(CancelOrderResult result) => result.Outcome != CancelOrderOutcome.Cancelled;

    private bool IsRejected() => Simulation.Records.Orders().Any(order => order.Id == orderId && order.Status == OrderStatus.Rejected);
}
