namespace Bookstore.Testing.Stores;

/// <summary>The reference: a shop's stock as one would keep it on paper, without batches, locks, ledgers or money.</summary>
internal sealed class InventoryModel(IReadOnlyList<Isbn> books)
{
    public Dictionary<Isbn, ModelLevel> Levels { get; } = books.ToDictionary(static isbn => isbn, static _ => new ModelLevel(0, 0, 0));

    public List<ModelCart> Carts { get; } = [];

    public List<ModelOrder> Orders { get; } = [];

    public ChangeStockOutcome Change(Isbn isbn, int quantity)
    {
        if (Levels[isbn].OnHand + quantity < Levels[isbn].Reserved)
        {
            return ChangeStockOutcome.InsufficientStock;
        }

        Move(isbn, quantity, 0);
        return ChangeStockOutcome.Changed;
    }

    /// <summary>The first line of which there is too little, what a cart holds counted as there.</summary>
    public ReservationLine? Lacking(IReadOnlyList<ReservationLine> lines, ModelCart? cart = null) => lines.FirstOrDefault(line =>
        Levels[line.Isbn].Available + (cart?.Lines.Where(held => held.Isbn == line.Isbn).Sum(static held => held.Quantity) ?? 0) < line.Quantity);

    public void Hold(Guid id, IReadOnlyList<ReservationLine> lines, DateTimeOffset expiresAt)
    {
        Reserve(lines);
        Carts.Add(new ModelCart(id, lines) { ExpiresAt = expiresAt });
    }

    public void EndCart(ModelCart cart, ReservationStatus status)
    {
        if (cart.Status == ReservationStatus.Held)
        {
            Release(cart.Lines);
            cart.Status = status;
        }
    }

    public void Order(Guid id, IReadOnlyList<ReservationLine> lines, ModelCart? cart, bool isDeclined, DateTimeOffset now)
    {
        if (cart is not null)
        {
            EndCart(cart, ReservationStatus.Ordered);
        }

        Reserve(lines);
        if (isDeclined)
        {
            Release(lines);
            GiveBack(cart, lines, now);
        }

        Orders.Add(new ModelOrder(id, lines) { Status = isDeclined ? OrderStatus.Rejected : OrderStatus.Created });
    }

    // What both the cart and the order had goes back to the cart, if its time is not over.
    private void GiveBack(ModelCart? cart, IReadOnlyList<ReservationLine> lines, DateTimeOffset now)
    {
        var both = cart?.Lines.Select(held => held with { Quantity = Math.Min(held.Quantity, lines.Where(line => line.Isbn == held.Isbn).Sum(static line => line.Quantity)) })
            .Where(static line => line.Quantity > 0).ToList();
        if (cart is not null && cart.ExpiresAt > now && both!.Count > 0)
        {
            Reserve(both);
            (cart.Lines, cart.Status) = (both, ReservationStatus.Held);
        }
    }

    public CancelOrderOutcome Cancel(ModelOrder order)
    {
        if (order.Status == OrderStatus.Cancelled)
        {
            return CancelOrderOutcome.Cancelled;
        }

        if (order.Status != OrderStatus.Created || order.Lines.Any(static line => line.Dispatched > 0))
        {
            return CancelOrderOutcome.NotCancellable;
        }

        order.Lines.ToList().ForEach(line => Move(line.Isbn, 0, -line.Cancel()));
        order.Status = OrderStatus.Cancelled;
        order.Deliveries.Where(static delivery => delivery.Status == DeliveryStatus.Scheduled).ToList().ForEach(static delivery => delivery.Status = DeliveryStatus.Cancelled);
        return CancelOrderOutcome.Cancelled;
    }

    public MoveDeliveryOutcome MoveDelivery(ModelOrder order, ModelDelivery delivery, DeliveryStatus to)
    {
        switch (delivery.Status, to)
        {
            case var (from, same) when from == same:
                return MoveDeliveryOutcome.Moved;
            case (DeliveryStatus.Scheduled, DeliveryStatus.Dispatched) when !order.IsCaptured:
                return MoveDeliveryOutcome.PaymentNotCaptured;
            case (DeliveryStatus.Scheduled, DeliveryStatus.Dispatched):
                delivery.IsOut = true;
                order.Each(delivery, (line, copies) =>
                {
                    line.Dispatched += copies;
                    Move(line.Isbn, -copies, -copies);
                });
                break;
            case (DeliveryStatus.Scheduled, DeliveryStatus.Cancelled or DeliveryStatus.Failed):
            case (DeliveryStatus.Dispatched, DeliveryStatus.InTransit):
            case (DeliveryStatus.Dispatched or DeliveryStatus.InTransit, DeliveryStatus.Failed):
            case (DeliveryStatus.Failed, DeliveryStatus.InTransit) when delivery.IsOut:
                break;
            case (DeliveryStatus.Dispatched or DeliveryStatus.InTransit or DeliveryStatus.Failed, DeliveryStatus.Delivered) when delivery.IsOut:
                order.Each(delivery, static (line, copies) => line.Delivered += copies);
                order.Status = order.Lines.All(static line => line.Delivered == line.Quantity) ? OrderStatus.Delivered : OrderStatus.Created;
                break;
            case (DeliveryStatus.Dispatched or DeliveryStatus.InTransit or DeliveryStatus.Failed, DeliveryStatus.Returned) when delivery.IsOut:
                delivery.IsOut = false;
                order.Each(delivery, (line, copies) =>
                {
                    line.Dispatched -= copies;
                    Move(line.Isbn, copies, copies);
                });
                break;
            case (DeliveryStatus.Delivered, DeliveryStatus.Returned) when order.IsAll(delivery):
                order.Each(delivery, (line, copies) =>
                {
                    line.Returned += copies;
                    Move(line.Isbn, copies, 0);
                });
                break;
            case (DeliveryStatus.Dispatched or DeliveryStatus.InTransit or DeliveryStatus.Failed, DeliveryStatus.Lost) when delivery.IsOut && order.IsAll(delivery):
                order.Each(delivery, static (line, copies) => line.Lost += copies);
                order.Status = OrderStatus.Cancelled;
                break;
            default:
                return MoveDeliveryOutcome.InvalidTransition;
        }

        delivery.Status = to;
        return MoveDeliveryOutcome.Moved;
    }

    private void Reserve(IReadOnlyList<ReservationLine> lines) => lines.ToList().ForEach(line => Move(line.Isbn, 0, line.Quantity));

    private void Release(IReadOnlyList<ReservationLine> lines) => lines.ToList().ForEach(line => Move(line.Isbn, 0, -line.Quantity));

    private void Move(Isbn isbn, int onHand, int reserved) =>
        Levels[isbn] = new ModelLevel(Levels[isbn].OnHand + onHand, Levels[isbn].Reserved + reserved, Levels[isbn].Movements + 1);
}

/// <summary>A book's stock.</summary>
internal sealed record ModelLevel(int OnHand, int Reserved, long Movements)
{
    public int Available => OnHand - Reserved;
}

/// <summary>A cart's reservation.</summary>
internal sealed class ModelCart(Guid id, IReadOnlyList<ReservationLine> lines)
{
    public Guid Id => id;

    public IReadOnlyList<ReservationLine> Lines { get; set; } = lines;

    public ReservationStatus Status { get; set; } = ReservationStatus.Held;

    public DateTimeOffset ExpiresAt { get; set; }
}
