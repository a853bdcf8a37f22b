using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Refunds;

/// <summary>What copies are worth of which only a part was captured.</summary>
public sealed class CapturedPartTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync(static options => options.CapturePolicy = CapturePolicy.Manual);

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task CreateAsync_copies_of_which_a_part_was_captured_are_paid_back_in_proportion()
    {
        var order = await PlaceAsync(captured: 20.00m);

        var refunds = new List<decimal>();
        for (var copy = 0; copy < 3; copy++)
        {
            refunds.Add((await ItemAsync(order.Id)).Refund!.Amount.Amount);
        }

        refunds.ShouldBe([6.66m, 6.66m, 6.68m]);
        (await ItemAsync(order.Id)).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured);
    }

    [Fact]
    public async Task Returned_copies_of_which_a_part_was_captured_leave_the_shop_what_the_kept_copy_was_paid_for_with()
    {
        var order = await PlaceAsync(captured: 20.00m);
        await _shop.DeliverAsync(order.Id);

        var asked = await _shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = order.Id, Items = [new ReturnItem(TestShop.Odyssey, 2)] });
        await _shop.Returns.ApproveAsync(asked.Return!.Id);
        await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = asked.Return.Id, Items = [new ReceivedItem(TestShop.Odyssey, 2, 2)] });
        await _shop.Settlement.RunOnceAsync();

        (await _shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(
            after => after.Refunded.Amount.ShouldBe(13.32m),
            after => after.Refundable.Amount.ShouldBe(6.68m));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Shipping_is_a_part_of_the_proportion_and_all_of_it_is_what_was_captured()
    {
        var order = await PlaceAsync(captured: 10.00m, shipping: 4.90m);

        var shipping = await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Shipping = true, Reason = "late" });
        var copies = await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Items = [new RefundItem(TestShop.Odyssey, 3)], Reason = "damaged" });

        (shipping.Refund!.Amount.Amount, copies.Refund!.Amount.Amount).ShouldBe((1.40m, 8.60m));
        (await _shop.OrderAsync(order.Id)).Refundable.Amount.ShouldBe(0m);
    }

    [Fact]
    public async Task Copies_that_were_cancelled_before_are_not_in_the_proportion()
    {
        var placed = await PlaceHeldAsync(0m);
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Id, Items = [new CancelOrderItem(TestShop.Odyssey, 1)] });
        await CaptureAsync(placed.Id, 10.00m);

        (await ItemAsync(placed.Id)).Refund!.Amount.Amount.ShouldBe(5.00m);
        (await ItemAsync(placed.Id)).Refund!.Amount.Amount.ShouldBe(5.00m);
        (await ItemAsync(placed.Id)).Outcome.ShouldBe(CreateRefundOutcome.ExceedsCaptured);
    }

    private Task<CreateRefundResult> ItemAsync(Guid orderId) =>
        _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = orderId, Items = [new RefundItem(TestShop.Odyssey, 1)], Reason = "damaged" });

    private async Task<Order> PlaceAsync(decimal captured, decimal shipping = 0m)
    {
        var order = await PlaceHeldAsync(shipping);
        await CaptureAsync(order.Id, captured);
        return await _shop.OrderAsync(order.Id);
    }

    private async Task<Order> PlaceHeldAsync(decimal shipping)
    {
        // Three copies of 9.50, which cost 30.00 with the fee.
        var fee = new OrderAdjustment(OrderAdjustment.Fee, new Money(1.50m, "USD"));
        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 3) with { Adjustments = shipping == 0m ? [fee] : [fee, new OrderAdjustment(OrderAdjustment.Shipping, new Money(shipping, "USD"))] });
        return placed.Order!;
    }

    private async Task CaptureAsync(Guid orderId, decimal amount)
    {
        (await _shop.Workflow.CapturePaymentAsync(new CapturePaymentRequest { OrderId = orderId, Amount = amount })).Outcome.ShouldBe(CapturePaymentOutcome.Requested);
        await _shop.Settlement.RunOnceAsync();
        (await _shop.OrderAsync(orderId)).Captured.Amount.ShouldBe(amount);
    }
}
