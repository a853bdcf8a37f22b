using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Books that are sold before they are there: the store keeps the rule of the limit, and hosts that sell at a time keep it together.</summary>
internal sealed class BackorderCases : StoreCases
{
    private static readonly Isbn Book = Records.Isbn(1);

    [Case]
    public async Task A_book_keeps_its_terms_of_sale()
    {
        var sold = Records.Book(Book) with { SellableFrom = Records.Time.AddTicks(1), EmbargoUntil = Records.Time.AddDays(30), BackorderLimit = Bookstore.Book.MaxBackorderLimit };
        await SaveAsync(sold, Records.Book(Records.Isbn(2)) with { BackorderLimit = 1 });
        (await Store.FindBookAsync(Book, default))!.Book.ShouldBe(sold);
        (await Store.ListBooksAsync(BookFilter.All, null, 10, default)).Items[1].Book.BackorderLimit.ShouldBe(1);

        await SaveAsync(Records.Book(Book));
        (await Store.FindBookAsync(Book, default))!.Book.ShouldBe(Records.Book(Book));
    }

    [Case(5, 8, 3, 3)]
    [Case(0, 1_000_000, 1_000_000, 1_000_000)]
    [Case(5, 5, 5, 0)]
    [Case(5, 5, 0, 3)]
    public async Task A_level_within_its_backorder_limit_is_written(int onHand, int reserved, int waiting, int limit)
    {
        await SaveAsync(Level(onHand, reserved, waiting, limit));
        (await Store.AuditStockAsync(null, 10, default)).Single().Level.ShouldBe(Level(onHand, reserved, waiting, limit));
        await using var unit = await OpenAsync(keys => keys.Stock.Add(Book));
        unit.Records.Stock.Find(Book).ShouldBe(Level(onHand, reserved, waiting, limit));
    }

    [Case(5, 9, 4, 3)]
    [Case(5, 6, 0, 3)]
    [Case(5, 5, 6, 3)]
    [Case(5, 5, -1, 3)]
    [Case(5, 5, 0, -1)]
    [Case(5, 5, 0, 1_000_001)]
    public async Task A_level_beyond_its_backorder_limit_is_refused(int onHand, int reserved, int waiting, int limit)
    {
        await SaveAsync(Level(5, 5, 0, 3));
        await using (var unit = await OpenAsync(keys => keys.Stock.Add(Book)))
        {
            unit.Records.Stock.Put(Book, Level(onHand, reserved, waiting, limit));
            var refused = await Should.ThrowAsync<BookstoreStoreException>(async () => await unit.CommitAsync(NextMark()));
            refused.IsOutcomeUnknown.ShouldBeFalse();
        }

        (await Store.AuditStockAsync(null, 10, default)).Single().Level.ShouldBe(Level(5, 5, 0, 3));
    }

    [Case]
    public async Task TwoThousand_buyers_on_two_hosts_get_a_hundred_copies_and_fifty_on_back_order()
    {
        await using var one = new ModelShop(Store);
        await using var other = new ModelShop(await OpenSecondAsync());
        await one.Inventory.SaveBookAsync(Records.Book(Book) with { BackorderLimit = 50 });
        await one.Inventory.ReceiveStockAsync(Delivery(100));
        var outcomes = new PlaceOrderOutcome[2_000];

        await InTime(Parallel.ForAsync(0, outcomes.Length, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (buyer, _) =>
            outcomes[buyer] = (await (buyer % 2 == 0 ? one : other).PlaceAsync([new ReservationLine(Book, 1)], null, isDeclined: false)).Outcome));

        outcomes.Count(static outcome => outcome == PlaceOrderOutcome.Created).ShouldBe(150);
        outcomes.Count(static outcome => outcome == PlaceOrderOutcome.InsufficientStock).ShouldBe(1_850);
        (await LevelAsync(one)).ShouldSatisfyAllConditions(
            level => (level.OnHand, level.Reserved, level.Waiting).ShouldBe((100, 150, 50)),
            level => (level.Available, level.Orderable).ShouldBe((0, 0)));
        await VerifyAsync(one);
    }

    [Case]
    public async Task Copies_that_come_in_on_two_hosts_are_allocated_once_each_to_those_who_came_first()
    {
        await using var one = new ModelShop(Store);
        await using var other = new ModelShop(await OpenSecondAsync());
        await one.Inventory.SaveBookAsync(Records.Book(Book) with { BackorderLimit = 100 });
        var orders = new List<Guid>();
        for (var buyer = 0; buyer < 40; buyer++)
        {
            var placed = await (buyer % 2 == 0 ? one : other).PlaceAsync([new ReservationLine(Book, 1)], null, isDeclined: false);
            orders.Add(placed.Order!.Id);
        }

        await InTime(Task.WhenAll(Enumerable.Range(0, 30).Select(number => Task.Run(() => (number % 2 == 0 ? one : other).Inventory.ReceiveStockAsync(Delivery(1))))));
        await one.Maintenance.RunOnceAsync();

        (await LevelAsync(one)).ShouldSatisfyAllConditions(level => (level.OnHand, level.Reserved, level.Waiting).ShouldBe((30, 40, 10)));
        var waiting = new List<int>();
        foreach (var id in orders)
        {
            waiting.Add((await one.Sales.FindOrderAsync(id))!.Lines[0].Waiting);
        }

        waiting.ShouldBe([.. Enumerable.Repeat(0, 30), .. Enumerable.Repeat(1, 10)]);
        await VerifyAsync(one);
    }

    // Without the gateways: each host has one of its own.
    private static async Task VerifyAsync(ModelShop shop) => (await shop.Services.GetRequiredService<IBookstoreAudit>().VerifyAsync()).Findings.ShouldBeEmpty();

    private static StockLevel Level(int onHand, int reserved, int waiting, int limit) => Records.Level(Book, onHand, reserved) with { Waiting = waiting, BackorderLimit = limit };

    private static StockChange Delivery(int copies) => new() { Isbn = Book, Quantity = copies, Reason = "delivery" };

    private static async Task<StockLevel> LevelAsync(ModelShop shop) => (await shop.Inventory.FindStockAsync(Book))!;
}
