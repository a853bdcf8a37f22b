using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>Copies of an order that are cancelled while the rest goes on: stock, money and status follow.</summary>
public sealed class CancelItemsTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task CancelAsync_items_releases_them_and_refunds_what_they_are_worth()
    {
        var order = await PlaceAsync();

        var result = await CancelAsync(order, (TestShop.Martian, 2));

        (result.Outcome, result.Order!.Status, result.Order.Fulfilment, result.Order.RefundPending.Amount).ShouldBe((CancelOrderOutcome.Cancelled, OrderStatus.Created, Fulfilment.None, 25.98m));
        Line(result.Order, TestShop.Martian).Cancelled.ShouldBe(2);
        (await _shop.StockAsync(TestShop.Martian)).ShouldSatisfyAllConditions(stock => stock.OnHand.ShouldBe(10), stock => stock.Reserved.ShouldBe(1));
        var refund = (await _shop.Refunds.ListAsync(order.Id)).ShouldHaveSingleItem();
        (refund.Reason, refund.Status, refund.Shipping).ShouldBe((Refund.ItemsCancelled, RefundStatus.Pending, false));
        refund.Items.ShouldBe([new RefundItem(TestShop.Martian, 2)]);
        await _shop.ShouldHoldAsync();

        await _shop.Settlement.RunOnceAsync();
        var rest = (await _shop.Deliveries.ScheduleAsync(Delivery(order))).Delivery!;
        rest.Lines.ShouldBe([new DeliveryLine(TestShop.Odyssey, 2), new DeliveryLine(TestShop.Martian, 1)], ignoreOrder: true);
        await MoveAsync(rest.Id, DeliveryStatus.Dispatched);
        await MoveAsync(rest.Id, DeliveryStatus.Delivered);
        (await _shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(
            now => now.Status.ShouldBe(OrderStatus.Delivered),
            now => now.PaymentStatus.ShouldBe(PaymentStatus.PartiallyRefunded),
            now => now.Refunded.Amount.ShouldBe(25.98m));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_items_tells_which_copies_and_then_of_the_refund()
    {
        var order = await PlaceAsync();
        await CancelAsync(order, (TestShop.Martian, 2));

        var told = (await FeedAssert.ReadAllAsync(_shop.Store)).Where(happened => happened.Resource == $"orders/{order.Id}").TakeLast(2).ToList();

        told.Select(static happened => happened.Type).ShouldBe([EventTypes.OrderItemsCancelled, EventTypes.RefundCreated]);
        System.Text.Encoding.UTF8.GetString(told[0].Data.Span).ShouldContain($$"""
            "lines":[{"isbn":"{{TestShop.Martian}}","quantity":2}]
            """.Trim());
    }

    [Fact]
    public async Task CancelAsync_all_that_is_left_cancels_the_whole_order_with_its_shipping()
    {
        var order = await PlaceAsync(shipping: 4.90m);
        await CancelAsync(order, (TestShop.Martian, 3));
        (await _shop.OrderAsync(order.Id)).RefundPending.Amount.ShouldBe(38.97m);

        var result = await CancelAsync(order, (TestShop.Odyssey, 2));

        (result.Outcome, result.Order!.Status, result.Order.RefundPending).ShouldBe((CancelOrderOutcome.Cancelled, OrderStatus.Cancelled, order.Total));
        await _shop.Settlement.RunOnceAsync();
        (await _shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_last_items_behind_what_has_arrived_completes_the_order()
    {
        var order = await PlaceAsync(shipping: 4.90m);
        var first = (await _shop.Deliveries.ScheduleAsync(Delivery(order) with { Lines = [new DeliveryLine(TestShop.Martian, 3)] })).Delivery!;
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);
        (await CancelAsync(order, (TestShop.Odyssey, 1))).Order!.Status.ShouldBe(OrderStatus.Created);
        await MoveAsync(first.Id, DeliveryStatus.Delivered);

        var result = await CancelAsync(order, (TestShop.Odyssey, 1));

        (result.Outcome, result.Order!.Status, result.Order.Fulfilment, result.Order.RefundPending.Amount).ShouldBe((CancelOrderOutcome.Cancelled, OrderStatus.Delivered, Fulfilment.Delivered, 19m));
        await _shop.Settlement.RunOnceAsync();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_items_right_after_the_order_waits_for_the_capture()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.DispatchWait = TimeSpan.FromSeconds(2));
        var order = (await shop.PlaceAsync(TestShop.Martian, 2)).Order!;

        var pause = TimeSpan.FromMilliseconds(100);
        using var pauses = new SemaphoreSlim(0);
        shop.Time.OnTimer = due =>
        {
            if (due == pause)
            {
                pauses.Release();
            }
        };
        var cancelling = shop.Workflow.CancelAsync(Request(order, (TestShop.Martian, 1)));
        while (await Task.WhenAny(cancelling, pauses.WaitAsync()) != cancelling)
        {
            await shop.Settlement.RunOnceAsync();
            shop.Time.Advance(pause);
        }

        shop.Time.OnTimer = null;
        (await cancelling).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
    }

    [Fact]
    public async Task CancelAsync_items_of_a_free_order_owes_nothing()
    {
        await _shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 0m, 1);
        var order = (await _shop.PlaceAsync(TestShop.Martian, 3)).Order!;

        (await CancelAsync(order, (TestShop.Martian, 1))).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        (await CancelAsync(order, (TestShop.Martian, 2))).Order!.Status.ShouldBe(OrderStatus.Cancelled);

        (await _shop.Refunds.ListAsync(order.Id)).ShouldBeEmpty();
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_items_that_are_not_there_is_refused_and_changes_nothing()
    {
        var order = await PlaceAsync();
        await CancelAsync(order, (TestShop.Martian, 2));
        var before = await _shop.OrderAsync(order.Id);

        var foreign = await CancelAsync(order, (TestShop.Odyssey, 1), (TestShop.Algorithms, 1));
        (foreign.Outcome, foreign.Isbn).ShouldBe((CancelOrderOutcome.NotOrdered, TestShop.Algorithms));
        var tooMany = await CancelAsync(order, (TestShop.Odyssey, 3));
        (tooMany.Outcome, tooMany.Isbn).ShouldBe((CancelOrderOutcome.NotOrdered, TestShop.Odyssey));
        var gone = await CancelAsync(order, (TestShop.Odyssey, 1), (TestShop.Martian, 2));
        (gone.Outcome, gone.Isbn).ShouldBe((CancelOrderOutcome.NotLeft, TestShop.Martian));

        (await _shop.OrderAsync(order.Id)).ShouldBe(before);
        await Should.ThrowAsync<ArgumentException>(() => CancelAsync(order, (TestShop.Martian, 0)));
        await Should.ThrowAsync<ArgumentException>(() => CancelAsync(order, (TestShop.Odyssey, 1), (TestShop.Odyssey, 1)));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_items_in_a_scheduled_delivery_waits_until_that_is_cancelled()
    {
        var order = await PlaceAsync();
        var delivery = (await _shop.Deliveries.ScheduleAsync(Delivery(order) with { Lines = [new DeliveryLine(TestShop.Martian, 2)] })).Delivery!;

        (await CancelAsync(order, (TestShop.Martian, 1))).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        var refused = await CancelAsync(order, (TestShop.Martian, 1));
        (refused.Outcome, refused.Isbn, refused.DeliveryId).ShouldBe((CancelOrderOutcome.InDelivery, TestShop.Martian, delivery.Id));

        await MoveAsync(delivery.Id, DeliveryStatus.Cancelled);
        (await CancelAsync(order, (TestShop.Martian, 2))).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_same_key_happens_once_and_another_body_is_refused()
    {
        var order = await PlaceAsync();
        var request = Request(order, (TestShop.Martian, 1)) with { IdempotencyKey = new IdempotencyKey("test", "part"), Reason = "too many" };
        await _shop.Workflow.CancelAsync(request);

        (await _shop.Workflow.CancelAsync(request with { ExpectedVersion = ExpectedVersion.Of("1") })).ShouldSatisfyAllConditions(
            again => again.Outcome.ShouldBe(CancelOrderOutcome.Cancelled), again => again.Replayed.ShouldBeTrue());
        (await _shop.Workflow.CancelAsync(request with { Items = [new CancelOrderItem(TestShop.Martian, 2)] })).Outcome.ShouldBe(CancelOrderOutcome.IdempotencyKeyReused);
        (await _shop.Workflow.CancelAsync(request with { Items = [] })).Outcome.ShouldBe(CancelOrderOutcome.IdempotencyKeyReused);
        (await _shop.Workflow.CancelAsync(Request(order, (TestShop.Martian, 1)) with { ExpectedVersion = ExpectedVersion.Of("1") })).Outcome.ShouldBe(CancelOrderOutcome.PreconditionFailed);
        (await _shop.Refunds.ListAsync(order.Id)).ShouldHaveSingleItem().Reason.ShouldBe("too many");
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(2, 3)]
    public async Task CancelAsync_copies_that_a_refund_has_paid_back_are_not_paid_back_again(int refunded, int cancelled)
    {
        var order = await PlaceAsync();
        await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Items = [new RefundItem(TestShop.Martian, refunded)], Reason = "kindness" });
        var before = (await _shop.OrderAsync(order.Id)).RefundPending.Amount;
        var paidBack = Math.Max(0, cancelled - refunded);

        var after = (await CancelAsync(order, (TestShop.Martian, cancelled))).Order!;

        (after.RefundPending.Amount - before).ShouldBe(12.99m * paidBack);
    }

    [Fact]
    public async Task CancelAsync_order_that_has_all_refunds_it_can_have_is_refused()
    {
        var order = await PlaceAsync();
        for (var i = 0; i < Order.MaxRefunds; i++)
        {
            await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = 0.01m, Reason = "a cent" });
        }

        (await CancelAsync(order, (TestShop.Martian, 1))).Outcome.ShouldBe(CancelOrderOutcome.TooManyRefunds);
        (await _shop.Workflow.CancelAsync(Request(order))).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
    }

    private static OrderLine Line(Order order, Isbn isbn) => order.Lines.Single(line => line.Isbn == isbn);

    private static ScheduleDeliveryRequest Delivery(Order order) => new() { OrderId = order.Id, Address = "123 Main St" };

    private static CancelOrderRequest Request(Order order, params (Isbn Isbn, int Quantity)[] items) =>
        new() { OrderId = order.Id, Items = [.. items.Select(static item => new CancelOrderItem(item.Isbn, item.Quantity))] };

    private Task<CancelOrderResult> CancelAsync(Order order, params (Isbn Isbn, int Quantity)[] items) => _shop.Workflow.CancelAsync(Request(order, items));

    private async Task MoveAsync(Guid id, DeliveryStatus status) => (await _shop.Deliveries.MoveAsync(id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved, status.ToString());

    // Three of the one and two of the other, paid for.
    private async Task<Order> PlaceAsync(decimal shipping = 0, TestShop? shop = null)
    {
        shop ??= _shop;
        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with
        {
            Lines = [new PlaceOrderLine(TestShop.Martian, 3), new PlaceOrderLine(TestShop.Odyssey, 2)],
            Adjustments = shipping == 0 ? [] : [new OrderAdjustment(OrderAdjustment.Shipping, new Money(shipping, "USD"))],
        });
        await shop.Settlement.RunOnceAsync();
        return placed.Order!;
    }
}
