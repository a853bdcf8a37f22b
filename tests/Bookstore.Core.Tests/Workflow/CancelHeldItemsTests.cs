using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>Copies are cancelled of an order whose money is held and not captured.</summary>
public sealed class CancelHeldItemsTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task CancelAsync_all_items_before_the_capture_voids_as_the_whole_order_does()
    {
        var order = (await _shop.PlaceAsync(TestShop.Martian, 2)).Order!;

        var result = await CancelAsync(order, (TestShop.Martian, 2));

        (result.Outcome, result.Order!.Status).ShouldBe((CancelOrderOutcome.Cancelled, OrderStatus.Cancelled));
        await _shop.Settlement.RunOnceAsync();
        (await _shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_items_before_the_capture_is_refused_and_charges_nothing_less()
    {
        var order = (await _shop.PlaceAsync(TestShop.Martian, 2)).Order!;

        var result = await CancelAsync(order, (TestShop.Martian, 1));

        (result.Outcome, result.Order!.PaymentStatus).ShouldBe((CancelOrderOutcome.PaymentNotCaptured, PaymentStatus.Authorized));
        (await _shop.OrderAsync(order.Id)).Version.ShouldBe(order.Version);
    }

    [Fact]
    public async Task CancelAsync_items_that_wait_for_the_capture_expect_the_version_that_it_leaves()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.DispatchWait = TimeSpan.FromSeconds(2));
        var order = (await shop.PlaceAsync(TestShop.Martian, 2)).Order!;

        var waiting = shop.Workflow.CancelAsync(Request(order, (TestShop.Martian, 1)) with { ExpectedVersion = ExpectedVersion.Of(order.Version) });
        await shop.Settlement.RunOnceAsync();
        while (!waiting.IsCompleted)
        {
            shop.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        (await waiting).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
    }

    [Fact]
    public async Task CancelAsync_items_of_an_amount_that_is_held_until_the_shop_asks_does_not_wait()
    {
        await using var shop = await TestShop.OpenAsync(static options => (options.CapturePolicy, options.DispatchWait) = (CapturePolicy.Manual, TimeSpan.FromSeconds(2)));
        var free = new OrderAdjustment(OrderAdjustment.Discount, new Money(-9.50m, "USD")) { Isbn = TestShop.Odyssey };
        var request = TestShop.Request(TestShop.Martian) with { Lines = [new PlaceOrderLine(TestShop.Martian, 1), new PlaceOrderLine(TestShop.Odyssey, 1)], Adjustments = [free] };
        var order = (await shop.Workflow.PlaceAsync(request)).Order!;
        var delivery = (await shop.Deliveries.ScheduleAsync(Delivery(order) with { Lines = [new DeliveryLine(TestShop.Odyssey, 1)] })).Delivery!;

        // Time stands still: a wait would not end.
        (await shop.Workflow.CancelAsync(Request(order, (TestShop.Martian, 1)))).Outcome.ShouldBe(CancelOrderOutcome.PaymentNotCaptured);
        (await shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);
    }

    [Fact]
    public async Task CancelAsync_items_of_a_held_amount_are_never_charged()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.CapturePolicy = CapturePolicy.OnDispatch);
        var order = await PlaceAsync(shipping: 4.90m, shop);

        var cancelled = (await shop.Workflow.CancelAsync(Request(order, (TestShop.Martian, 2)))).Order!;
        (cancelled.Status, cancelled.CaptureAmount!.Value.Amount, cancelled.RefundPending.Amount).ShouldBe((OrderStatus.Created, order.Total.Amount - 25.98m, 0m));
        await shop.ShouldHoldAsync();

        var delivery = (await shop.Deliveries.ScheduleAsync(Delivery(order))).Delivery!;
        await shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched);
        await shop.Settlement.RunOnceAsync();
        (await shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        (await shop.PaymentAsync(order.Id))!.Amount.ShouldBe(cancelled.CaptureAmount.Value);
        await shop.ShouldHoldAsync();

        await shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Lost);
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).Refunded.ShouldBe(cancelled.CaptureAmount.Value);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_items_after_the_capture_of_a_held_amount_gives_back_what_was_charged_for_them()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.CapturePolicy = CapturePolicy.Manual);
        var order = await PlaceAsync(shipping: 4.90m, shop);
        await shop.Workflow.CancelAsync(Request(order, (TestShop.Martian, 1)));
        (await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id, Amount = order.Total.Amount })).Outcome.ShouldBe(CapturePaymentOutcome.NotCapturable);
        await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id });
        await shop.Settlement.RunOnceAsync();

        await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Items = [new RefundItem(TestShop.Martian, 1)], Reason = "kindness" });
        var after = (await shop.Workflow.CancelAsync(Request(order, (TestShop.Martian, 2)))).Order!;

        (after.Captured.Amount, after.RefundPending.Amount).ShouldBe((order.Total.Amount - 12.99m, 25.98m));
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_items_of_a_held_amount_that_would_leave_nothing_to_capture_is_refused()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.CapturePolicy = CapturePolicy.OnDispatch);
        await shop.StockAsync(TestShop.Odyssey, "The Odyssey", "Homer", 0m, 1);
        var order = await PlaceAsync(shop: shop);

        (await shop.Workflow.CancelAsync(Request(order, (TestShop.Martian, 3)))).Outcome.ShouldBe(CancelOrderOutcome.PaymentNotCaptured);
        (await shop.Workflow.CancelAsync(Request(order, (TestShop.Martian, 3), (TestShop.Odyssey, 2)))).Order!.Status.ShouldBe(OrderStatus.Cancelled);
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    private static ScheduleDeliveryRequest Delivery(Order order) => new() { OrderId = order.Id, Address = "123 Main St" };

    private static CancelOrderRequest Request(Order order, params (Isbn Isbn, int Quantity)[] items) =>
        new() { OrderId = order.Id, Items = [.. items.Select(static item => new CancelOrderItem(item.Isbn, item.Quantity))] };

    private Task<CancelOrderResult> CancelAsync(Order order, params (Isbn Isbn, int Quantity)[] items) => _shop.Workflow.CancelAsync(Request(order, items));

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
