using Bookstore.Storage;

namespace Bookstore;

/// <summary>The opening commit of an order: looks its key up, prices its lines, holds its stock, writes it as pending, claims its key. All of it or nothing.</summary>
/// <param name="draft">What to order.</param>
/// <param name="cart">The reservation whose copies go over to the order, as it was read; its lines never grow.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="lease">The new order's id, and until when this host works on it.</param>
/// <param name="giveUpAt">The order's deadline: from when on it is given up unless its payment is found.</param>
/// <param name="now">The time of the opening, as the order shows it.</param>
/// <param name="gateway">The gateway that its money belongs to.</param>
/// <param name="refusedFor">For how long the customer's orders are refused, if they are. A request that was sent before is answered all the same.</param>
/// <param name="terms">What a quote or the application's pricer says of it.</param>
internal sealed class OpenOrder(OrderDraft draft, Reservation? cart, KeyClaim? claim, OrderLease lease, DateTimeOffset giveUpAt, DateTimeOffset now, string? gateway, TimeSpan? refusedFor = null, OrderTerms? terms = null) : Operation<OpenOrderResult>
{
    private readonly OrderAdjustment[] _adjustments = terms?.Adjustments ?? draft.Adjustments;

    public override bool CanBeShed => true;

    public override int Weight => draft.Lines.Length + (cart?.Lines.Count ?? 0) + 1;

    public override Isbn? StockPartition => draft.Lines[0].Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        foreach (var line in draft.Lines)
        {
            keys.Books.Add(line.Isbn);
            keys.Stock.Add(line.Isbn);
        }

