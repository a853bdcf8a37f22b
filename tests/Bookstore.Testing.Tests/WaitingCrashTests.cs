using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>A host dies at every boundary while copies come in for orders that wait: each copy is allocated once.</summary>
public sealed class WaitingCrashTests
{
    [Fact]
    public async Task Received_copies_are_allocated_exactly_once_through_every_crash()
    {
        var crashes = await CrashTest.RunThroughEveryCrashAsync(
            async shop =>
            {
                await AllowAsync(shop, 5);
                var left = (await shop.Inventory.FindStockAsync(TestBooks.Martian))!.Available;
                var first = await shop.PlaceAsync(TestBooks.Martian, left, key: "first");
                await shop.PlaceAsync(TestBooks.Martian, 2, key: "second");
                await shop.PlaceAsync(TestBooks.Martian, 2, key: "third");
                await ReceiveAsync(shop, "came-1", 1);
                await shop.Orders.CancelAsync(new CancelOrderRequest { OrderId = first.Order!.Id, IdempotencyKey = new IdempotencyKey("test", "cancel") });
                await shop.RunBackgroundWorkAsync();
                await ReceiveAsync(shop, "came-2", 1);
            },
            verify: async shop =>
            {
                await shop.RunBackgroundWorkAsync();
                var level = (await shop.Inventory.FindStockAsync(TestBooks.Martian))!;
                var orders = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items;

                // What the lines wait for is what the level says, and no copy that is there is left to nobody while one waits.
                orders.Sum(static order => order.Lines.Sum(static line => line.Waiting)).ShouldBe(level.Waiting);
                level.Waiting.ShouldBe(Math.Max(0, level.Reserved - level.OnHand), shop.LastCrash?.ToString());
            });

        crashes.Count.ShouldBeGreaterThan(16);
    }

    private static async Task AllowAsync(TestShop shop, int limit)
    {
        var book = (await shop.Inventory.FindBookAsync(TestBooks.Martian))!.Book;
        await shop.Inventory.SaveBookAsync(book with { BackorderLimit = limit });
    }

    private static Task<ChangeStockResult> ReceiveAsync(TestShop shop, string key, int copies) => shop.Inventory.ReceiveStockAsync(
        new StockChange { Isbn = TestBooks.Martian, Quantity = copies, Reason = "delivery", IdempotencyKey = new IdempotencyKey("test", key) });
}
