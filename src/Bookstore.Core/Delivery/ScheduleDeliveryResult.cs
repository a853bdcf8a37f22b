namespace Bookstore;

/// <summary>What scheduling a delivery did.</summary>
public sealed record ScheduleDeliveryResult
{
    /// <summary>Whether it is scheduled, or why not.</summary>
    public required ScheduleDeliveryOutcome Outcome { get; init; }

    /// <summary>The delivery: as scheduled, or the order's newest one where nothing is left to deliver.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>The order's status, where it prevents the delivery.</summary>
    public OrderStatus? OrderStatus { get; init; }

    /// <summary>The book of the line that the order does not have or waits for; <see langword="null"/> unless <see cref="ScheduleDeliveryOutcome.NotOrdered"/> or <see cref="ScheduleDeliveryOutcome.NotAllocated"/>.</summary>
    public Isbn? Isbn { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of scheduling a delivery.</summary>
public enum ScheduleDeliveryOutcome
{
    /// <summary>Scheduled.</summary>
    Scheduled,

    /// <summary>There is no such order.</summary>
    OrderNotFound,

    /// <summary>The order is not <see cref="Bookstore.OrderStatus.Created"/>.</summary>
    OrderNotDeliverable,

    /// <summary>Nothing is left to deliver, or fewer copies than the request names: the others are in a delivery already, or their customer has withdrawn from them.</summary>
    DeliveryExists,

    /// <summary>No courier of that name is registered.</summary>
    UnknownCourier,

    /// <summary>The idempotency key was used before with another request.</summary>
    IdempotencyKeyReused,

    /// <summary>The order has had <see cref="Order.MaxDeliveries"/> deliveries. One whose booking was refused can be retried with <see cref="IDeliveryService.ResolveAsync"/>.</summary>
    TooManyDeliveries,

    /// <summary>A line names a book that the order does not have, or more copies than were ordered and not cancelled.</summary>
    NotOrdered,

    /// <summary>The order waits for copies of <see cref="ScheduleDeliveryResult.Isbn"/> that the delivery would carry: only allocated copies are delivered. Without lines, a delivery carries those.</summary>
    NotAllocated,
}