        if (cart is not null)
        {
            keys.Reservations.Add(cart.Id);
            for (var i = 0; i < cart.Lines.Count; i++)
            {
                keys.Stock.Add(cart.Lines[i].Isbn);
            }
        }
    }

    public override void Touches(RecordKeys keys)
    {
        DeclareKeys(keys);
        keys.Orders.Add(lease.OrderId);
    }

    protected override OpenOrderResult DecideOn(WorkingSet records)
    {
        if (claim?.Find(records) is { } claimed)
        {
            return claim.Matches(claimed)
                ? new OpenOrderResult { Outcome = OpenOrderOutcome.Replay, OrderId = claimed.ResourceId }
                : Refuse(PlaceOrderOutcome.IdempotencyKeyReused);
        }

        if (refusedFor is { } refusal)
        {
            return new OpenOrderResult { Outcome = OpenOrderOutcome.Refused, Refusal = PlaceOrderResult.LimitReached(refusal) };
        }

        if (terms?.Refusal is { } refused)
        {
            return Refuse(refused);
        }

        var held = cart is null ? null : records.Reservations.Find(cart.Id);
        if (draft.Request.ReservationId is not null && held is not { Status: ReservationStatus.Held })
        {
            return Refuse(PlaceOrderOutcome.ReservationNotHeld);
        }

        var lines = new OrderLine[draft.Lines.Length];
        return PriceLines(records, lines) ?? CheckTotal(lines, out var total) ?? CheckFixedPrices(records, lines) ?? CheckStock(records, held) ?? Stage(records, held, lines, total);
    }

    /// <summary>The refusal of an order that has no total.</summary>
    public static PlaceOrderResult? RefusalOf(OrderTotal total) => total.Problem switch
    {
        TotalProblem.MixedCurrencies => new PlaceOrderResult { Outcome = PlaceOrderOutcome.MixedCurrencies },
        TotalProblem.Negative => new PlaceOrderResult { Outcome = PlaceOrderOutcome.NegativeTotal, Isbn = total.Isbn },
        _ => null,
    };

    private static OpenOrderResult Refuse(PlaceOrderOutcome refusal) => new() { Outcome = OpenOrderOutcome.Refused, Refusal = new PlaceOrderResult { Outcome = refusal } };

    private static OpenOrderResult Refuse(PlaceOrderResult refusal) => new() { Outcome = OpenOrderOutcome.Refused, Refusal = refusal };

    private static int QuantityIn(Reservation? reservation, Isbn isbn)
    {
        for (var i = 0; reservation is not null && i < reservation.Lines.Count; i++)
        {
            if (reservation.Lines[i].Isbn == isbn)
            {
                return reservation.Lines[i].Quantity;
            }
        }

        return 0;
    }

    private OpenOrderResult? PriceLines(WorkingSet records, OrderLine[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            var wanted = draft.Lines[i];
            var book = records.Books.Find(wanted.Isbn);
            if (book is not { Price.IsCurrencyKnown: true })
            {
                return Refuse(new PlaceOrderResult { Outcome = PlaceOrderOutcome.BookNotFound, Isbn = wanted.Isbn });
            }

            if (book.SellableFrom > lease.Now)
            {
                return Refuse(new PlaceOrderResult { Outcome = PlaceOrderOutcome.NotSellableYet, Isbn = wanted.Isbn, SellableFrom = book.SellableFrom });
            }

            if (terms?.Seen is { } seen && seen[i].UnitPrice != book.Price)
            {
                return new OpenOrderResult { Outcome = OpenOrderOutcome.Repriced };
            }

            lines[i] = new OrderLine(wanted.Isbn, wanted.Quantity, terms?.Quoted?[i].UnitPrice ?? book.Price);
        }

        return null;
    }

    private OpenOrderResult? CheckTotal(OrderLine[] lines, out Money total)
    {
        var sum = OrderTotal.Of(lines, _adjustments);
        total = sum.Total;
        if (RefusalOf(sum) is { } refusal)
        {
            return Refuse(refusal);
        }

        return draft.Request.ExpectedTotal is { } expected && expected != total.Amount
            ? Refuse(new PlaceOrderResult { Outcome = PlaceOrderOutcome.TotalChanged, Total = total })
            : null;
    }

    private OpenOrderResult? CheckFixedPrices(WorkingSet records, OrderLine[] lines) =>
        FixedPrices.RefusalOf(_adjustments, lines, records, static (records, _, isbn) => records.Books.Find(isbn)) is { } refusal ? Refuse(refusal) : null;

    // What the cart holds counts as there: it is released in the same step.
    private OpenOrderResult? CheckStock(WorkingSet records, Reservation? held)
    {
        foreach (var line in draft.Lines)
        {
            var orderable = StockLedger.LevelOf(records, line.Isbn).Orderable + QuantityIn(held, line.Isbn);
            if (orderable < line.Quantity)
            {
                return Refuse(new PlaceOrderResult { Outcome = PlaceOrderOutcome.InsufficientStock, Isbn = line.Isbn, Available = orderable });
            }
        }

        return null;
    }

    private OpenOrderResult Stage(WorkingSet records, Reservation? held, OrderLine[] lines, Money total)
    {
        if (_adjustments.Length > 0)
        {
            Allocation.Allocate(lines, _adjustments);
        }

        var before = Array.ConvertAll(lines, line => StockLedger.LevelOf(records, line.Isbn).Available);
        if (held is not null)
        {
            ReservationRules.End(records, held, ReservationStatus.Ordered, now);
        }

        for (var i = 0; i < lines.Length; i++)
        {
            Reserve(records, held, ref lines[i], before[i]);
            BookEvents.AppendIfDepleted(records, lines[i].Isbn, before[i], now);
        }

        var record = Open(lines, total, held?.Id);
        records.InsertOrder(record);
        WaitingLine.Insert(records, record.Order);

        // A pending order has its first event when it is confirmed or rejected.
        if (record.Order.Status == OrderStatus.Created)
        {
            OrderEvents.Append(records, null, record, EventTypes.OrderCreated, now);
        }

        claim?.Stage(records, lease.OrderId);
        return new OpenOrderResult { Outcome = OpenOrderOutcome.Opened, OrderId = lease.OrderId, Order = record };
    }

    // What the cart held is allocated, and so is what is on hand and promised to no one else. The line waits for the rest.
    private void Reserve(WorkingSet records, Reservation? held, ref OrderLine line, int available)
    {
        var missing = line.Quantity - Math.Min(line.Quantity, QuantityIn(held, line.Isbn)) - available;
        if (missing <= 0)
        {
            StockLedger.Reserve(records, line.Isbn, line.Quantity, lease.OrderId, now);
            return;
        }

        var number = StockLedger.Reserve(records, line.Isbn, line.Quantity, lease.OrderId, now, missing);
        line = line with { Waiting = missing, WaitingNumber = number };
    }

    // A total of zero needs no payment: the order is confirmed as it is opened, which is its first change, and no host works on it.
    private OrderRecord Open(OrderLine[] lines, Money total, Guid? reservationId) => new()
    {
        Order = new Order
        {
            Id = lease.OrderId,
            Version = total.MinorUnits == 0 ? 1 : 0,
            CustomerId = draft.Request.CustomerId,
            Lines = lines,
            Adjustments = _adjustments,
            Metadata = draft.Metadata,
            PlacedBy = draft.Request.PlacedBy,
            Total = total,
            Status = total.MinorUnits == 0 ? OrderStatus.Created : OrderStatus.Pending,
            PaymentStatus = total.MinorUnits == 0 ? PaymentStatus.NotRequired : PaymentStatus.Pending,
            CreatedAt = now,
            UpdatedAt = now,
        },
        Gateway = total.MinorUnits == 0 ? null : gateway,
        Fence = 1,
        LeaseHolder = total.MinorUnits == 0 ? null : lease.Holder,
        DueAt = total.MinorUnits == 0 ? null : lease.Until,
        GiveUpAt = giveUpAt,
        ReservationId = reservationId,
    };
}

/// <summary>The result of opening an order.</summary>
internal sealed class OpenOrderResult
{
    public required OpenOrderOutcome Outcome { get; init; }

    /// <summary>The order that was opened, or the order of the key.</summary>
    public Guid OrderId { get; init; }

    /// <summary>The order that was opened.</summary>
    public OrderRecord? Order { get; init; }

    /// <summary>The result of a refused order.</summary>
    public PlaceOrderResult? Refusal { get; init; }
}

/// <summary>The outcomes of opening an order.</summary>
internal enum OpenOrderOutcome
{
    /// <summary>Written and held.</summary>
    Opened,

    /// <summary>The key was claimed before by the same request.</summary>
    Replay,

    /// <summary>Nothing was written.</summary>
    Refused,

    /// <summary>Nothing was written, because a price changed after the adjustments were computed from it.</summary>
    Repriced,
}
