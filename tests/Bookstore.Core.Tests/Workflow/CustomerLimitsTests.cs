using Bookstore.Support;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>One customer cannot hold all stock without paying, nor try cards without end; everybody else buys as before.</summary>
public sealed class CustomerLimitsTests
{
    [Fact]
    public async Task PlaceAsync_customer_who_never_pays_cannot_hold_all_stock_for_long()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxUnpaidOrdersPerCustomer = 2);
        var held = 0;
        var bought = 0;
        for (var halfSecond = 0; halfSecond < 240; halfSecond++)
        {
            held += (await PlaceAsync(shop, "griefer", TestShop.Algorithms, 3, TestShop.GatewayFails)).Outcome == PlaceOrderOutcome.Pending ? 1 : 0;
            bought += (await PlaceAsync(shop, "honest", TestShop.Algorithms)).Outcome == PlaceOrderOutcome.Created ? 1 : 0;
            shop.Time.Advance(TimeSpan.FromMilliseconds(500));
            await shop.Recovery.RunOnceAsync();
        }

        (held, bought).ShouldBe((2, 3));
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_many_declined_cards_are_refused_until_the_hour_is_over()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxDeclinedOrdersPerCustomer = 3);
        var first = shop.Time.GetUtcNow();
        for (var i = 0; i < 3; i++)
        {
            (await PlaceAsync(shop, "tester", TestShop.Martian, card: TestShop.Declined)).Outcome.ShouldBe(PlaceOrderOutcome.Declined);
            shop.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var refused = await PlaceAsync(shop, "tester", TestShop.Martian);
        var other = await PlaceAsync(shop, "somebody-else", TestShop.Martian);
        (refused.Outcome, refused.Order, refused.RetryAfter).ShouldBe((PlaceOrderOutcome.CustomerLimitReached, null, first + TimeSpan.FromHours(1) - shop.Time.GetUtcNow()));
        other.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        shop.Authorizations.ShouldBe(4);

        shop.Time.Advance(refused.RetryAfter!.Value);
        (await PlaceAsync(shop, "tester", TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }

    [Fact]
    public async Task PlaceAsync_free_orders_do_not_raise_the_limit_of_unpaid_ones()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxUnpaidOrdersPerCustomer = 2);
        await shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 0m, 100);
        for (var i = 0; i < 20; i++)
        {
            (await PlaceAsync(shop, "griefer", TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        }

        var held = 0;
        for (var i = 0; i < 20; i++)
        {
            held += (await PlaceAsync(shop, "griefer", TestShop.Odyssey, card: TestShop.GatewayFails)).Outcome == PlaceOrderOutcome.Pending ? 1 : 0;
            shop.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        held.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task PlaceAsync_unpaid_orders_that_still_hold_stock_count_after_the_hour()
    {
        await using var shop = await TestShop.OpenAsync(options =>
        {
            options.MaxUnpaidOrdersPerCustomer = 2;
            options.CustomerActionTimeout = TimeSpan.FromDays(7);
        });
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(new Uri("https://bank.example/3ds")));
        shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(new GatewayPayment { OrderId = request.OrderId, Status = GatewayPaymentStatus.RequiresAction });
        for (var hour = 0; hour < 12; hour++)
        {
            for (var i = 0; i < 4; i++)
            {
                await PlaceAsync(shop, "griefer", TestShop.Odyssey);
                shop.Time.Advance(TimeSpan.FromSeconds(5));
            }

            shop.Time.Advance(TimeSpan.FromMinutes(61));
        }

        (await shop.StockAsync(TestShop.Odyssey)).Reserved.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task PlaceAsync_request_of_a_refused_customer_that_was_sent_before_is_answered_as_it_was()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxDeclinedOrdersPerCustomer = 1);
        var declined = await PlaceAsync(shop, "tester", TestShop.Martian, card: TestShop.Declined, key: "first");

        var replayed = await PlaceAsync(shop, "tester", TestShop.Martian, card: TestShop.Declined, key: "first");
        var refused = await PlaceAsync(shop, "tester", TestShop.Martian, key: "second");
        shop.Time.Advance(TimeSpan.FromHours(1));
        var placed = await PlaceAsync(shop, "tester", TestShop.Martian, key: "second");

        (replayed.Outcome, replayed.Replayed, replayed.Order!.Id).ShouldBe((PlaceOrderOutcome.Declined, true, declined.Order!.Id));
        refused.Outcome.ShouldBe(PlaceOrderOutcome.CustomerLimitReached);
        (placed.Outcome, placed.Replayed).ShouldBe((PlaceOrderOutcome.Created, false), "a refusal does not use the key up");
    }

    [Fact]
    public async Task PlaceAsync_many_callers_with_one_customer_id_at_once_are_not_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1_000, Reason = "delivery" });
        await PlaceAsync(shop, "guest", TestShop.Martian, card: TestShop.Declined);
        await PlaceAsync(shop, "guest", TestShop.Martian, card: TestShop.GatewayFails);
        shop.Time.Advance(TimeSpan.FromSeconds(2));
        var release = new TaskCompletionSource();
        shop.Gateway.OnAuthorize = async (_, inner) =>
        {
            await release.Task;
            return await inner();
        };

        var first = Enumerable.Range(0, 256).Select(_ => PlaceAsync(shop, "guest", TestShop.Martian)).ToArray();
        while (shop.Authorizations < 258)
        {
            await Task.Yield();
        }

        shop.Time.Advance(TimeSpan.FromSeconds(2));
        var second = Enumerable.Range(0, 256).Select(_ => PlaceAsync(shop, "guest", TestShop.Martian)).ToArray();
        release.SetResult();

        (await Task.WhenAll([.. first, .. second])).ShouldAllBe(placed => placed.Outcome == PlaceOrderOutcome.Created);
    }

    [Fact]
    public async Task PlaceAsync_more_orders_are_confirmed_than_fail_is_not_refused()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxDeclinedOrdersPerCustomer = 3);
        for (var i = 0; i < 8; i++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(2));
            (await PlaceAsync(shop, "guest", TestShop.Odyssey)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
            (await PlaceAsync(shop, "guest", TestShop.Odyssey)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
            (await PlaceAsync(shop, "guest", TestShop.Odyssey, card: TestShop.Declined)).Outcome.ShouldBe(PlaceOrderOutcome.Declined);
        }
    }

    [Fact]
    public async Task PlaceAsync_shared_id_or_no_limit_is_not_refused()
    {
        await using var shop = await TestShop.OpenAsync(options =>
        {
            (options.MaxUnpaidOrdersPerCustomer, options.MaxDeclinedOrdersPerCustomer) = (0, 1);
            options.SharedCustomerIds.Add("guest");
        });
        for (var i = 0; i < 3; i++)
        {
            (await PlaceAsync(shop, "guest", TestShop.Odyssey, card: TestShop.Declined)).Outcome.ShouldBe(PlaceOrderOutcome.Declined);
            (await PlaceAsync(shop, "somebody", TestShop.Odyssey, card: TestShop.GatewayFails)).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PlaceAsync_unpaid_orders_of_another_host_count_from_the_first_failure_here(bool areCancelled)
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxUnpaidOrdersPerCustomer = 3);
        for (var i = 0; i < 3; i++)
        {
            var placed = await PlaceAsync(shop, "griefer", TestShop.Odyssey, card: TestShop.GatewayFails);
            if (areCancelled)
            {
                await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
            }
        }

        var other = new CustomerLimits(shop.Store, Options.Create(new BookstoreOptions { MaxUnpaidOrdersPerCustomer = 3 }), shop.Clock);
        other.Find("griefer").ShouldBeNull();
        other.Note(null, "griefer", new PlaceOrderResult { Outcome = PlaceOrderOutcome.Declined });

        (await other.RefusedForAsync(other.Find("griefer")!, default)).ShouldBe(TimeSpan.FromHours(1));
        other.Find("honest").ShouldBeNull();
    }

    [Fact]
    public async Task PlaceAsync_store_is_read_once_a_second_for_a_failed_customer_and_never_for_others()
    {
        CountingStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new CountingStore(inner));
        for (var i = 0; i < 10; i++)
        {
            await PlaceAsync(shop, "honest", TestShop.Odyssey);
        }

        store!.Lists.ShouldBe(0);
        await PlaceAsync(shop, "unlucky", TestShop.Odyssey, card: TestShop.Declined);
        for (var i = 0; i < 10; i++)
        {
            await PlaceAsync(shop, "unlucky", TestShop.Odyssey);
            shop.Time.Advance(TimeSpan.FromMilliseconds(250));
        }

        store.Lists.ShouldBe(6, "each look is at the newest orders and at those that wait");
    }

    [Fact]
    public async Task Note_more_customers_than_are_watched_forgets_them_and_keeps_counting()
    {
        await using var shop = await TestShop.OpenAsync();
        var limits = new CustomerLimits(shop.Store, Options.Create(new BookstoreOptions()), shop.Clock);
        for (var i = 0; i < 25_000; i++)
        {
            limits.Note(null, $"customer-{i}", new PlaceOrderResult { Outcome = PlaceOrderOutcome.Declined });
        }

        limits.Find("customer-24999").ShouldNotBeNull();
        limits.Find("customer-0").ShouldBeNull();
    }

    private static Task<PlaceOrderResult> PlaceAsync(TestShop shop, string customer, Isbn isbn, int quantity = 1, string card = TestShop.Card, string? key = null) =>
        shop.Workflow.PlaceAsync(TestShop.Request(isbn, quantity, card, key) with { CustomerId = customer });
}
