namespace Bookstore;

/// <summary>How capturing an order's payment went.</summary>
public sealed record CapturePaymentResult
{
    /// <summary>What happened.</summary>
    public required CapturePaymentOutcome Outcome { get; init; }

    /// <summary>The order as it is now; <see langword="null"/> when there is none.</summary>
    public Order? Order { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same idempotency key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of capturing an order's payment.</summary>
public enum CapturePaymentOutcome
{
    /// <summary>
    /// The capture is on record, now or by an earlier request that was the same. The order's <see cref="Order.PaymentStatus"/> says what the gateway answered: captured, refused for good
    /// (<see cref="PaymentStatus.CaptureFailed"/>), or not known yet (<see cref="PaymentStatus.Authorized"/>), and then the call is repeated in the background.
    /// </summary>
    Requested,

    /// <summary>There is no such order.</summary>
    OrderNotFound,

    /// <summary>Nothing is held for the order, its capture was asked for already, or the amount is more than its total; nothing changed.</summary>
    NotCapturable,

    /// <summary>The idempotency key was used before with another request; nothing changed.</summary>
    IdempotencyKeyReused,

    /// <summary>The order does not have the version that was expected; nothing changed.</summary>
    PreconditionFailed,
}
