namespace Bookstore.Simulation;

/// <summary>What people want once an order is paid or has arrived: fewer copies, money back, copies back.</summary>
internal sealed class Aftermath(Simulation simulation)
{
    private readonly Chance _chance = simulation.Chance;
    private int _made;

    /// <summary>The next wish about one of the orders.</summary>
    public Wish Next(IReadOnlyList<Order> orders)
    {
        var returns = simulation.Records.Returns();
        var open = returns.Where(known => known.Status is ReturnStatus.Requested or ReturnStatus.Approved or ReturnStatus.Received).ToArray();
        return _chance.Below(100) switch
        {
            < 50 when open.Length > 0 => Move(Any(open)),
            < 70 when Return(orders) is { } wish => wish,
            < 85 => CancelItems(Any(orders)),
            _ => Refund(Any(orders)),
        };
    }

    /// <summary>A return of copies that have arrived; <see langword="null"/> when none has.</summary>
    public ReturnWish? Return(IReadOnlyList<Order> orders) =>
        orders.Where(order => order.Lines.Any(line => line.Delivered > line.Returned)).ToArray() is { Length: > 0 } arrived ? Return(Any(arrived)) : null;

    /// <summary>The copies of a part of an order's delivery.</summary>
    public IReadOnlyList<DeliveryLine> Part(Order order)
    {
        var left = order.Lines.Where(line => line.Quantity - line.Cancelled - line.Dispatched > 0).ToArray();
        return left.Length == 0 ? [] : [new DeliveryLine(Any(left).Isbn, _chance.Pick(1, 1, 2))];
    }

    private CancelItemsWish CancelItems(Order order) => new(simulation, order.Id, new CancelOrderItem(Any(order.Lines).Isbn, _chance.Pick(1, 1, 2)), Key(60));

    private RefundWish Refund(Order order)
    {
        var request = new CreateRefundRequest { OrderId = order.Id, Reason = $"refund-{++_made}", IdempotencyKey = Key(70) };
        return new RefundWish(simulation, _chance.Below(100) switch
        {
            < 45 => request with { Amount = Cents() },
            < 85 => request with { Items = [new RefundItem(Any(order.Lines).Isbn, _chance.Pick(1, 1, 2))], Shipping = _chance.Percent(20) && order.Adjustments.Count > 0 },
            _ => request,
        });
    }

    private ReturnWish Return(Order order)
    {
        var line = Any([.. order.Lines.Where(line => line.Delivered > line.Returned)]);
        return new ReturnWish(simulation, new CreateReturnRequest
        {
            OrderId = order.Id,
            Items = [new ReturnItem(line.Isbn, _chance.Between(1, line.Delivered - line.Returned))],
            Shipping = _chance.Percent(30),
            Note = $"return-{++_made}",
            IdempotencyKey = Key(60),
        });
    }

    private ReturnMoveWish Move(Return known)
    {
        var line = Any(known.Lines);
        var received = _chance.Percent(50) ? line.Quantity : _chance.Between(line.Quantity > 1 ? 1 : 0, line.Quantity);
        var to = known.Status switch
        {
            ReturnStatus.Requested => _chance.Pick(ReturnStatus.Approved, ReturnStatus.Approved, ReturnStatus.Approved, ReturnStatus.Rejected, ReturnStatus.Cancelled),
            ReturnStatus.Approved => _chance.Pick(ReturnStatus.Received, ReturnStatus.Received, ReturnStatus.Received, ReturnStatus.Received, ReturnStatus.Cancelled),
            _ => ReturnStatus.Completed,
        };
        return new ReturnMoveWish(simulation, known, to, new ReceivedItem(line.Isbn, received, _chance.Between(0, received)));
    }

    private decimal Cents() => _chance.Between(1, 6_000) / 100m;

    private T Any<T>(IReadOnlyList<T> from) => from[_chance.Below(from.Count)];

    private IdempotencyKey? Key(int percent) => _chance.Percent(percent) ? new IdempotencyKey("simulation", $"aftermath-{++_made}") : null;
}
