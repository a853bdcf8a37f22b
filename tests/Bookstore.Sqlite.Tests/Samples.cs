using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>Records to write, and the writing of them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly Guid Writer = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    private static long _batch;
    private static int _id;

    public static Isbn Isbn(int number)
    {
        var body = 9_780_000_000_000 + (number * 10L);
        for (var check = 0; ; check++)
        {
            if (Bookstore.Isbn.TryFromInt64(body + check, out var isbn))
            {
                return isbn;
            }
        }
    }

    public static StoreClock ClockOf(IBookstoreStore store) => new(store, new TimeOrderedIds(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<StoreClock>.Instance);

    public static Guid Id() => Guid.CreateVersion7(Noon.AddSeconds(Interlocked.Increment(ref _id)));

    public static CommitToken Mark() => new(Writer, Interlocked.Increment(ref _batch), Noon);

    public static Book Book(Isbn isbn, string title = "A Title", string author = "An Author") =>
        new() { Isbn = isbn, Title = title, Author = author, Price = new Money(12.5m, "USD") };

    public static StockLevel Level(Isbn isbn, int onHand, int reserved = 0, long last = 0) =>
        new() { Isbn = isbn, OnHand = onHand, Reserved = reserved, LastMovement = last };

    public static StockMovement Received(Isbn isbn, long number, int quantity, int onHandAfter) => new()
    {
        Isbn = isbn,
        Number = number,
        Kind = StockMovementKind.Received,
        OnHandChange = quantity,
        ReservedChange = 0,
        OnHandAfter = onHandAfter,
        ReservedAfter = 0,
        Reason = "stock-taking",
        At = Noon.AddTicks(number),
    };

    public static OrderRecord Order(Guid id, string customer = "ann", params Isbn[] isbns)
    {
        var lines = new List<OrderLine>();
        foreach (var isbn in isbns)
        {
            lines.Add(new OrderLine(isbn, 1, new Money(12.5m, "USD")));
        }

        return new OrderRecord
        {
            Order = new Order
            {
                Id = id,
                CustomerId = customer,
                Lines = lines.ToArray(),
                Adjustments = new List<OrderAdjustment> { new("gift wrap: 50%", new Money(-1.25m, "USD")) },
                Total = new Money(12.5m * isbns.Length, "USD"),
                Status = OrderStatus.Pending,
                PaymentStatus = PaymentStatus.Pending,
                CreatedAt = Noon,
                UpdatedAt = Noon.AddTicks(7),
            },
            Fence = 3,
            LeaseHolder = Writer,
            DueAt = Noon.AddSeconds(30),
            GiveUpAt = Noon.AddSeconds(20),
        };
    }

    public static DeliveryRecord Delivery(Guid id, Guid orderId, DeliveryStatus status = DeliveryStatus.Scheduled) => new()
    {
        Delivery = new Delivery
        {
            Id = id,
            OrderId = orderId,
            Address = "1 High Street",
            Courier = "local",
            Status = status,
            CreatedAt = Noon,
            UpdatedAt = Noon,
        },
        PendingCall = CourierCall.Book,
        DueAt = Noon,
    };

    public static async Task WriteAsync(IBookstoreStore store, Action<RecordKeys> keys, Action<WorkingSet> stage)
    {
        var needed = new RecordKeys();
        keys(needed);
        await using var unit = await store.OpenAsync(needed, CancellationToken.None);
        stage(unit.Records);
        await unit.CommitAsync(Mark());
    }

    public static Task SaveBooksAsync(IBookstoreStore store, params Book[] books) => WriteAsync(
        store,
        keys => Array.ForEach(books, book => keys.Books.Add(book.Isbn)),
        records => Array.ForEach(books, book => records.Books.Put(book.Isbn, book)));

    public static Task SetStockAsync(IBookstoreStore store, StockLevel level) =>
        WriteAsync(store, keys => keys.Stock.Add(level.Isbn), records => records.Stock.Put(level.Isbn, level));

    public static async Task<StockLevel?> LoadStockAsync(IBookstoreStore store, Isbn isbn)
    {
        var keys = new RecordKeys();
        keys.Stock.Add(isbn);
        await using var unit = await store.OpenAsync(keys, CancellationToken.None);
        return unit.Records.Stock.Find(isbn);
    }

    public static async Task ReceiveAsync(IBookstoreStore store, Isbn isbn, int quantity)
    {
        var keys = new RecordKeys();
        keys.Stock.Add(isbn);
        await using var unit = await store.OpenAsync(keys, CancellationToken.None);
        var level = unit.Records.Stock.Find(isbn) ?? StockLevel.Empty(isbn);
        var now = level with { OnHand = level.OnHand + quantity, LastMovement = level.LastMovement + 1 };
        unit.Records.Stock.Put(isbn, now);
        unit.Records.AppendMovement(Received(isbn, now.LastMovement, quantity, now.OnHand));
        await unit.CommitAsync(Mark());
    }
}
