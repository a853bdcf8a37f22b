using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Returns;

/// <summary>Copies go their way by cancellations, returns and refunds in turn: each is paid back once, and what the shop has kept it keeps.</summary>
public sealed class ReturnedMoneyTests
{
    [Fact]
    public async Task A_copy_that_a_refund_has_paid_back_is_free_when_it_comes_back()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.DeliverAsync((await shop.PlaceCapturedAsync(TestShop.Odyssey, 3)).Id);
        await RefundAsync(shop, order.Id, 1);

        await TakeBackAsync(shop, order.Id, 1);
        (await shop.OrderAsync(order.Id)).RefundPending.Amount.ShouldBe(9.50m);
        await TakeBackAsync(shop, order.Id, 2);

        (await shop.OrderAsync(order.Id)).RefundPending.Amount.ShouldBe(28.50m);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_delivery_whose_copies_came_back_by_a_return_is_not_sent_back_again()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 2) with { Adjustments = [new OrderAdjustment(OrderAdjustment.Shipping, new Money(5.00m, "USD"))] });
        await shop.Settlement.RunOnceAsync();
        var order = await shop.DeliverAsync(placed.Order!.Id);
        await TakeBackAsync(shop, order.Id, 2);

        (await shop.Deliveries.MoveAsync(order.DeliveryId!.Value, DeliveryStatus.Returned)).Outcome.ShouldBe(MoveDeliveryOutcome.InvalidTransition);

        (await shop.OrderAsync(order.Id)).RefundPending.Amount.ShouldBe(19.00m, "the shop keeps the shipping");
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_whole_delivery_that_is_sent_back_brings_what_a_return_has_not_brought_and_all_that_is_left_of_the_money()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 3) with { Adjustments = [new OrderAdjustment(OrderAdjustment.Shipping, new Money(5.00m, "USD"))] });
        await shop.Settlement.RunOnceAsync();
        var order = await shop.DeliverAsync(placed.Order!.Id);
        await TakeBackAsync(shop, order.Id, 1);
        var onHand = (await shop.StockAsync(TestShop.Odyssey)).OnHand;

        (await shop.Deliveries.MoveAsync(order.DeliveryId!.Value, DeliveryStatus.Returned)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);

        (await shop.Refunds.ListAsync(order.Id)).Select(static refund => refund.Amount.Amount).ShouldBe([9.50m, 24.00m]);
        (await shop.StockAsync(TestShop.Odyssey)).OnHand.ShouldBe(onHand + 2);
        (await shop.OrderAsync(order.Id)).Fulfilment.ShouldBe(Fulfilment.Returned);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task What_the_shop_has_kept_of_a_return_it_keeps_when_the_last_copy_goes()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.Returns.RefundPolicy = ReturnRefundPolicy.Manual);
        var order = await shop.PlaceCapturedAsync(TestShop.Odyssey, 2);
        var delivery = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Rue Lacépède", Lines = [new DeliveryLine(TestShop.Odyssey, 1)] })).Delivery!.Id;
        await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched);
        await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Delivered);
        await TakeBackAsync(shop, order.Id, 1);

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id, Items = [new CancelOrderItem(TestShop.Odyssey, 1)] });

        (await shop.OrderAsync(order.Id)).RefundPending.Amount.ShouldBe(9.50m);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task What_rounding_left_over_goes_back_with_the_last_copy_that_is_paid_back()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.Returns.RefundPolicy = ReturnRefundPolicy.Manual);
        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 2) with
        {
            Adjustments = [new OrderAdjustment(OrderAdjustment.Fee, new Money(0.01m, "USD")), new OrderAdjustment(OrderAdjustment.Shipping, new Money(5.00m, "USD"))],
        });
        await shop.Settlement.RunOnceAsync();
        var order = placed.Order!.Id;
        var delivery = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 Rue Lacépède", Lines = [new DeliveryLine(TestShop.Odyssey, 1)] })).Delivery!.Id;
        await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched);
        await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Delivered);
        await TakeBackAsync(shop, order, 1);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order, Items = [new CancelOrderItem(TestShop.Odyssey, 1)] });

        // The copy that came back is paid back by hand, after the one that was cancelled.
        await RefundAsync(shop, order, 1);

        (await shop.Refunds.ListAsync(order)).Select(static refund => (refund.Amount.Amount, refund.Shipping)).ShouldBe([(14.50m, true), (9.51m, false)]);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Copies_that_were_cancelled_before_the_capture_are_not_paid_back()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.CapturePolicy = CapturePolicy.Manual);
        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 3) with { Adjustments = [new OrderAdjustment(OrderAdjustment.Fee, new Money(2.00m, "USD"))] });
        var order = placed.Order!;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id, Items = [new CancelOrderItem(TestShop.Odyssey, 1)] });
        await shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id });
        await shop.Settlement.RunOnceAsync();
        var captured = await shop.OrderAsync(order.Id);
        captured.Captured.Amount.ShouldBe(20.34m);

        (await RefundAsync(shop, order.Id, 3)).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured);
        (await RefundAsync(shop, order.Id, 2)).Refund!.Amount.ShouldBe(captured.Captured, "the last copy takes the rounding");
        await shop.ShouldHoldAsync();
    }

    private static Task<CreateRefundResult> RefundAsync(TestShop shop, Guid order, int copies) =>
        shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order, Items = [new RefundItem(TestShop.Odyssey, copies)], Reason = "damaged" });

    private static async Task TakeBackAsync(TestShop shop, Guid order, int copies)
    {
        var requested = (await shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = order, Items = [new ReturnItem(TestShop.Odyssey, copies, "worn")] })).Return.ShouldNotBeNull();
        await shop.Returns.ApproveAsync(requested.Id);
        (await shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = requested.Id, Items = [new ReceivedItem(TestShop.Odyssey, copies, copies)] })).Outcome.ShouldBe(MoveReturnOutcome.Moved);
    }
}
