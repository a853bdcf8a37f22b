using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class FailedOrdersTests
{
    [Fact]
    public async Task Of_orders_that_wait_count_also_where_they_are_not_among_the_newest()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxUnpaidOrdersPerCustomer = 2);
        for (var i = 0; i < 2; i++)
        {
            (await PlaceAsync(shop, "griefer", TestShop.Odyssey, card: TestShop.GatewayFails)).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
            shop.Time.Advance(TimeSpan.FromSeconds(2));
        }

        var waiting = (await shop.Store.ListOrdersAsync(new Storage.OrderFilter { CustomerId = "griefer", Status = OrderStatus.Pending }, null, 10, default)).Items;

        FailedOrders.Of([], waiting, TimeSpan.FromHours(1), shop.Time.GetUtcNow().AddMinutes(1), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(30)).Unpaid.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Of_orders_that_were_cancelled_count_neither_as_confirmed_nor_as_unpaid()
    {
        await using var shop = await TestShop.OpenAsync();
        var cancelled = (await PlaceAsync(shop, "griefer", TestShop.Odyssey)).Order!;
        await PlaceAsync(shop, "griefer", TestShop.Odyssey);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = cancelled.Id });
        var newest = (await shop.Store.ListOrdersAsync(new Storage.OrderFilter { CustomerId = "griefer" }, null, 10, default)).Items;

        var failed = FailedOrders.Of(newest, [], TimeSpan.FromHours(1), shop.Time.GetUtcNow(), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(30));

        (failed.Unpaid.Count, failed.Declined.Count, failed.Confirmed).ShouldBe((0, 0, 1));
    }

    private static Task<PlaceOrderResult> PlaceAsync(TestShop shop, string customer, Isbn isbn, string card = TestShop.Card) =>
        shop.Workflow.PlaceAsync(TestShop.Request(isbn, 1, card) with { CustomerId = customer });
}
