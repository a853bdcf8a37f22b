namespace Bookstore.Simulation;

/// <summary>A clerk who schedules the delivery of an order.</summary>
internal sealed class DeliveryWish(Simulation simulation, ScheduleDeliveryRequest request) : Wish<ScheduleDeliveryResult>(
    simulation, OperationKind.ScheduleDelivery, $"schedule {simulation.Trace.Name(request.OrderId)}{(request.IdempotencyKey is null ? "" : " with a key")}", request.IdempotencyKey is not null)
{
    public override void Check()
    {
        var deliveries = Simulation.Records.Deliveries().Where(delivery => delivery.Address == request.Address).ToArray();
        Expect(deliveries.Length <= MaxEffects(), $"{deliveries.Length} deliveries");
        Expect(
            Results.All(result => result.Outcome != ScheduleDeliveryOutcome.Scheduled || deliveries.Any(delivery => delivery.Id == result.Delivery!.Id)),
            "the delivery is lost");
    }

    protected override Task<ScheduleDeliveryResult> CallAsync(Host host, CancellationToken cancellationToken) => host.Deliveries.ScheduleAsync(request, cancellationToken);

    protected override bool IsRefusal(ScheduleDeliveryResult result) => result.Outcome != ScheduleDeliveryOutcome.Scheduled;
}
