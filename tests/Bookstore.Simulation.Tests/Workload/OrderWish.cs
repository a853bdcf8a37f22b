namespace Bookstore.Simulation;

/// <summary>A customer who wants to buy.</summary>
internal sealed class OrderWish(Simulation simulation, string customerId, PlaceOrderRequest request) : Wish<PlaceOrderResult>(
    simulation,
    request.ReservationId is null ? OperationKind.PlaceOrder : OperationKind.PlaceOrderFromCart,
    $"{customerId} orders {string.Join('+', request.Lines.Select(line => line.Quantity))} with {request.Payment?.Value ?? "no card"}{(request.IdempotencyKey is null ? "" : " and a key")}",
    request.IdempotencyKey is not null)
{
    /// <summary>Whether the same request is sent once more at the end, to hear what has become of it.</summary>
    public bool MayAskAtTheEnd => HasKey && Attempts.Count > 0;

    public override bool MayTryAgain => HasKey && Attempts.Count < 5;

    public override void Check()
    {
        var orders = Simulation.Records.OrdersOf(customerId);
        Expect(orders.Count <= MaxEffects(), $"{orders.Count} orders");
        foreach (var result in Results)
        {
            if (result.Order is { } told)
            {
                Check(result.Outcome, orders.FirstOrDefault(order => order.Id == told.Id));
            }
            else
            {
                Expect(result.Outcome != PlaceOrderOutcome.IdempotencyKeyReused, "the same request was taken for another");
            }
        }

        if (HasKey && Attempts.Count > 0 && Attempts[^1] is { IsAnswered: true, Result: { } last })
        {
            Expect(last.Outcome is not (PlaceOrderOutcome.Pending or PlaceOrderOutcome.InProgress), "no final answer in the end");
        }
    }

    protected override Task<PlaceOrderResult> CallAsync(Host host, CancellationToken cancellationToken) => host.Workflow.PlaceAsync(request, cancellationToken);

    protected override bool IsRefusal(PlaceOrderResult result) => result.Order is null;

    private void Check(PlaceOrderOutcome told, Order? order)
    {
        Expect(order is not null, "the order is lost");
        var isTrue = (told, order?.Status) switch
        {
            (PlaceOrderOutcome.Created, OrderStatus.Created or OrderStatus.Delivered) => true,
            (PlaceOrderOutcome.Created, OrderStatus.Cancelled) => Simulation.Workload.WasCancelled(order!.Id),
            (PlaceOrderOutcome.Declined, OrderStatus.Rejected) => order!.PaymentStatus == PaymentStatus.Declined,
            (PlaceOrderOutcome.Rejected, OrderStatus.Rejected) => true,
            (PlaceOrderOutcome.Pending or PlaceOrderOutcome.InProgress, not null and not OrderStatus.Pending) => true,
            _ => false,
        };
        Expect(isTrue, $"told {told}, but the order is {order?.Status} and {order?.PaymentStatus}");
    }
}
