namespace Bookstore.Sqlite;

/// <summary>
/// What the writer knows of the file's content, so that a busy shop reads next to nothing before it writes. It holds committed state only,
/// and only until another connection changes the file, which changes the database's data version.
/// </summary>
internal sealed class RecordCache(int capacity)
{
    // An order is remembered until its money is captured, moments later; a book for as long as it sells.
    private const int OrdersShare = 4;

    private long? _dataVersion;

    public GenerationCache<Isbn, StockRow?> Stock { get; } = new(capacity);

    public GenerationCache<Isbn, Book?> Books { get; } = new(capacity);

    /// <summary>The newest order of customers.</summary>
    public GenerationCache<string, Guid> Customers { get; } = new(capacity);

    public GenerationCache<Guid, CachedOrder> Orders { get; } = new(capacity / OrdersShare);

    /// <summary>The id of the newest movement; <see langword="null"/> when it is not known.</summary>
    public long? LastMovementId { get; set; }

    /// <summary>The position of the newest event; <see langword="null"/> when it is not known.</summary>
    public long? LastEventPosition { get; set; }

    /// <summary>Begins a unit: forgets everything if another connection changed the file, and what was not used for long.</summary>
    /// <param name="dataVersion">The data version, read inside the unit's transaction.</param>
    /// <returns>Whether another connection changed the file.</returns>
    public bool Begin(long dataVersion)
    {
        var isChanged = _dataVersion is { } known && known != dataVersion;
        if (isChanged)
        {
            Clear();
        }

        _dataVersion = dataVersion;
        Stock.Trim();
        Books.Trim();
        Customers.Trim();
        Orders.Trim();
        return isChanged;
    }

    public void Clear()
    {
        _dataVersion = null;
        LastMovementId = null;
        LastEventPosition = null;
        Stock.Clear();
        Books.Clear();
        Customers.Clear();
        Orders.Clear();
    }
}
