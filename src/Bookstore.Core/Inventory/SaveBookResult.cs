namespace Bookstore;

/// <summary>What saving a book did.</summary>
public sealed record SaveBookResult
{
    /// <summary>Whether the book was new, or why it was not saved.</summary>
    public required SaveBookOutcome Outcome { get; init; }

    /// <summary>The book as it is now, with its stock; <see langword="null"/> when it was not saved and does not exist.</summary>
    public required BookListing? Listing { get; init; }
}

/// <summary>The outcomes of saving a book.</summary>
public enum SaveBookOutcome
{
    /// <summary>The catalogue did not have it.</summary>
    Added,

    /// <summary>Its data was replaced.</summary>
    Replaced,

    /// <summary>It does not have the version that was expected; nothing changed.</summary>
    PreconditionFailed,

    /// <summary>Its number is of an article that is no book, which <see cref="BookstoreOptions.OtherArticles"/> does not allow; nothing changed.</summary>
    ArticleNotAllowed,

    /// <summary><see cref="Book.BackorderLimit"/> is lower than the copies that are promised beyond those on hand (<see cref="StockLevel.Reserved"/> less <see cref="StockLevel.OnHand"/>); nothing changed.</summary>
    BackorderLimitInUse,
}
