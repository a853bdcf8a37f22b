namespace Bookstore.Testing.Stores;

/// <summary>What is held of a book for an order or a cart; a quantity of zero ends it.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Holder">The order or the cart's reservation.</param>
/// <param name="Quantity">The copies.</param>
internal sealed record Hold(Isbn Isbn, Guid Holder, int Quantity);
