using System.Text.Json;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Sales;

/// <summary>A date that moves: the feed names the orders that wait for copies or for the end of an embargo.</summary>
public sealed class DateChangeTests : IAsyncLifetime
{
    private static readonly Isbn Isbn = TestShop.Algorithms;

    private TestShop _shop = null!;
    private Order _first = null!;

    public async Task InitializeAsync()
    {
        _shop = await TestShop.OpenAsync();
        await SaveAsync(static book => book with { BackorderLimit = 1_000 });
        _first = (await _shop.PlaceAsync(Isbn, 3)).Order!;
    }

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task SaveBookAsync_a_moved_date_names_those_who_wait()
    {
        var order = (await _shop.PlaceAsync(Isbn)).Order!;
        var from = _shop.Time.GetUtcNow().AddDays(1);
        await SaveAsync(book => book with { SellableFrom = from });
        await SaveAsync(book => book with { SellableFrom = from.AddDays(7), PublishedOn = new DateOnly(2027, 1, 2) });

        (await _shop.Maintenance.RunOnceAsync()).DateChangesTold.ShouldBe(2);

        var told = await ToldAsync();
        told.Select(OrdersOf).ShouldAllBe(orders => orders.SequenceEqual(new[] { order.Id }));
        told[1].GetProperty("sellable_from").GetDateTimeOffset().ShouldBe(from.AddDays(7));
        told[1].GetProperty("previous_sellable_from").GetDateTimeOffset().ShouldBe(from);
        told[1].GetProperty("published_on").GetString().ShouldBe("2027-01-02");
        (await _shop.Maintenance.RunOnceAsync()).DateChangesTold.ShouldBe(0);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task SaveBookAsync_a_moved_date_of_many_orders_names_each_in_slices()
    {
        var orders = new List<Guid>();
        for (var i = 0; i < DateChangeWork.MaxOrders + 1; i++)
        {
            orders.Add((await _shop.PlaceAsync(Isbn)).Order!.Id);
        }

        await SaveAsync(static book => book with { PublishedOn = new DateOnly(2027, 1, 2) });

        (await _shop.Maintenance.RunOnceAsync()).DateChangesTold.ShouldBe(2);
        var told = await ToldAsync();
        OrdersOf(told[0]).Count.ShouldBe(DateChangeWork.MaxOrders);
        told.SelectMany(OrdersOf).ShouldBe(orders);
    }

    [Fact]
    public async Task SaveBookAsync_without_a_moved_date_or_without_those_who_wait_tells_nothing()
    {
        await SaveAsync(static book => book with { PublishedOn = new DateOnly(2027, 1, 2) });
        await _shop.PlaceAsync(Isbn);
        await SaveAsync(static book => book with { Title = "Another title" });

        (await _shop.Maintenance.RunOnceAsync()).DateChangesTold.ShouldBe(0);
    }

    [Fact]
    public async Task SaveBookAsync_a_moved_embargo_names_those_who_wait_for_its_end_alone()
    {
        var until = _shop.Time.GetUtcNow().AddDays(1);
        await SaveAsync(book => book with { EmbargoUntil = until });
        await _shop.Maintenance.RunOnceAsync();
        await _shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = Isbn, Quantity = 3, Reason = "delivery" });
        var (allocated, cancelled, waits) = ((await _shop.PlaceAsync(Isbn, 3)).Order!, (await _shop.PlaceAsync(Isbn)).Order!, (await _shop.PlaceAsync(Isbn)).Order!);
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = cancelled.Id });
        var before = (await ToldAsync()).Count;

        await SaveAsync(book => book with { EmbargoUntil = until.AddDays(7) });
        await _shop.Maintenance.RunOnceAsync();

        var told = (await ToldAsync()).Skip(before).SelectMany(OrdersOf).ToList();
        told.ShouldBe([waits.Id, allocated.Id, _first.Id], ignoreOrder: true);
        (await _shop.Maintenance.RunOnceAsync()).DateChangesTold.ShouldBe(0);
    }

    [Fact]
    public async Task SaveBookAsync_an_embargo_that_is_over_concerns_nobody_who_has_the_copies()
    {
        await SaveAsync(book => book with { EmbargoUntil = _shop.Time.GetUtcNow().AddDays(-2) });
        await SaveAsync(book => book with { EmbargoUntil = _shop.Time.GetUtcNow().AddDays(-1) });

        (await _shop.Maintenance.RunOnceAsync()).DateChangesTold.ShouldBe(0);
    }

    [Fact]
    public async Task SaveBookAsync_a_moved_embargo_of_many_allocated_orders_names_each_once()
    {
        var orders = new List<Guid> { _first.Id };
        await _shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = Isbn, Quantity = DateChangeWork.MaxOrders + 20, Reason = "delivery" });
        for (var i = 0; i < DateChangeWork.MaxOrders + 20; i++)
        {
            orders.Add((await _shop.PlaceAsync(Isbn)).Order!.Id);
        }

        await SaveAsync(book => book with { EmbargoUntil = _shop.Time.GetUtcNow().AddDays(1) });
        await _shop.Maintenance.RunOnceAsync();

        (await ToldAsync()).SelectMany(OrdersOf).ShouldBe(orders, ignoreOrder: true);
    }

    // A host's clock can be days ahead of the store's time, by which work is due.
    [Fact]
    public async Task What_was_written_down_is_due_by_any_time()
    {
        await _shop.PlaceAsync(Isbn);
        await SaveAsync(static book => book with { PublishedOn = new DateOnly(2027, 1, 2) });
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = _first.Id });

        foreach (var kind in new[] { DateChange.Documents.Name, DueAllocation.Documents.Name })
        {
            (await _shop.Store.ListDueDocumentsAsync(kind, null, _shop.Time.GetUtcNow().AddYears(-1), null, 10, default)).Items.ShouldHaveSingleItem();
        }
    }

    private static List<Guid> OrdersOf(JsonElement told) => [.. told.GetProperty("order_ids").EnumerateArray().Select(static id => id.GetGuid())];

    private async Task<List<JsonElement>> ToldAsync() => [.. (await FeedAssert.ReadAllAsync(_shop.Store))
        .Where(static happened => happened.Type == EventTypes.PreorderDateChanged).Select(static happened => JsonDocument.Parse(happened.Data).RootElement)];

    private async Task SaveAsync(Func<Book, Book> change) => await _shop.Inventory.SaveBookAsync(change((await _shop.Inventory.FindBookAsync(Isbn))!.Book));
}
