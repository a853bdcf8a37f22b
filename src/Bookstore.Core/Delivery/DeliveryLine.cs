namespace Bookstore;

/// <summary>Copies of one book in a delivery.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
public sealed record DeliveryLine(Isbn Isbn, int Quantity);
