namespace Bookstore.Bench.Ceilings;

/// <summary>Writes the rows of orders, several in one transaction.</summary>
internal interface IOrderWriter : IDisposable
{
    /// <summary>What is in the stock table, by ISBN.</summary>
    Dictionary<long, StockOnShelf> LoadStock();

    void Begin();

    /// <summary>Writes all rows of one order.</summary>
    void Write(in CeilingOrder order);

    void Commit();
}

/// <summary>The stock of a title as the last order left it.</summary>
internal sealed class StockOnShelf
{
    public long OnHand { get; init; }

    public long Reserved { get; set; }

    public long LastMovement { get; set; }

    /// <summary>The row of the title's newest movement.</summary>
    public long Head { get; set; }
}

/// <summary>The values of one order's rows.</summary>
/// <param name="Id">16 bytes that sort by time.</param>
/// <param name="Customer">Who orders: one of as many as the store has callers.</param>
/// <param name="Last">The customer's order before; <see langword="null"/> for the first.</param>
/// <param name="Isbn">The title.</param>
/// <param name="Lines">The order's line, as the store writes it.</param>
/// <param name="Stock">The title's stock, this order included.</param>
/// <param name="Movement">The row of the order's movement.</param>
/// <param name="Previous">The row of the title's movement before.</param>
/// <param name="Now">The time in ticks.</param>
internal readonly record struct CeilingOrder(byte[] Id, string Customer, byte[]? Last, long Isbn, string Lines, StockOnShelf Stock, long Movement, long Previous, long Now);
