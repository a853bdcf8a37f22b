namespace Bookstore;

/// <summary>How authorizing an order again went.</summary>
public sealed record AuthorizeAgainResult
{
    /// <summary>What happened.</summary>
    public required AuthorizeAgainOutcome Outcome { get; init; }

    /// <summary>The order as it is now; <see langword="null"/> when there is none.</summary>
    public Order? Order { get; init; }

    /// <summary>The step that the customer has to take before the payment is approved, when the gateway asks for one. The attempt is given up at its <see cref="CustomerAction.ExpiresAt"/>.</summary>
    public CustomerAction? Action { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same idempotency key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of authorizing an order again.</summary>
public enum AuthorizeAgainOutcome
{
    /// <summary>The amount is held again; the capture follows as <see cref="BookstoreOptions.CapturePolicy"/> says.</summary>
    Authorized,

    /// <summary>The outcome is not known yet, or the customer has to act; the gateway is asked until it is known.</summary>
    Pending,

    /// <summary>The payment was declined; nothing is held, and the order can be paid another way or cancelled.</summary>
    Declined,

    /// <summary>There is no such order.</summary>
    OrderNotFound,

    /// <summary>Its payment did not fail, or it had <see cref="Order.MaxPaymentAttempts"/>; nothing changed.</summary>
    NotRetryable,

    /// <summary>What may still be held of the payment before could not be released yet: that is tried on in the background. Nothing was authorized; send the request again later.</summary>
    NotReleased,

    /// <summary>The idempotency key was used before with another request; nothing changed.</summary>
    IdempotencyKeyReused,

    /// <summary>The order does not have the version that was expected; nothing changed.</summary>
    PreconditionFailed,
}
