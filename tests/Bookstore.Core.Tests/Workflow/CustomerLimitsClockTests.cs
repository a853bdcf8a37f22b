using Bookstore.Support;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>The limits of a customer while the store's clock jumps.</summary>
public sealed class CustomerLimitsClockTests
{
    [Fact]
    public async Task PlaceAsync_the_stores_clock_went_back_a_customer_is_refused_for_an_hour_all_the_same()
    {
        DueRoundTests.MovingStore? store = null;
        await using var shop = await TestShop.OpenAsync(options => options.MaxDeclinedOrdersPerCustomer = 2, decorate: _ => store = new DueRoundTests.MovingStore());
        await PlaceAsync(shop, "other", TestShop.Odyssey);
        store!.Moved = -TimeSpan.FromHours(20);
        await shop.Clock.ReadAsync(default);
        await PlaceAsync(shop, "griefer", TestShop.Odyssey, card: TestShop.Declined);
        await PlaceAsync(shop, "griefer", TestShop.Odyssey, card: TestShop.Declined);
        shop.Time.Advance(TimeSpan.FromMinutes(61));

        (await PlaceAsync(shop, "griefer", TestShop.Odyssey)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }

    [Theory]
    [InlineData(TestShop.Declined)]
    [InlineData(TestShop.GatewayFails)]
    public async Task PlaceAsync_orders_failed_while_the_stores_clock_was_a_year_ahead_customer_is_not_refused_for_a_year(string card)
    {
        DueRoundTests.MovingStore? store = null;
        await using var shop = await TestShop.OpenAsync(options => (options.MaxDeclinedOrdersPerCustomer, options.MaxUnpaidOrdersPerCustomer) = (2, 2), decorate: _ => store = new DueRoundTests.MovingStore());
        await PlaceAsync(shop, "unlucky", TestShop.Odyssey, card: card);
        store!.Moved = TimeSpan.FromDays(365);
        await shop.Clock.ReadAsync(default);
        await PlaceAsync(shop, "unlucky", TestShop.Odyssey, card: card);
        await PlaceAsync(shop, "unlucky", TestShop.Odyssey, card: card);

        store.Moved = -TimeSpan.FromDays(365);
        await shop.Clock.ReadAsync(default);
        shop.Time.Advance(TimeSpan.FromSeconds(2));

        (await PlaceAsync(shop, "unlucky", TestShop.Odyssey)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }

    [Fact]
    public async Task RefusedForAsync_the_stores_clock_went_back_an_hour_looks_again_after_a_second()
    {
        DueRoundTests.MovingStore? store = null;
        await using var shop = await TestShop.OpenAsync(options => options.MaxDeclinedOrdersPerCustomer = 3, decorate: _ => store = new DueRoundTests.MovingStore());
        var other = new CustomerLimits(shop.Store, Options.Create(new BookstoreOptions { MaxDeclinedOrdersPerCustomer = 3 }), shop.Clock);
        other.Note(null, "griefer", new PlaceOrderResult { Outcome = PlaceOrderOutcome.Declined });
        (await other.RefusedForAsync(other.Find("griefer")!, default)).ShouldBeNull();
        store!.Moved = -TimeSpan.FromHours(1);
        await shop.Clock.ReadAsync(default);
        for (var i = 0; i < 3; i++)
        {
            await PlaceAsync(shop, "griefer", TestShop.Odyssey, card: TestShop.Declined);
        }

        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await other.RefusedForAsync(other.Find("griefer")!, default)).ShouldNotBeNull();
    }

    private static Task<PlaceOrderResult> PlaceAsync(TestShop shop, string customer, Isbn isbn, string card = TestShop.Card) =>
        shop.Workflow.PlaceAsync(TestShop.Request(isbn, 1, card) with { CustomerId = customer });
}
