namespace Bookstore;

/// <summary>A number of copies of one book.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
public sealed record ReservationLine(Isbn Isbn, int Quantity);
