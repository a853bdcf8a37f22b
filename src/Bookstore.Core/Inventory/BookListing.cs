namespace Bookstore;

/// <summary>A book of the catalogue together with its stock.</summary>
/// <param name="Book">The catalogue's data.</param>
/// <param name="Stock">The stock as it was committed when the book was read.</param>
public sealed record BookListing(Book Book, StockLevel Stock);
