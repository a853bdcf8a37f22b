namespace Bookstore;

/// <summary>What saving a book did.</summary>
public sealed record SaveBookResult
{
    /// <summary>Whether the book was new.</summary>
    public required SaveBookOutcome Outcome { get; init; }

    /// <summary>The book as saved, with its stock.</summary>
    public required BookListing Listing { get; init; }
}

/// <summary>Whether a saved book was new.</summary>
public enum SaveBookOutcome
{
    /// <summary>The catalogue did not have it.</summary>
    Added,

    /// <summary>Its data was replaced.</summary>
    Replaced,
}
