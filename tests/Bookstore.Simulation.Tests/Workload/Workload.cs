namespace Bookstore.Simulation;

/// <summary>The people around the shop: what they want next is up to the seed.</summary>
internal sealed class Workload(Simulation simulation)
{
    private readonly Chance _chance = simulation.Chance;
    private readonly List<Wish> _wishes = [];
    private readonly Aftermath _aftermath = new(simulation);
    private readonly Attendant _attendant = new(simulation);
    private readonly int _aftermathPercent = simulation.Chance.Pick(10, 30, 70);
    private int _left = simulation.Chance.Between(12, 60);
    private readonly Dictionary<Isbn, Book> _books = [];
    private int _made;

    public static Isbn[] Isbns { get; } = [Isbn.Parse("9780140449136"), Isbn.Parse("9780143127550"), Isbn.Parse("9780262033848")];

    /// <summary>Whether everything was asked for that will be.</summary>
    public bool IsOver => _left <= 0;

    private IEnumerable<OrderWish> Orders => _wishes.OfType<OrderWish>();

    /// <summary>Whether a customer with a key was told last that the outcome is not known yet.</summary>
    public bool HasOpenAnswer => Orders.Any(wish => wish.HasOpenAnswer);

    /// <summary>Fills the shelves, without faults.</summary>
    public void Open(Host host)
    {
        foreach (var isbn in Isbns)
        {
            // Now and then the last book is free: orders of it alone need no payment.
            var price = isbn == Isbns[^1] && _chance.Percent(30) ? 0 : _chance.Between(5, 90);
            var book = new Book { Isbn = isbn, Title = "A book", Author = "Somebody", Price = new Money(price, "EUR") };
            _books[isbn] = book = _chance.Percent(50) ? book : book with { BackorderLimit = _chance.Pick(1, 3, 10), EmbargoUntil = Embargo() };
            simulation.Calls.Add((host, host.Inventory.SaveBookAsync(book)));
            simulation.Settle();
            Begin(ChangeStock(isbn, _chance.Pick(2, 4, 9, 30), isReceipt: true), host);
            simulation.Settle();
        }
    }

    /// <summary>In half of the runs an order has arrived before the faults begin: so there is something to give back.</summary>
    public void Deliver(Host host)
    {
        if (_chance.Percent(50))
        {
            return;
        }

        for (var orders = _chance.Between(1, 3); orders > 0; orders--)
        {
            Begin(Order(), host);
        }

        simulation.Settle();
        simulation.Hosts.BeginAllRounds();
        simulation.Settle();
        foreach (var order in simulation.Records.Orders().Where(order => order is { Status: OrderStatus.Created, PaymentStatus: PaymentStatus.Captured or PaymentStatus.NotRequired }))
        {
            Begin(Schedule(order), host);
            simulation.Settle();
        }

        foreach (var status in new[] { DeliveryStatus.Dispatched, DeliveryStatus.Delivered })
        {
            foreach (var delivery in simulation.Records.Deliveries())
            {
                Begin(new MoveWish(simulation, delivery, status), host);
                simulation.Settle();
            }
        }

        if (_aftermath.Return(simulation.Records.Orders()) is { } wish && _chance.Percent(60))
        {
            Begin(wish, host);
            simulation.Settle();
            if (_chance.Percent(60) && simulation.Records.Returns() is [{ Status: ReturnStatus.Requested } requested, ..])
            {
                Begin(new ReturnMoveWish(simulation, requested, ReturnStatus.Approved, new ReceivedItem(requested.Lines[0].Isbn, 0, 0)), host);
                simulation.Settle();
            }
        }
    }

    /// <summary>Somebody asks for something, on some host that is up.</summary>
    public void Begin(Host host)
    {
        _left--;
        var again = _wishes.FindAll(wish => wish.MayTryAgain);
        switch (_chance.Below(100))
        {
            case < 25 when again.Count > 0:
                again[_chance.Below(again.Count)].Try(host);
                break;
            case < 43:
                Begin(Order(), host);
                break;
            case < 51:
                Begin(Hold(), host);
                break;
            case < 56:
                Begin(ChangeStock(_chance.Pick(Isbns), _chance.Pick(1, 2, 5, -1, -2), isReceipt: false), host);
                break;
            default:
                Follow(host);
                break;
        }
    }

