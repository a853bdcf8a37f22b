namespace Bookstore;

/// <summary>What receiving or adjusting stock did.</summary>
public sealed record ChangeStockResult
{
    /// <summary>Whether the stock changed, or why not.</summary>
    public required ChangeStockOutcome Outcome { get; init; }

    /// <summary>The level after the change, or as it is when nothing changed; <see langword="null"/> for an unknown book and a reused key.</summary>
    public StockLevel? Stock { get; init; }

    /// <summary>The movement, when there was one.</summary>
    public StockMovement? Movement { get; init; }

    /// <summary>Whether nothing was decided, because the orders that wait for the book have to be read first. No caller of the service sees it.</summary>
    internal bool MustReadQueue { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same key.</summary>
    public bool Replayed { get; init; }
}

/// <summary>The outcomes of receiving or adjusting stock.</summary>
public enum ChangeStockOutcome
{
    /// <summary>The stock changed.</summary>
    Changed,

    /// <summary>The catalogue does not have the book.</summary>
    BookNotFound,

    /// <summary>The write-off is larger than what is not reserved.</summary>
    InsufficientStock,

    /// <summary>The idempotency key was used before with another request.</summary>
    IdempotencyKeyReused,

    /// <summary>There would be more copies on hand than <see cref="StockLevel.MaxOnHand"/>; nothing changed.</summary>
    StockLimitReached,

    /// <summary>The book does not have the version that <see cref="StockChange.ExpectedVersion"/> expects; nothing changed.</summary>
    PreconditionFailed,
}
