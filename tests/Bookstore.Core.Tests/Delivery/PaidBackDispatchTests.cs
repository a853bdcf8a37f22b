using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>What may leave the house when money of the order has gone back.</summary>
public sealed class PaidBackDispatchTests : DeliveriesInParts
{
    [Fact]
    public async Task MoveAsync_copies_whose_refund_is_pending_stay_although_the_shipping_is_left()
    {
        var placed = await Shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Adjustments = [new OrderAdjustment(OrderAdjustment.Shipping, new Money(4.90m, "USD"))] });
        await Shop.Settlement.RunOnceAsync();
        var delivery = await ScheduleAsync(placed.Order!);
        await RefundAsync(placed.Order!, TestShop.Martian, 1);

        (await Shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);
    }

    [Fact]
    public async Task MoveAsync_the_other_copies_leave_and_a_refunded_copy_that_has_left_holds_none_of_them_back()
    {
        var order = await PlaceAsync();
        var (first, rest) = (await ScheduleAsync(order, (TestShop.Martian, 1)), await ScheduleAsync(order));
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);
        await RefundAsync(order, TestShop.Martian, 1);

        await MoveAsync(rest.Id, DeliveryStatus.Dispatched);
    }

    [Fact]
    public async Task MoveAsync_more_copies_than_were_not_paid_back_stay()
    {
        var order = await PlaceAsync();
        var (two, one) = (await ScheduleAsync(order, (TestShop.Martian, 2)), await ScheduleAsync(order, (TestShop.Martian, 1)));
        await RefundAsync(order, TestShop.Martian, 2);

        (await Shop.Deliveries.MoveAsync(two.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);
        await MoveAsync(one.Id, DeliveryStatus.Dispatched);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MoveAsync_a_free_copy_leaves_when_all_of_the_money_has_gone_back(bool isMade)
    {
        var free = new OrderAdjustment(OrderAdjustment.Discount, new Money(-9.50m, "USD")) { Isbn = TestShop.Odyssey };
        var placed = await Shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Lines = [new PlaceOrderLine(TestShop.Martian, 1), new PlaceOrderLine(TestShop.Odyssey, 1)], Adjustments = [free] });
        await Shop.Settlement.RunOnceAsync();
        await Shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id, Items = [new CancelOrderItem(TestShop.Martian, 1)] });
        if (isMade)
        {
            await Shop.Settlement.RunOnceAsync();
        }

        var order = await Shop.OrderAsync(placed.Order.Id);
        (order.Refundable.Amount, order.PaymentStatus).ShouldBe((0m, isMade ? PaymentStatus.Refunded : PaymentStatus.Captured));
        var delivery = await ScheduleAsync(order);
        await MoveAsync(delivery.Id, DeliveryStatus.Dispatched);
        await MoveAsync(delivery.Id, DeliveryStatus.Delivered);
        (await Shop.OrderAsync(order.Id)).Status.ShouldBe(OrderStatus.Delivered);
        await Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_a_parcel_whose_book_a_return_has_taken_back_is_not_sent_back_as_a_whole()
    {
        var order = await PlaceAsync();
        var (first, second) = (await ScheduleAsync(order, (TestShop.Martian, 1)), await ScheduleAsync(order, (TestShop.Martian, 1)));
        foreach (var parcel in (Delivery[])[first, second])
        {
            await MoveAsync(parcel.Id, DeliveryStatus.Dispatched);
            await MoveAsync(parcel.Id, DeliveryStatus.Delivered);
        }

        var asked = await Shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = order.Id, Items = [new ReturnItem(TestShop.Martian, 1)] });
        await Shop.Returns.ApproveAsync(asked.Return!.Id);
        await Shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = asked.Return.Id, Items = [new ReceivedItem(TestShop.Martian, 1, 1)] });

        (await Shop.Deliveries.MoveAsync(first.Id, DeliveryStatus.Returned)).Outcome.ShouldBe(MoveDeliveryOutcome.InvalidTransition);
        (await Shop.OrderAsync(order.Id)).Lines.Sum(static line => line.Returned).ShouldBe(1);
        await Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_one_parcel_after_the_other_is_sent_back()
    {
        var order = await PlaceAsync();
        foreach (var parcel in (Delivery[])[await ScheduleAsync(order, (TestShop.Martian, 1)), await ScheduleAsync(order, (TestShop.Martian, 1))])
        {
            await MoveAsync(parcel.Id, DeliveryStatus.Dispatched);
            await MoveAsync(parcel.Id, DeliveryStatus.Delivered);
            await MoveAsync(parcel.Id, DeliveryStatus.Returned);
        }

        (await Shop.OrderAsync(order.Id)).Lines.Sum(static line => line.Returned).ShouldBe(2);
    }

    private async Task RefundAsync(Order order, Isbn isbn, int quantity) =>
        (await Shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Items = [new RefundItem(isbn, quantity)], Reason = "damaged" })).Outcome.ShouldBe(CreateRefundOutcome.Created);
}
