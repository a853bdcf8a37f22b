namespace Bookstore;

/// <summary>What moving a delivery along did.</summary>
public sealed record MoveDeliveryResult
{
    /// <summary>Whether it moved, or why not.</summary>
    public required MoveDeliveryOutcome Outcome { get; init; }

    /// <summary>The delivery as it is now; <see langword="null"/> when there is none.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>The payment's status, where it prevents a dispatch.</summary>
    public PaymentStatus? PaymentStatus { get; init; }

    /// <summary>The book whose embargo prevents a dispatch.</summary>
    public Isbn? Isbn { get; init; }

    /// <summary>Until when <see cref="Isbn"/> is under embargo.</summary>
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same idempotency key: the delivery may have moved on since.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of moving a delivery along.</summary>
public enum MoveDeliveryOutcome
{
    /// <summary>It moved, or was there already.</summary>
    Moved,

    /// <summary>There is no such delivery.</summary>
    DeliveryNotFound,

    /// <summary>The state machine has no such step; nothing changed.</summary>
    InvalidTransition,

    /// <summary>It cannot be dispatched before the money is captured; nothing changed.</summary>
    PaymentNotCaptured,

    /// <summary>The idempotency key was used before with another request; nothing changed.</summary>
    IdempotencyKeyReused,

    /// <summary>The copies that come back would exceed <see cref="StockLevel.MaxOnHand"/>; nothing changed. Write copies off and move the delivery again.</summary>
    StockLimitReached,

    /// <summary>The delivery does not have the version that was expected; nothing changed.</summary>
    PreconditionFailed,

    /// <summary>
    /// The delivery carries copies that the customer has withdrawn from (<see cref="IReturnService.WithdrawAsync"/>), and cannot be dispatched while that is open; nothing changed. Cancel the delivery and those copies. What a courier
    /// reports as on its way is recorded all the same.
    /// </summary>
    CopiesWithdrawn,

    /// <summary><see cref="MoveDeliveryResult.Isbn"/> is under embargo until <see cref="MoveDeliveryResult.EmbargoUntil"/>, and no copy may leave the house before; nothing changed.</summary>
    Embargoed,
}
