namespace Bookstore;

/// <summary>How cancelling an order went.</summary>
public sealed record CancelOrderResult
{
    /// <summary>What happened.</summary>
    public required CancelOrderOutcome Outcome { get; init; }

    /// <summary>The order as it is now; <see langword="null"/> when there is none.</summary>
    public Order? Order { get; init; }

    /// <summary>Whether this is the answer of an earlier call with the same key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of cancelling an order.</summary>
public enum CancelOrderOutcome
{
    /// <summary>Cancelled, now or earlier. An order that was still pending is <see cref="OrderStatus.Rejected"/> then, any other <see cref="OrderStatus.Cancelled"/>.</summary>
    Cancelled,

    /// <summary>There is no such order.</summary>
    OrderNotFound,

    /// <summary>It was declined or given up, it is delivered, or its goods are under way; nothing changed.</summary>
    NotCancellable,

    /// <summary>The idempotency key was used before with another request.</summary>
    IdempotencyKeyReused,

    /// <summary>The order does not have the version that was expected; nothing changed.</summary>
    PreconditionFailed,
}
