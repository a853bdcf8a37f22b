using System.Buffers.Binary;

namespace Bookstore.Bench.Ceilings;

/// <summary>Makes orders up as fast as they can be written.</summary>
internal sealed class CeilingOrders(Isbn[] titles, Dictionary<long, StockOnShelf> stock)
{
    private const int Customers = 256;

    private readonly Random _random = new(0);
    private readonly string[] _customers = [.. Enumerable.Range(0, Customers).Select(static number => $"customer-{number}")];
    private readonly byte[]?[] _last = new byte[]?[Customers];
    private readonly Dictionary<long, string> _lines = titles.ToDictionary(static title => title.ToInt64(), static title => $"{title.ToInt64()}:1:999");
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
        var customer = _random.Next(Customers);
        var last = _last[customer];
        var id = _last[customer] = NextId(now);
        return new CeilingOrder(id, _customers[customer], last, isbn, _lines[isbn], shelf, _movement, previous, now.UtcTicks);
    }

    // A UUID of version 7 that is greater than the one before: its milliseconds, then a number.
    private byte[] NextId(DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now).ToByteArray(bigEndian: true);
        BinaryPrimitives.WriteUInt16BigEndian(id.AsSpan(6), 0x7000);
        BinaryPrimitives.WriteInt64BigEndian(id.AsSpan(8), long.MinValue | _movement);
        return id;
    }
}
