namespace Bookstore;

/// <summary>How making a refund went.</summary>
public sealed record CreateRefundResult
{
    /// <summary>What happened.</summary>
    public required CreateRefundOutcome Outcome { get; init; }

    /// <summary>The refund as it is now; <see langword="null"/> when none was made.</summary>
    public Refund? Refund { get; init; }

    /// <summary>What can still be refunded of the order; <see langword="null"/> when there is no such order.</summary>
    public Money? Refundable { get; init; }

    /// <summary>With <see cref="CreateRefundOutcome.InvalidItems"/>: the first book of which the order has no line, or fewer copies; <see langword="null"/> when the books are not the reason.</summary>
    public Isbn? Isbn { get; init; }

    /// <summary>The status of the order's payment; <see langword="null"/> when there is no such order.</summary>
    public PaymentStatus? PaymentStatus { get; init; }

    /// <summary>Whether this is the refund of an earlier request with the same key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of making a refund.</summary>
public enum CreateRefundOutcome
{
    /// <summary>On record, and made in the background.</summary>
    Created,

    /// <summary>There is no such order.</summary>
    OrderNotFound,

    /// <summary>The order's money is not captured, or a payment action is pending, or a refused refund waits for a person; nothing changed.</summary>
    NotRefundable,

    /// <summary>With what was refunded or is pending, it would be more than was captured, or more copies than were ordered; nothing changed.</summary>
    ExceedsCaptured,

    /// <summary>The amount has more decimals than the currency; nothing changed.</summary>
    InvalidAmount,

    /// <summary>The order has no such line, or fewer copies of it, or no shipping, or what is named is worth nothing; nothing changed.</summary>
    InvalidItems,

    /// <summary>The order has <see cref="Order.MaxRefunds"/> refunds; nothing changed.</summary>
    TooManyRefunds,

    /// <summary>The order does not have the <see cref="CreateRefundRequest.ExpectedVersion"/>; nothing changed.</summary>
    PreconditionFailed,

    /// <summary>The idempotency key was used before with another request; nothing changed.</summary>
    IdempotencyKeyReused,
}