    /// <summary>Whether somebody may have called the order off, or given its payment up.</summary>
    public bool WasCancelled(Guid orderId) => _attendant.HasGivenUp(orderId) || _wishes.OfType<CancelWish>().Any(wish => wish.OrderId == orderId && wish.MayHaveWorked)
        || _wishes.OfType<CancelItemsWish>().Any(wish => wish.OrderId == orderId);

    /// <summary>How many copies of a line may have been cancelled while the others stayed.</summary>
    public int MostCancelled(Guid orderId, Isbn isbn) => _wishes.OfType<CancelItemsWish>().Where(wish => wish.OrderId == orderId).Sum(wish => wish.MostOf(isbn));

    /// <summary>A person looks at each order that needs one, and decides about its payment.</summary>
    public void Attend(Host host)
    {
        foreach (var order in simulation.Records.Orders().Where(order => order.Attention is not null))
        {
            _attendant.Decide(order, host);
        }
    }

    /// <summary>Whether a clerk may have reported its parcel as lost.</summary>
    public bool WasLost(Guid orderId) => _wishes.OfType<MoveWish>().Any(wish => wish.LosesParcelOf(orderId));

    /// <summary>The cart that the customer's order was placed from, if there was one.</summary>
    public Guid? CartOf(string customerId) => Orders.FirstOrDefault(wish => wish.CustomerId == customerId)?.CartId;

    /// <summary>Everybody with a key sends the same request once more, to hear what has become of it.</summary>
    public void AskAtTheEnd(Host host)
    {
        foreach (var wish in Orders.Where(wish => wish.MayAskAtTheEnd).ToArray())
        {
            wish.Try(host);
        }
    }

    public void Check() => _wishes.ForEach(wish => wish.Check());

    private void Begin(Wish wish, Host host)
    {
        _wishes.Add(wish);
        wish.Try(host);
    }

    /// <summary>A clerk cancels a delivery, also while its courier is called.</summary>
    public void CallOff(Delivery delivery)
    {
        if (!IsOver && simulation.Hosts.AnyAwake() is { } host)
        {
            Begin(new MoveWish(simulation, delivery, DeliveryStatus.Cancelled), host);
        }
    }

    // Something that has to do with what is there already.
    private void Follow(Host host)
    {
        var orders = simulation.Records.Orders();
        var deliveries = simulation.Records.Deliveries().Where(delivery => _chance.Percent(20) || IsActive(delivery)).ToArray();
        var carts = _wishes.OfType<CartWish>().ToArray();
        if (_chance.Percent(50) && orders.Where(order => order.Attention is not null).ToArray() is { Length: > 0 } needing)
        {
            _attendant.Decide(Any(needing), host);
            return;
        }

        if (orders.Count > 0 && _chance.Percent(_aftermathPercent))
        {
            Begin(_aftermath.Next(orders), host);
            return;
        }

        switch (_chance.Below(100))
        {
            case < 15 when orders.Count > 0:
                Begin(new CancelWish(simulation, Any(orders).Id, Key(60)), host);
                break;
            case < 22 when orders.Count > 0:
                Resume(Any(orders).Id, host);
                break;
            case < 45 when orders.Count > 0:
                Begin(Schedule(Any(Preferred(orders))), host);
                break;
            case < 85 when deliveries.Length > 0:
                var delivery = Any(deliveries);
                Begin(new MoveWish(simulation, delivery, Next(delivery.Status)), host);
                break;
            case < 91 when carts.Length > 0:
                Any(carts).Release(host);
                break;
            case < 96 when carts.Length > 0:
                Any(carts).Keep(host);
                break;
            case < 98:
                Begin(new TermsWish(simulation, _books[_chance.Pick(Isbns)] with { BackorderLimit = _chance.Pick(0, 1, 3, 10), EmbargoUntil = Embargo() }), host);
                break;
            default:
                Begin(ChangeStock(_chance.Pick(Isbns), _chance.Between(1, 5), isReceipt: true), host);
                break;
        }
    }

    private static bool IsActive(Delivery delivery) => delivery.Status is DeliveryStatus.Scheduled or DeliveryStatus.Dispatched or DeliveryStatus.InTransit;

    // Mostly those that can be delivered.
    private IReadOnlyList<Order> Preferred(IReadOnlyList<Order> orders)
    {
        var deliverable = orders.Where(order => order.Status == OrderStatus.Created && order.Lines.Any(line => line.Quantity > line.Cancelled + line.Dispatched)).ToArray();
        return deliverable.Length > 0 && _chance.Percent(80) ? deliverable : orders;
    }

