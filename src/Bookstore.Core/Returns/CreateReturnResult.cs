namespace Bookstore;

/// <summary>How requesting a return, or a withdrawal, went.</summary>
public sealed record CreateReturnResult
{
    /// <summary>What happened.</summary>
    public required CreateReturnOutcome Outcome { get; init; }

    /// <summary>The return as it is now; <see langword="null"/> when there is none.</summary>
    public Return? Return { get; init; }

    /// <summary>The book that the refusal is about; <see langword="null"/> for other outcomes.</summary>
    public Isbn? Isbn { get; init; }

    /// <summary>Whether this is the return of an earlier request with the same key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of requesting a return, or of a withdrawal.</summary>
public enum CreateReturnOutcome
{
    /// <summary>On record.</summary>
    Created,

    /// <summary>There is no such order.</summary>
    OrderNotFound,

    /// <summary>Not so many copies have arrived that are neither returned nor in another open return; nothing changed. Of a withdrawal: more than were ordered.</summary>
    ExceedsDelivered,

    /// <summary>The order has no line of the book; nothing changed.</summary>
    InvalidItems,

    /// <summary>The order has <see cref="Order.MaxReturns"/> returns; nothing changed.</summary>
    TooManyReturns,

    /// <summary>The idempotency key was used before with another request; nothing changed.</summary>
    IdempotencyKeyReused,

    /// <summary>The order is not at the version that was expected; nothing changed.</summary>
    PreconditionFailed,
}
