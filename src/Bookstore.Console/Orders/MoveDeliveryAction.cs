using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Moves a delivery along.</summary>
internal static class MoveDeliveryAction
{
    /// <summary>Where a delivery can go from a status, the usual way first.</summary>
    public static IReadOnlyList<DeliveryStatus> From(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Scheduled => [DeliveryStatus.Dispatched, DeliveryStatus.Cancelled, DeliveryStatus.Failed],
        DeliveryStatus.Dispatched => [DeliveryStatus.InTransit, DeliveryStatus.Delivered, DeliveryStatus.Failed, DeliveryStatus.Returned, DeliveryStatus.Lost],
        DeliveryStatus.InTransit => [DeliveryStatus.Delivered, DeliveryStatus.Failed, DeliveryStatus.Returned, DeliveryStatus.Lost],
        DeliveryStatus.Failed => [DeliveryStatus.InTransit, DeliveryStatus.Delivered, DeliveryStatus.Returned, DeliveryStatus.Lost],
        _ => [],
    };

    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        if (StatusNames.ParseDelivery(request.Value("status")) is not { } status
            || await request.Service<IDeliveryService>().FindAsync(request.Id(), request.Aborted).ConfigureAwait(false) is not { } delivery)
        {
            return null;
        }

        var name = Format.Words(StatusNames.Of(status));
        var back = request.Can(ApiRole.OrdersRead) ? $"orders/{delivery.OrderId}" : $"deliveries?order={delivery.OrderId}";
        return new ActionPlan
        {
            Title = $"Mark as {name}",
            Section = "deliveries",
            Button = $"Mark as {name}",
            Back = back,
            IsFinal = status is DeliveryStatus.Lost or DeliveryStatus.Cancelled or DeliveryStatus.Returned,
            Effects = [$"Moves delivery {Format.Short(delivery.Id)} from {Format.Words(StatusNames.Of(delivery.Status))} to {name}.", EffectOf(status)],
            Perform = async input =>
            {
                var result = await request.Service<IDeliveryService>().MoveAsync(delivery.Id, status, input.Key, cancellationToken: input.CancellationToken).ConfigureAwait(false);
                return ActionOutcome.Of(DeliveryEndpoints.ProblemOf(result, status), back, "moved");
            },
        };
    }

    private static string EffectOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Dispatched => "Its copies leave the stock. This is possible once the order's money is captured.",
        DeliveryStatus.InTransit => "Stock and money stay as they are.",
        DeliveryStatus.Delivered => "The copies have arrived. The order is delivered once all of its copies are.",
        DeliveryStatus.Failed => "The attempt failed. A delivery that has left can be on its way again later; one that has not leaves its copies to another delivery.",
        DeliveryStatus.Returned => "The copies came back undelivered and go back into stock. What was paid for them is refunded.",
        DeliveryStatus.Cancelled => "Its booking is cancelled with the courier. The copies can be in another delivery.",
        DeliveryStatus.Lost => "The copies are lost on their way. What was paid for them is refunded.",
        _ => string.Empty,
    };
}
