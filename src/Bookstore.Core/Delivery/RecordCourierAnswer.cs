using Bookstore.Storage;

namespace Bookstore;

/// <summary>Records what a courier answered to the call that was owed.</summary>
/// <param name="called">The delivery as it was when the courier was called.</param>
/// <param name="answer">The answer.</param>
/// <param name="trackingNumber">The tracking number, when booked.</param>
/// <param name="now">The time of the answer.</param>
/// <param name="callAgainAt">When to call again, where there was no answer.</param>
internal sealed class RecordCourierAnswer(DeliveryRecord called, CourierAnswer answer, string? trackingNumber, Moment now, DateTimeOffset callAgainAt)
    : Operation<DeliveryRecord>
{
    public override bool Begins => false;

    public override void Needs(RecordKeys keys) => keys.Orders.Add(called.Delivery.OrderId);

    protected override DeliveryRecord DecideOn(WorkingSet records)
    {
        var current = records.FindDelivery(called.Delivery.OrderId, called.Delivery.Id)
            ?? throw new InvalidOperationException($"Delivery {called.Delivery.Id} was written and is not there any more.");

        // Called off meanwhile: the booking that this answers is to be undone, which is owed already.
        if (current.Owed != called.Owed)
        {
            return current;
        }

        var next = answer switch
        {
            CourierAnswer.None => current with { DueAt = callAgainAt, Attempts = current.Attempts + 1 },
            CourierAnswer.Booked => Answered(current, current.Delivery with { TrackingNumber = trackingNumber, UpdatedAt = now.Shown }),
            CourierAnswer.Refused => Answered(current, Fail(records, current.Delivery)),
            _ => Answered(current, current.Delivery),
        };
        records.Deliveries.Put(next.Delivery.Id, next);
        return next;
    }

    private static DeliveryRecord Answered(DeliveryRecord current, Delivery delivery) => current with { Owed = null, DueAt = null, Attempts = 0, Delivery = delivery };

    private Delivery Fail(WorkingSet records, Delivery delivery)
    {
        var order = records.Orders.Find(delivery.OrderId)!;
        if (delivery.Status != DeliveryStatus.Scheduled || OrderChange.TryStage(records, order, OrderEvent.Unschedule, now) is not { } next)
        {
            return delivery;
        }

        records.Orders.Put(delivery.OrderId, next);
        return delivery with { Status = DeliveryStatus.Failed, UpdatedAt = now.Shown };
    }
}

/// <summary>What a courier can answer.</summary>
internal enum CourierAnswer
{
    /// <summary>Nothing, or nothing that makes sense.</summary>
    None,

    /// <summary>The transport is booked.</summary>
    Booked,

    /// <summary>The transport is refused for good.</summary>
    Refused,

    /// <summary>The booking is called off.</summary>
    CalledOff,
}
