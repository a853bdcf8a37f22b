using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Customers;

/// <summary>Erasing a customer: what is left, what waits, and how it goes on.</summary>
public sealed class CustomerErasureTests
{
    [Fact]
    public async Task EraseAsync_orders_lose_their_customer_and_keep_their_money_and_stock()
    {
        await using var shop = await TestShop.OpenAsync();
        var first = await shop.DeliverAsync((await shop.PlaceCapturedAsync(TestShop.Martian, 2)).Id);
        var second = await shop.DeliverAsync((await shop.PlaceCapturedAsync(TestShop.Odyssey)).Id);
        var other = (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey) with { CustomerId = "cust-2" })).Order!;
        var stock = await shop.StockAsync(TestShop.Martian);

        var erasure = await shop.Customers.EraseAsync("cust-1");

        (erasure!.Status, erasure.ErasedOrders, erasure.Waiting).ShouldBe((CustomerErasureStatus.Completed, 2, 0));
        var erased = await shop.OrderAsync(first.Id);
        erased.CustomerId.ShouldStartWith("erased-");
        erased.CustomerId.ShouldNotBe((await shop.OrderAsync(second.Id)).CustomerId, "nothing leads from one of the orders to the other");
        (erased.Total, erased.PaymentStatus, erased.PaymentTransactionId, erased.Version).ShouldBe((first.Total, first.PaymentStatus, first.PaymentTransactionId, first.Version + 1));
        (await shop.Deliveries.ListAsync(new DeliveryQuery { OrderId = first.Id })).Items.ShouldHaveSingleItem().Address.ShouldBe("erased");
        (await shop.StockAsync(TestShop.Martian)).ShouldBe(stock);
        (await shop.OrderAsync(other.Id)).CustomerId.ShouldBe("cust-2");
        var page = await shop.Events.ReadPageAsync(new EventQuery { Types = [EventTypes.OrderErased] });
        page.Events.Select(static happened => happened.Resource).ShouldBe([$"orders/{second.Id}", $"orders/{first.Id}"], ignoreOrder: true);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task EraseAsync_order_that_has_not_ended_waits_and_is_erased_in_the_background()
    {
        await using var shop = await TestShop.OpenAsync();
        var ended = await shop.DeliverAsync((await shop.PlaceCapturedAsync(TestShop.Odyssey)).Id);
        var open = await shop.PlaceCapturedAsync(TestShop.Martian);

        var waiting = await shop.Customers.EraseAsync("cust-1");

        (waiting!.Status, waiting.ErasedOrders).ShouldBe((CustomerErasureStatus.Waiting, 1));
        waiting.WaitingOrders.ShouldBe([open.Id]);
        (await shop.OrderAsync(ended.Id)).CustomerId.ShouldStartWith("erased-");
        (await shop.Maintenance.RunOnceAsync()).OrdersErased.ShouldBe(0);
        await shop.DeliverAsync(open.Id);
        shop.Time.Advance(TimeSpan.FromHours(2));
        (await shop.Maintenance.RunOnceAsync()).OrdersErased.ShouldBe(1);
        (await shop.OrderAsync(open.Id)).CustomerId.ShouldStartWith("erased-");
        (await shop.Customers.EraseAsync("cust-1")).ShouldBeNull();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task EraseAsync_confirmed_order_that_the_shop_delivers_itself_has_ended_after_thirty_days()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceCapturedAsync(TestShop.Martian);
        (await shop.Customers.EraseAsync("cust-1"))!.Status.ShouldBe(CustomerErasureStatus.Waiting);

        shop.Time.Advance(TimeSpan.FromDays(30));

        (await shop.Customers.EraseAsync("cust-1"))!.Status.ShouldBe(CustomerErasureStatus.Completed);
    }

    [Fact]
    public async Task EraseAsync_order_that_is_placed_after_the_request_stays()
    {
        await using var shop = await TestShop.OpenAsync();
        var before = await shop.PlaceCapturedAsync(TestShop.Martian);
        await shop.Customers.EraseAsync("cust-1");
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        var later = await shop.DeliverAsync((await shop.PlaceCapturedAsync(TestShop.Odyssey)).Id);
        await shop.DeliverAsync(before.Id);

        (await shop.Customers.EraseAsync("cust-1"))!.Status.ShouldBe(CustomerErasureStatus.Completed);

        (await shop.OrderAsync(later.Id)).CustomerId.ShouldBe("cust-1");
        (await shop.OrderAsync(before.Id)).CustomerId.ShouldStartWith("erased-");
    }

    [Fact]
    public async Task EraseAsync_more_orders_than_a_page_are_erased_whole()
    {
        await using var shop = await TestShop.OpenAsync();
        for (var i = 0; i < 230; i++)
        {
            await shop.PlaceAsync(TestShop.Odyssey, card: TestShop.Declined);
            shop.Time.Advance(TimeSpan.FromHours(1));
        }

        (await shop.Customers.EraseAsync("cust-1"))!.ErasedOrders.ShouldBe(230);

        (await shop.Customers.ExportAsync("cust-1")).Items.ShouldBeEmpty();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task EraseAsync_stranger_and_shared_customer_are_refused()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.SharedCustomerIds.Add("guest"));

        (await shop.Customers.EraseAsync("cust-9")).ShouldBeNull();
        await Should.ThrowAsync<ArgumentException>(() => shop.Customers.EraseAsync("guest"));
        await Should.ThrowAsync<ArgumentException>(() => shop.Customers.EraseAsync(string.Empty));
    }

    [Fact]
    public async Task EraseAsync_nothing_of_the_customer_is_in_any_record_or_in_the_log()
    {
        using var logs = new RecordingLogs();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)));
        var traces = new CustomerTraces(shop.Services);
        await traces.LeaveAsync();

        await traces.EraseAsync();

        logs.Texts.ShouldNotContain(static text => text.Contains(CustomerTraces.Mark, StringComparison.Ordinal));
        await shop.ShouldHoldAsync();
    }
}
