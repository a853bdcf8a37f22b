namespace Bookstore;

/// <summary>The result of settling a delivery that needs attention.</summary>
public sealed record ResolveDeliveryResult
{
    /// <summary>Whether it is settled, or why not.</summary>
    public required ResolveDeliveryOutcome Outcome { get; init; }

    /// <summary>The delivery as it is now; <see langword="null"/> when there is none.</summary>
    public Delivery? Delivery { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same idempotency key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of settling a delivery that needs attention.</summary>
public enum ResolveDeliveryOutcome
{
    /// <summary>It is settled.</summary>
    Resolved,

    /// <summary>There is no such delivery.</summary>
    DeliveryNotFound,

    /// <summary>The delivery needs no attention, or needs it for another reason; nothing changed.</summary>
    NothingToResolve,

    /// <summary>A call to the courier may be in progress, so its result has to come first. Nothing changed; try again a minute later.</summary>
    CallInFlight,

    /// <summary>The delivery cannot be scheduled again: it is over, or its order has another one or is not to be delivered. Nothing changed.</summary>
    NotDeliverable,

    /// <summary>The idempotency key was used before with another request; nothing changed.</summary>
    IdempotencyKeyReused,

    /// <summary>The delivery does not have the version that was expected; nothing changed.</summary>
    PreconditionFailed,
}
