namespace Bookstore.Bench.Ceilings;

/// <summary>Makes orders up as fast as they can be written.</summary>
internal sealed class CeilingOrders(Isbn[] titles, Dictionary<long, StockOnShelf> stock)
{
    private readonly Random _random = new(0);
    private readonly byte[] _id = new byte[16];
    private long _movement = stock.Values.Max(static shelf => shelf.Head);

    public CeilingOrder Next()
    {
        var now = DateTimeOffset.UtcNow;
        var isbn = titles[_random.Next(titles.Length)].ToInt64();
        var shelf = stock[isbn];
        var previous = shelf.Head;
        shelf.Reserved++;
        shelf.LastMovement++;
        shelf.Head = ++_movement;
        Guid.CreateVersion7(now).TryWriteBytes(_id, bigEndian: true, out _);
        return new CeilingOrder(_id, isbn, shelf, _movement, previous, now.UtcTicks);
    }
}
