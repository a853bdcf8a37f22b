namespace Bookstore;

/// <summary>How resolving an order's payment went.</summary>
public sealed record ResolvePaymentResult
{
    /// <summary>What happened.</summary>
    public required ResolvePaymentOutcome Outcome { get; init; }

    /// <summary>The order as it is now; <see langword="null"/> when there is none.</summary>
    public Order? Order { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same idempotency key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of resolving an order's payment.</summary>
public enum ResolvePaymentOutcome
{
    /// <summary>Done, now or by an earlier request that was the same.</summary>
    Resolved,

    /// <summary>There is no such order.</summary>
    OrderNotFound,

    /// <summary>The order does not need a person, or needs one for another reason; nothing changed.</summary>
    NothingToResolve,

    /// <summary>A call to the gateway may be in progress, and may still take effect; nothing changed. Repeat the request after a few seconds.</summary>
    CallInFlight,

    /// <summary>The idempotency key was used before with another request; nothing changed.</summary>
    IdempotencyKeyReused,

    /// <summary>The order does not have the version that was expected; nothing changed.</summary>
    PreconditionFailed,
}
