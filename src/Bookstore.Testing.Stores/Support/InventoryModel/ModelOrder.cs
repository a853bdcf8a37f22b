namespace Bookstore.Testing.Stores;

/// <summary>An order and its deliveries.</summary>
internal sealed class ModelOrder(Guid id, IReadOnlyList<ReservationLine> lines)
{
    public Guid Id => id;

    public IReadOnlyList<ModelLine> Lines { get; } = [.. lines.Select(static line => new ModelLine(line.Isbn, line.Quantity))];

    public OrderStatus Status { get; set; }

    public bool IsCaptured { get; set; }

    public List<ModelDelivery> Deliveries { get; } = [];

    /// <summary>What scheduling a delivery does, and what it carries then; nothing asked for is all that is left.</summary>
    public ScheduleDeliveryOutcome Schedule(ReservationLine? asked, out List<ReservationLine> carried)
    {
        carried = asked is null ? [.. Lines.Select(line => new ReservationLine(line.Isbn, LeftOf(line))).Where(static line => line.Quantity > 0)] : [asked];
        if (Status != OrderStatus.Created)
        {
            return ScheduleDeliveryOutcome.OrderNotDeliverable;
        }

        var ordered = Lines.FirstOrDefault(line => line.Isbn == asked?.Isbn);
        if (asked is not null && asked.Quantity > (ordered?.Quantity ?? 0))
        {
            return ScheduleDeliveryOutcome.NotOrdered;
        }

        if (carried.Count == 0 || (asked is not null && asked.Quantity > LeftOf(ordered!)))
        {
            return ScheduleDeliveryOutcome.DeliveryExists;
        }

        return Deliveries.Count < Order.MaxDeliveries ? ScheduleDeliveryOutcome.Scheduled : ScheduleDeliveryOutcome.TooManyDeliveries;
    }

    /// <summary>Whether a delivery carries all of the order.</summary>
    public bool IsAll(ModelDelivery delivery) => Lines.All(line => delivery.CopiesOf(line.Isbn) == line.Quantity);

    public void Each(ModelDelivery delivery, Action<ModelLine, int> change) => Lines.Where(line => delivery.CopiesOf(line.Isbn) > 0).ToList().ForEach(line => change(line, delivery.CopiesOf(line.Isbn)));

    private int LeftOf(ModelLine line) =>
        line.Quantity - line.Cancelled - line.Dispatched - Deliveries.Where(static delivery => delivery.Status == DeliveryStatus.Scheduled).Sum(delivery => delivery.CopiesOf(line.Isbn));
}

/// <summary>A line of an order.</summary>
internal sealed class ModelLine(Isbn isbn, int quantity)
{
    public Isbn Isbn => isbn;

    public int Quantity => quantity;

    public int Cancelled { get; private set; }

    public int Dispatched { get; set; }

    public int Delivered { get; set; }

    public int Returned { get; set; }

    public int Lost { get; set; }

    /// <summary>Cancels what has not left the house.</summary>
    public int Cancel()
    {
        var copies = quantity - Cancelled - Dispatched;
        Cancelled += copies;
        return copies;
    }
}

/// <summary>A delivery.</summary>
internal sealed class ModelDelivery(Guid id, IReadOnlyList<ReservationLine> lines)
{
    public Guid Id => id;

    public DeliveryStatus Status { get; set; } = DeliveryStatus.Scheduled;

    /// <summary>Whether its goods have left the house and have not come back undelivered.</summary>
    public bool IsOut { get; set; }

    public int CopiesOf(Isbn isbn) => lines.Where(line => line.Isbn == isbn).Sum(static line => line.Quantity);
}
