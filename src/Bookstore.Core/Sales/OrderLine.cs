namespace Bookstore;

/// <summary>One line of an order, at the catalogue's price of that moment.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Quantity">The copies: 1 to 10,000.</param>
/// <param name="UnitPrice">The price of one copy when the order was placed.</param>
public sealed record OrderLine(Isbn Isbn, int Quantity, Money UnitPrice);
