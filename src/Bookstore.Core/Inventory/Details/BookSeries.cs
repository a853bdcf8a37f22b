namespace Bookstore;

/// <summary>A series that a book is part of.</summary>
/// <param name="Title">The title of the series: 1 to 500 characters.</param>
public sealed record BookSeries(string Title)
{
    /// <summary>The book's number within it, as printed: up to 50 characters.</summary>
    public string? Number { get; init; }
}
