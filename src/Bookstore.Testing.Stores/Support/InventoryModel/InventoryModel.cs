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

        if (order.Status != OrderStatus.Created || order.IsOut)
        {
            return CancelOrderOutcome.NotCancellable;
        }

        Release(order.Lines);
        order.Status = OrderStatus.Cancelled;
        order.Delivery?.End(DeliveryStatus.Cancelled);
        return CancelOrderOutcome.Cancelled;
    }

    public ScheduleDeliveryOutcome Schedule(ModelOrder order) => order switch
    {
        { Status: not OrderStatus.Created } => ScheduleDeliveryOutcome.OrderNotDeliverable,
        { Delivery: { IsOver: false } } => ScheduleDeliveryOutcome.DeliveryExists,
        _ => ScheduleDeliveryOutcome.Scheduled,
    };

    public MoveDeliveryOutcome MoveDelivery(ModelOrder order, DeliveryStatus to)
    {
        var delivery = order.Delivery!;
        switch (delivery.Status, to)
        {
            case var (from, same) when from == same:
                return MoveDeliveryOutcome.Moved;
            case (DeliveryStatus.Scheduled, DeliveryStatus.Dispatched) when !order.IsCaptured:
                return MoveDeliveryOutcome.PaymentNotCaptured;
            case (DeliveryStatus.Scheduled, DeliveryStatus.Dispatched):
                order.IsOut = true;
                order.Lines.ToList().ForEach(line => Move(line.Isbn, -line.Quantity, -line.Quantity));
                break;
            case (DeliveryStatus.Scheduled, DeliveryStatus.Cancelled or DeliveryStatus.Failed):
                delivery.End(to);
                break;
            case (DeliveryStatus.Dispatched, DeliveryStatus.InTransit):
            case (DeliveryStatus.Dispatched or DeliveryStatus.InTransit, DeliveryStatus.Failed):
            case (DeliveryStatus.Failed, DeliveryStatus.InTransit) when order.IsOut:
                break;
            case (DeliveryStatus.Dispatched or DeliveryStatus.InTransit, DeliveryStatus.Delivered):
            case (DeliveryStatus.Failed, DeliveryStatus.Delivered) when order.IsOut:
                order.Status = OrderStatus.Delivered;
                break;
            case (DeliveryStatus.Dispatched or DeliveryStatus.InTransit or DeliveryStatus.Failed, DeliveryStatus.Returned) when order.IsOut:
                order.IsOut = false;
                order.Lines.ToList().ForEach(line => Move(line.Isbn, line.Quantity, line.Quantity));
                delivery.End(to);
                break;
            case (DeliveryStatus.Delivered, DeliveryStatus.Returned):
                order.Lines.ToList().ForEach(line => Move(line.Isbn, line.Quantity, 0));
                delivery.End(to);
                break;
            case (DeliveryStatus.Dispatched or DeliveryStatus.InTransit or DeliveryStatus.Failed, DeliveryStatus.Lost) when order.IsOut:
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

/// <summary>An order and its last delivery.</summary>
internal sealed class ModelOrder(Guid id, IReadOnlyList<ReservationLine> lines)
{
    public Guid Id => id;

    public IReadOnlyList<ReservationLine> Lines => lines;

    public OrderStatus Status { get; set; }

    public bool IsCaptured { get; set; }

    /// <summary>Whether its goods have left the house and have not come back.</summary>
    public bool IsOut { get; set; }

    public ModelDelivery? Delivery { get; set; }
}

/// <summary>A delivery.</summary>
internal sealed class ModelDelivery(Guid id)
{
    public Guid Id => id;

    public DeliveryStatus Status { get; set; } = DeliveryStatus.Scheduled;

    /// <summary>Whether the order may have another one.</summary>
    public bool IsOver { get; private set; }

    public void End(DeliveryStatus status)
    {
        if (!IsOver)
        {
            IsOver = true;
            Status = status;
        }
    }
}
