namespace Bookstore;

/// <summary>What a stock movement was. The numbers are stored: they never change their meaning.</summary>
public enum StockMovementKind
{
    /// <summary>Copies came in: on hand rises.</summary>
    Received = 1,

    /// <summary>Copies were promised to an order or a cart: reserved rises.</summary>
    Reserved = 2,

    /// <summary>A promise ended without a sale: reserved falls.</summary>
    Released = 3,

    /// <summary>Promised copies left the house: on hand and reserved fall.</summary>
    Shipped = 4,

    /// <summary>Shipped copies came back: on hand rises, and reserved where they are held for their order again.</summary>
    Returned = 5,

    /// <summary>The count was corrected, up or down: a stock-taking, a write-off.</summary>
    Adjusted = 6,
}
