namespace Bookstore;

/// <summary>How moving a return went.</summary>
public sealed record MoveReturnResult
{
    /// <summary>What happened.</summary>
    public required MoveReturnOutcome Outcome { get; init; }

    /// <summary>The return as it is now; <see langword="null"/> when there is none.</summary>
    public Return? Return { get; init; }

    /// <summary>The book that the refusal is about; <see langword="null"/> for other outcomes.</summary>
    public Isbn? Isbn { get; init; }
}

/// <summary>The outcomes of moving a return.</summary>
public enum MoveReturnOutcome
{
    /// <summary>The return has the status, now or by an earlier request that was the same.</summary>
    Moved,

    /// <summary>There is no such return.</summary>
    ReturnNotFound,

    /// <summary>The return cannot get there from its status, or was received otherwise; nothing changed.</summary>
    InvalidTransition,

    /// <summary>Not so many copies have arrived that are neither returned nor in another open return; nothing changed.</summary>
    ExceedsDelivered,

    /// <summary>The return has no line of the book; nothing changed.</summary>
    InvalidItems,

    /// <summary>There would be more than <see cref="StockLevel.MaxOnHand"/> copies on hand; nothing changed.</summary>
    StockLimitReached,

    /// <summary>The return has another version than was expected; nothing changed.</summary>
    PreconditionFailed,
}
