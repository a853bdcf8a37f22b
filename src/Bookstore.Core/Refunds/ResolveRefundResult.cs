namespace Bookstore;

/// <summary>How resolving a refund went.</summary>
public sealed record ResolveRefundResult
{
    /// <summary>What happened.</summary>
    public required ResolveRefundOutcome Outcome { get; init; }

    /// <summary>The refund as it is now; <see langword="null"/> when there is none.</summary>
    public Refund? Refund { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same idempotency key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of resolving a refund.</summary>
public enum ResolveRefundOutcome
{
    /// <summary>Done, now or by an earlier request that was the same.</summary>
    Resolved,

    /// <summary>There is no such refund.</summary>
    RefundNotFound,

    /// <summary>The refund does not need a person; nothing changed.</summary>
    NothingToResolve,

    /// <summary>A call to the gateway may be in progress, and may still take effect; nothing changed. Repeat the request after a few seconds.</summary>
    CallInFlight,

    /// <summary>Other refunds were made since: with this one it would be more than was captured, or the same copies or the shipping twice. Nothing changed; give it up.</summary>
    ExceedsCaptured,

    /// <summary>The refund needs a person for another reason than the one that was given; nothing changed.</summary>
    AttentionChanged,

    /// <summary>The idempotency key was used before with another request; nothing changed.</summary>
    IdempotencyKeyReused,

    /// <summary>The refund's order does not have the version that was expected; nothing changed.</summary>
    PreconditionFailed,
}
