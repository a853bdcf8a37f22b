using Bookstore.Storage;

namespace Bookstore;

/// <summary>Schedules a delivery of a confirmed order, and records the pending booking.</summary>
internal sealed class ScheduleDelivery(ScheduleDeliveryRequest request, Guid deliveryId, bool isCourierKnown, Moment now) : Operation<ScheduleDeliveryDecision>
{
    private readonly KeyClaim? _claim = KeyClaim.For(
        request.IdempotencyKey,
        "deliveries",
        () => FingerprintOf(request),
        now.Store);

    /// <summary>The copies that are in no delivery for now; <see langword="null"/> for none.</summary>
    public WithheldCopies? Withheld { get; init; }

    public override bool CanBeShed => true;

    public override int Weight => OrderChange.MostRecords + request.Parcels.Count;

    public override void DeclareKeys(RecordKeys keys)
    {
        _claim?.Needs(keys);
        keys.Orders.Add(request.OrderId);
        if (Withheld is not null)
        {
            keys.DocumentsOf.Add(request.OrderId);
        }

        foreach (var parcel in request.Parcels)
        {
            TrackedOrders.DeclareKey(keys, parcel.TrackingNumber);
        }
    }

    protected override ScheduleDeliveryDecision DecideOn(WorkingSet records)
    {
        if (_claim?.Find(records) is { } claimed)
        {
            return _claim.Matches(claimed)
                ? new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.Scheduled, null, null, claimed.ResourceId)
                : new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.IdempotencyKeyReused, null, null, null);
        }

        if (!isCourierKnown)
        {
            return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.UnknownCourier, null, null, null);
        }

        var order = records.Orders.Find(request.OrderId);
        if (order is null)
        {
            return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.OrderNotFound, null, null, null);
        }

        if (OrderChange.TryStage(records, order, OrderTrigger.Schedule, now) is not { } next)
        {
            return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.OrderNotDeliverable, null, order.Order.Status, null);
        }

        if (FindImpossible(order.Order) is { } impossible)
        {
            return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.NotOrdered, null, order.Order.Status, null) { Isbn = impossible };
        }

        var left = LeftOf(records, order.Order);
        var deliverable = OrderDeliveries.WithoutWaiting(left, OrderDeliveries.Left(records, order.Order), order.Order);
        var delivery = Plan(LinesOf(order.Order, deliverable));
        if (OrderDeliveries.FindWaiting(left, deliverable, order.Order, request.Lines) is { } waiting)
        {
            return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.NotAllocated, null, order.Order.Status, null) { Isbn = waiting };
        }

        if (!Array.Exists(left, static copies => copies > 0) || !OrderDeliveries.IsLeft(left, order.Order, delivery.Delivery))
        {
            return Refuse(records, order.Order);
        }

        // Scheduling moves no stock, so nothing is staged yet.
        if (records.CountDeliveries(request.OrderId) >= Order.MaxDeliveries)
        {
            return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.TooManyDeliveries, null, null, null);
        }

        next = next with { Order = next.Order with { DeliveryId = deliveryId } };
        OrderChange.Put(records, order, next, OrderTrigger.Schedule, now.Shown, OrderDeliveries.ConsignmentOf(delivery.Delivery));
        records.InsertDelivery(delivery);
        foreach (var parcel in request.Parcels)
        {
            TrackedOrders.Keep(records, parcel.TrackingNumber, request.OrderId);
        }

        _claim?.Stage(records, deliveryId);
        return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.Scheduled, delivery.Delivery, order.Order.Status, null);
    }

    /// <summary>A delivery as its request was answered the first time.</summary>
    public static Delivery AsScheduled(Delivery delivery, ScheduleDeliveryRequest request) => delivery with
    {
        Status = DeliveryStatus.Scheduled,
        TrackingNumber = null,
        CourierReference = null,
        LabelUrl = null,
        Parcels = request.Parcels,
        ExpectedAt = request.ExpectedAt?.ToUniversalTime(),
        ScannedAt = null,
        Attention = null,
        UpdatedAt = delivery.CreatedAt,
    };

    private static Fingerprint FingerprintOf(ScheduleDeliveryRequest request)
    {
        var fingerprint = new Fingerprint().Add(request.OrderId).Add(request.Address).Add(request.Courier);
        if (request.PostalAddress is { } postal)
        {
            // The text is made of the parts, and the same text can be made of others.
            fingerprint.Add(postal.Name).Add(postal.City).Add(postal.Region).Add(postal.PostalCode).Add(postal.Lines.Count);
        }

        foreach (var parcel in request.Parcels)
        {
            fingerprint.Add(parcel.TrackingNumber).Add(parcel.Carrier).Add(parcel.Weight);
        }

        if (request.ExpectedAt is { } expectedAt)
        {
            fingerprint.Add(expectedAt.ToUnixTimeMilliseconds());
        }

        foreach (var line in request.Lines)
        {
            fingerprint.Add(line.Isbn.ToInt64()).Add(line.Quantity);
        }

        return fingerprint;
    }

    private static ScheduleDeliveryDecision Refuse(WorkingSet records, Order order)
    {
        var active = order.DeliveryId is { } id ? records.FindDelivery(order.Id, id)?.Delivery : null;
        return new ScheduleDeliveryDecision(ScheduleDeliveryOutcome.DeliveryExists, active, order.Status, null);
    }

    // A book that the order does not have, or more copies of it than were ordered and not cancelled.
    private Isbn? FindImpossible(Order order)
    {
        foreach (var asked in request.Lines)
        {
            if (!order.Lines.Any(line => line.Isbn == asked.Isbn && asked.Quantity <= line.Quantity - line.Cancelled))
            {
                return asked.Isbn;
            }
        }

        return null;
    }

    private int[] LeftOf(WorkingSet records, Order order)
    {
        var left = OrderDeliveries.Left(records, order);
        if (Withheld?.Invoke(records, order) is { } withheld)
        {
            for (var i = 0; i < left.Length; i++)
            {
                left[i] = Math.Max(0, left[i] - withheld[i]);
            }
        }

        return left;
    }

    // None where the delivery carries all of the order.
    private IReadOnlyList<DeliveryLine> LinesOf(Order order, int[] left)
    {
        var lines = request.Lines.Count > 0
            ? request.Lines
            : [.. order.Lines.Select((line, index) => new DeliveryLine(line.Isbn, left[index])).Where(static line => line.Quantity > 0)];
        var isWhole = lines.Count == order.Lines.Count && lines.Zip(order.Lines).All(static pair => pair.First.Quantity == pair.Second.Quantity);
        return isWhole ? [] : lines;
    }

    private DeliveryRecord Plan(IReadOnlyList<DeliveryLine> lines) => new()
    {
        PendingCall = CourierCall.Book,
        DueAt = now.Store,
        Delivery = new Delivery
        {
            Id = deliveryId,
            OrderId = request.OrderId,
            Address = request.Address!,
            PostalAddress = request.PostalAddress,
            Lines = lines,
            Parcels = request.Parcels,
            ExpectedAt = request.ExpectedAt?.ToUniversalTime(),
            Courier = request.Courier,
            Status = DeliveryStatus.Scheduled,
            CreatedAt = now.Shown,
            UpdatedAt = now.Shown,
        },
    };
}

/// <summary>The result of scheduling a delivery.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Delivery">The new delivery, or the active one that conflicts.</param>
/// <param name="OrderStatus">The order's status.</param>
/// <param name="Replayed">The delivery of the key, to be read.</param>
internal readonly record struct ScheduleDeliveryDecision(ScheduleDeliveryOutcome Outcome, Delivery? Delivery, OrderStatus? OrderStatus, Guid? Replayed)
{
    /// <summary>The book of which there are not so many in the order.</summary>
    public Isbn? Isbn { get; init; }
}
