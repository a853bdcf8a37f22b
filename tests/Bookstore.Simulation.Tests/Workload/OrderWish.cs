namespace Bookstore.Simulation;

/// <summary>A customer who wants to buy.</summary>
internal sealed class OrderWish(Simulation simulation, string customerId, PlaceOrderRequest request) : Wish<PlaceOrderResult>(
    simulation,
    request.ReservationId is null ? OperationKind.PlaceOrder : OperationKind.PlaceOrderFromCart,
    $"{customerId} orders {string.Join('+', request.Lines.Select(line => line.Quantity))} with {request.Payment?.Value ?? "no card"}{(request.IdempotencyKey is null ? "" : " and a key")}",
    request.IdempotencyKey is not null)
{
    public string CustomerId => customerId;

    public Guid? CartId => request.ReservationId;

    /// <summary>Whether the same request is sent once more at the end, to hear what has become of it.</summary>
    public bool MayAskAtTheEnd => HasKey && Attempts.Count > 0;

    /// <summary>Whether the last answer says that the outcome is not known yet.</summary>
    public bool HasOpenAnswer => HasKey && Attempts.Count > 0 && Attempts[^1].Result is { Outcome: PlaceOrderOutcome.Pending or PlaceOrderOutcome.InProgress };

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

        Expect(!HasOpenAnswer, "no final answer in the end");
    }

    protected override async Task<PlaceOrderResult> CallAsync(Host host, CancellationToken cancellationToken)
    {
        var since = Simulation.Clock.Now - Simulation.Options.WritePath.RetryTimeout;
        PlaceOrderResult result;
        try
        {
            result = await host.Workflow.PlaceAsync(request, cancellationToken);
        }
        catch (BookstoreException fault) when (Simulation.Faults.AreLocksAlone && request.ReservationId is null && Attempts.Count == 1)
        {
            Expect(Simulation.Database.WasLockedForeign(request.Lines.Select(line => line.Isbn), since), $"it failed, and nobody had its books locked: {fault.Message}");
            throw;
        }

        if (result.Order is { } told)
        {
            // Nobody is told anything before it is durable.
            var durable = Simulation.Records.OrdersOf(customerId).FirstOrDefault(order => order.Id == told.Id)?.Status;
            var isTrue = result.Outcome switch
            {
                PlaceOrderOutcome.Created => durable is OrderStatus.Created or OrderStatus.Delivered or OrderStatus.Cancelled,
                PlaceOrderOutcome.Declined or PlaceOrderOutcome.Rejected => durable is OrderStatus.Rejected,
                _ => durable is not null,
            };
            Expect(isTrue, $"told {result.Outcome} while the order was {durable}");
        }

        return result;
    }

    protected override bool IsRefusal(PlaceOrderResult result) => result.Order is null;

    private void Check(PlaceOrderOutcome told, Order? order)
    {
        Expect(order is not null, "the order is lost");
        var isTrue = (told, order?.Status) switch
        {
            (PlaceOrderOutcome.Created, OrderStatus.Created or OrderStatus.Delivered) => true,
            (PlaceOrderOutcome.Created, OrderStatus.Cancelled) => Simulation.Workload.WasCancelled(order!.Id) || Simulation.Workload.WasLost(order.Id),
            (PlaceOrderOutcome.Declined, OrderStatus.Rejected) => order!.PaymentStatus == PaymentStatus.Declined,
            (PlaceOrderOutcome.Rejected, OrderStatus.Rejected) => true,
            (PlaceOrderOutcome.Pending or PlaceOrderOutcome.InProgress, not null and not OrderStatus.Pending) => true,
            _ => false,
        };
        Expect(isTrue, $"told {told}, but the order is {order?.Status} and {order?.PaymentStatus}");
    }
}