    private T Any<T>(IReadOnlyList<T> from) => from[_chance.Below(from.Count)];

    private DeliveryStatus Next(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Scheduled => _chance.Pick(DeliveryStatus.Dispatched, DeliveryStatus.Dispatched, DeliveryStatus.Dispatched, DeliveryStatus.Cancelled, DeliveryStatus.Failed),
        DeliveryStatus.Failed => _chance.Pick(DeliveryStatus.Returned, DeliveryStatus.Lost),
        DeliveryStatus.Delivered => DeliveryStatus.Returned,
        _ => _chance.Pick(DeliveryStatus.InTransit, DeliveryStatus.Delivered, DeliveryStatus.Delivered, DeliveryStatus.Returned, DeliveryStatus.Failed, DeliveryStatus.Lost),
    };

    private void Resume(Guid orderId, Host host)
    {
        simulation.Count(OperationKind.Resume);
        var attempt = new Attempt<ResumeOrderResult>(simulation, host);
        simulation.Calls.Add((host, attempt.RunAsync($"resume {simulation.Trace.Name(orderId)}", cancellationToken => host.Workflow.ResumeAsync(orderId, cancellationToken: cancellationToken))));
    }

    private OrderWish Order()
    {
        var customerId = $"customer-{++_made}";
        var carts = _wishes.OfType<CartWish>().ToArray();
        var cart = carts.Length > 0 && _chance.Percent(40) ? Any(carts) : null;
        var lines = Enumerable.Range(0, _chance.Between(1, 2)).Select(_ => new PlaceOrderLine(_chance.Pick(Isbns), _chance.Between(1, 3))).ToArray();
        return new OrderWish(simulation, customerId, new PlaceOrderRequest
        {
            CustomerId = customerId,
            Lines = cart is null ? lines : [.. cart.Request.Lines.Select(line => new PlaceOrderLine(line.Isbn, line.Quantity))],
            ReservationId = cart?.Request.ReservationId,
            Adjustments = _chance.Percent(35) ? Adjust() : [],
            Payment = _chance.Below(100) switch
            {
                < 75 => new PaymentToken(PaymentService.GoodCard),
                < 85 => new PaymentToken(PaymentService.DeclinedCard),
                < 95 => new PaymentToken(PaymentService.ActionCard),
                _ => null,
            },
            IdempotencyKey = Key(80),
        });
    }

    // The price of a cart's copies is not known here: a discount stays below that of the cheapest book.
    private OrderAdjustment[] Adjust() =>
    [
        new(OrderAdjustment.Shipping, new Money(_chance.Between(0, 590) / 100m, "EUR")),
        new(OrderAdjustment.Tax, new Money(_chance.Between(0, 700) / 100m, "EUR")),
        .. _chance.Percent(60) ? [new OrderAdjustment(OrderAdjustment.Discount, new Money(-_chance.Between(1, 300) / 100m, "EUR"))] : Array.Empty<OrderAdjustment>(),
    ];

    private DateTimeOffset? Embargo() => _chance.Percent(60) ? null : simulation.Clock.Now.AddSeconds(_chance.Pick(5, 60, 3_600));

    private CartWish Hold() => new(simulation, new HoldStockRequest
    {
        ReservationId = _chance.NewId(),
        Lines = [new ReservationLine(_chance.Pick(Isbns), _chance.Between(1, 2))],
        Duration = TimeSpan.FromSeconds(_chance.Pick(1, 15, 600)),
    });

    private StockWish ChangeStock(Isbn isbn, int quantity, bool isReceipt) => new(
        simulation,
        new StockChange { Isbn = isbn, Quantity = quantity, Reason = "simulation", Reference = $"note-{++_made}", IdempotencyKey = Key(50) },
        isReceipt);

    private DeliveryWish Schedule(Order order) => new(
        simulation,
        new ScheduleDeliveryRequest { OrderId = order.Id, Lines = _chance.Percent(40) ? _aftermath.Part(order) : [], Address = $"address-{++_made}", Courier = _chance.Percent(70) ? SimulatedCourier.Everywhere : SimulatedCourier.Somewhere, IdempotencyKey = Key(60) });

    private IdempotencyKey? Key(int percent) => _chance.Percent(percent) ? new IdempotencyKey("simulation", $"key-{++_made}") : null;
}
