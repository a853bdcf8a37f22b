namespace Bookstore;

/// <summary>How cancelling an order went.</summary>
public sealed record CancelOrderResult
{
    /// <summary>What happened.</summary>
    public required CancelOrderOutcome Outcome { get; init; }

    /// <summary>The order as it is now; <see langword="null"/> when there is none.</summary>
    public Order? Order { get; init; }

    /// <summary>The book of the item that cannot be cancelled; <see langword="null"/> when there is none.</summary>
    public Isbn? Isbn { get; init; }

    /// <summary>The delivery that carries the item; <see langword="null"/> unless <see cref="CancelOrderOutcome.InDelivery"/>.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of cancelling an order.</summary>
public enum CancelOrderOutcome
{
    /// <summary>Cancelled, now or earlier: the order, or the copies that were named. An order that was still pending is <see cref="OrderStatus.Rejected"/> then, any other <see cref="OrderStatus.Cancelled"/>.</summary>
    Cancelled,

    /// <summary>There is no such order.</summary>
    OrderNotFound,

    /// <summary>It was declined or given up, it is delivered, or its goods are on their way; nothing changed.</summary>
    NotCancellable,

    /// <summary>The idempotency key was used before with another request.</summary>
    IdempotencyKeyReused,

    /// <summary>The order does not have the version that was expected; nothing changed.</summary>
    PreconditionFailed,

    /// <summary>An item names a book that the order does not have, or more copies than were ordered; nothing changed.</summary>
    NotOrdered,

    /// <summary>An item names more copies than are left: the others were cancelled or have left the house; nothing changed.</summary>
    NotLeft,

    /// <summary>Copies of an item are in a scheduled delivery; nothing changed. Cancel the delivery first, see <see cref="IDeliveryService.MoveAsync"/>.</summary>
    InDelivery,

    /// <summary>Copies cannot be cancelled while the order's capture is in progress or was refused, or another call to its gateway is left to make, or if nothing would be left to capture; nothing changed. The whole order can be cancelled.</summary>
    PaymentNotCaptured,

    /// <summary>The order has <see cref="Order.MaxRefunds"/> refunds; nothing changed. The whole order can be cancelled while nothing was dispatched.</summary>
    TooManyRefunds,
}
