namespace Bookstore.Simulation;

/// <summary>A clerk, or a courier's message, that moves a delivery along.</summary>
internal sealed class MoveWish(Simulation simulation, Delivery delivery, DeliveryStatus status) : Wish<MoveDeliveryResult>(
    simulation, KindOf(status), $"move {simulation.Trace.Name(delivery.Id)} to {status}", hasKey: true)
{
    /// <summary>Whether it may have reported the parcel of an order as lost.</summary>
    public bool LosesParcelOf(Guid orderId) => status == DeliveryStatus.Lost && delivery.OrderId == orderId && MaxEffects() > 0;

    public override void Check()
    {
        var wasMoved = Results.Any(result => result.Outcome == MoveDeliveryOutcome.Moved);
        var now = Simulation.Records.Deliveries().FirstOrDefault(other => other.Id == delivery.Id);
        Expect(now is not null, "the delivery is lost");
        Expect(!wasMoved || status is not (DeliveryStatus.Returned or DeliveryStatus.Cancelled or DeliveryStatus.Lost) || now?.Status == status, $"it is {now?.Status}");
        Expect(!wasMoved || status != DeliveryStatus.Delivered || now?.Status is DeliveryStatus.Delivered or DeliveryStatus.Returned, $"it is {now?.Status}");
        Expect(!wasMoved || status != DeliveryStatus.Dispatched || WasShipped(), "nothing was shipped");
    }

    protected override Task<MoveDeliveryResult> CallAsync(Host host, CancellationToken cancellationToken) => host.Deliveries.MoveAsync(delivery.Id, status, cancellationToken: cancellationToken);

    protected override bool IsRefusal(MoveDeliveryResult result) => result.Outcome != MoveDeliveryOutcome.Moved;

    private static OperationKind KindOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Delivered => OperationKind.Deliver,
        DeliveryStatus.Returned => OperationKind.Return,
        DeliveryStatus.Failed => OperationKind.FailDelivery,
        DeliveryStatus.Lost => OperationKind.LoseParcel,
        DeliveryStatus.Cancelled => OperationKind.CallOffDelivery,
        _ => OperationKind.Dispatch,
    };

    private bool WasShipped() => Workload.Isbns.Any(isbn =>
        Simulation.Records.Movements(isbn).Any(movement => movement.Kind == StockMovementKind.Shipped && movement.CauseId == delivery.OrderId));
}
