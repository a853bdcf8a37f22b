using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>What is given back for a part of an order that is lost or sent back.</summary>
public sealed class PartialDeliveryMoneyTests : DeliveriesInParts
{
    [Fact]
    public async Task MoveAsync_lost_part_gives_its_worth_back_and_the_rest_goes_on()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        var rest = await ScheduleAsync(order);
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);

        await MoveAsync(first.Id, DeliveryStatus.Lost);
        await MoveAsync(first.Id, DeliveryStatus.Lost);

        var refund = (await Shop.Refunds.ListAsync(order.Id)).ShouldHaveSingleItem();
        (refund.Amount.Amount, refund.Reason).ShouldBe((25.98m, Refund.DeliveryLost));
        refund.Items.ShouldBe([new RefundItem(TestShop.Martian, 2)]);
        var now = await ShouldCountAsync(order, Fulfilment.Partial, (0, 2, 0), (0, 0, 0));
        (now.Status, now.Lines.Sum(static line => line.Lost), now.RefundPending.Amount).ShouldBe((OrderStatus.Created, 2, 25.98m));
        await Shop.Settlement.RunOnceAsync();
        await Shop.ShouldHoldAsync();

        await MoveAsync(rest.Id, DeliveryStatus.Dispatched);
        await MoveAsync(rest.Id, DeliveryStatus.Delivered);
        (await Shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(
            after => after.Status.ShouldBe(OrderStatus.Delivered),
            after => after.PaymentStatus.ShouldBe(PaymentStatus.PartiallyRefunded),
            after => after.Refunded.Amount.ShouldBe(25.98m));
        await Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_part_that_is_sent_back_gives_its_worth_back_and_the_last_part_all_that_is_left()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        var rest = await ScheduleAsync(order);
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);
        await MoveAsync(first.Id, DeliveryStatus.Delivered);

        await MoveAsync(first.Id, DeliveryStatus.Returned);

        (await Shop.OrderAsync(order.Id)).RefundPending.Amount.ShouldBe(25.98m);
        (await Shop.StockAsync(TestShop.Martian)).ShouldSatisfyAllConditions(stock => stock.OnHand.ShouldBe(10), stock => stock.Reserved.ShouldBe(1));
        await MoveAsync(rest.Id, DeliveryStatus.Dispatched);
        await MoveAsync(rest.Id, DeliveryStatus.Delivered);
        await MoveAsync(rest.Id, DeliveryStatus.Returned);
        await Shop.Settlement.RunOnceAsync();

        (await Shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(
            after => after.PaymentStatus.ShouldBe(PaymentStatus.Refunded),
            after => after.Fulfilment.ShouldBe(Fulfilment.Returned),
            after => after.Refunded.ShouldBe(order.Total));
        (await Shop.Refunds.ListAsync(order.Id)).Select(static refund => refund.Amount.Amount).ShouldBe([25.98m, 31.99m]);
        await Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_lost_copies_that_a_refund_has_paid_back_are_not_paid_back_again()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);
        await Shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Items = [new RefundItem(TestShop.Martian, 1)], Reason = "late" });

        await MoveAsync(first.Id, DeliveryStatus.Lost);

        (await Shop.Refunds.ListAsync(order.Id)).Select(static refund => refund.Amount.Amount).ShouldBe([12.99m, 12.99m]);
    }

    [Fact]
    public async Task MoveAsync_last_part_that_is_lost_cancels_what_never_arrives()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        var rest = await ScheduleAsync(order);
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);
        await MoveAsync(rest.Id, DeliveryStatus.Dispatched);
        await MoveAsync(first.Id, DeliveryStatus.Lost);

        await MoveAsync(rest.Id, DeliveryStatus.Lost);
        await Shop.Settlement.RunOnceAsync();

        (await Shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(after => after.Status.ShouldBe(OrderStatus.Cancelled), after => after.Refunded.ShouldBe(order.Total));
        await Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_free_order_loses_one_part_and_delivers_the_other()
    {
        await Shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 0m, 1);
        var order = (await Shop.PlaceAsync(TestShop.Martian, 3)).Order!;
        var lost = await ScheduleAsync(order, (TestShop.Martian, 1));
        var sent = await ScheduleAsync(order);
        await MoveAsync(lost.Id, DeliveryStatus.Dispatched);
        await MoveAsync(sent.Id, DeliveryStatus.Dispatched);

        await MoveAsync(lost.Id, DeliveryStatus.Lost);
        (await Shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(now => now.Status.ShouldBe(OrderStatus.Created), now => now.Fulfilment.ShouldBe(Fulfilment.Dispatched));
        await MoveAsync(sent.Id, DeliveryStatus.Delivered);

        var after = await Shop.OrderAsync(order.Id);
        (after.Status, after.Fulfilment, after.Lines[0].Lost, after.Lines[0].Delivered).ShouldBe((OrderStatus.Delivered, Fulfilment.Delivered, 1, 2));
        await MoveAsync(sent.Id, DeliveryStatus.Returned);
        (await Shop.OrderAsync(order.Id)).Fulfilment.ShouldBe(Fulfilment.Returned);
        await Shop.ShouldHoldAsync();
    }
}
