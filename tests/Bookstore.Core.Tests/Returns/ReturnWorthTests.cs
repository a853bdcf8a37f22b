using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Returns;

/// <summary>What is given back for copies that came.</summary>
public sealed class ReturnWorthTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task All_that_came_back_in_parts_is_paid_back_to_the_cent_and_the_order_is_returned()
    {
        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 3) with
        {
            Adjustments = [new OrderAdjustment(OrderAdjustment.Discount, new Money(-0.50m, "USD")), new OrderAdjustment(OrderAdjustment.Shipping, new Money(4.90m, "USD"))],
        });
        await _shop.Settlement.RunOnceAsync();
        var order = await _shop.DeliverAsync(placed.Order!.Id);
        var first = (await _shop.Returns.CreateAsync(Request(order.Id, 1) with { Shipping = true })).Return!;
        var second = (await _shop.Returns.CreateAsync(Request(order.Id, 2) with { Shipping = true })).Return!;
        foreach (var (id, copies) in new[] { (first.Id, 1), (second.Id, 2) })
        {
            await _shop.Returns.ApproveAsync(id);
            await ReceiveAsync(id, copies, copies);
        }

        // 28.50 - 0.50 + 4.90: each copy is worth 9.50 - 0.16, the last one 9.50 - 0.18; shipping goes back once.
        (await _shop.Refunds.ListAsync(order.Id)).Select(static refund => refund.Amount.Amount).ShouldBe([9.34m + 4.90m, 9.34m + 9.32m]);
        await _shop.Settlement.RunOnceAsync();
        var after = await _shop.OrderAsync(order.Id);
        (after.Refunded, after.PaymentStatus, after.Fulfilment, after.IsDispatched).ShouldBe((order.Total, PaymentStatus.Refunded, Fulfilment.Returned, false));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Never_more_goes_back_than_can_be_refunded()
    {
        var order = await DeliveredAsync(2);
        await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = 12m, Reason = "goodwill" });
        var requested = await ApprovedAsync(order.Id, 2);

        var received = (await ReceiveAsync(requested.Id, 2, 2)).Return!;

        (await _shop.Refunds.FindAsync(received.RefundIds.ShouldHaveSingleItem()))!.Amount.Amount.ShouldBe(7.00m);
        (await _shop.OrderAsync(order.Id)).Refundable.Amount.ShouldBe(0m);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_copy_that_was_paid_back_before_is_not_paid_back_again()
    {
        var order = await DeliveredAsync(2);
        await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Items = [new RefundItem(TestShop.Odyssey, 2)], Reason = "goodwill" });
        var requested = await ApprovedAsync(order.Id, 1);

        var received = (await ReceiveAsync(requested.Id, 1, 1)).Return!;

        (received.RefundIds.Count, received.Attention).ShouldBe((0, null));
        (await _shop.OrderAsync(order.Id)).Lines[0].Returned.ShouldBe(1);
    }

    [Fact]
    public async Task Copies_that_were_cancelled_before_and_those_that_come_back_are_worth_the_total_together()
    {
        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, 3) with { Adjustments = [new OrderAdjustment(OrderAdjustment.Discount, new Money(-0.50m, "USD"))] });
        await _shop.Settlement.RunOnceAsync();
        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id, Items = [new CancelOrderItem(TestShop.Odyssey, 1)] });
        var order = await _shop.DeliverAsync(placed.Order.Id);
        var approved = await ApprovedAsync(order.Id, 2);

        await ReceiveAsync(approved.Id, 2, 0);

        (await _shop.Refunds.ListAsync(order.Id)).Select(static refund => refund.Amount.Amount).ShouldBe([9.34m, 9.34m + 9.32m]);
        await _shop.Settlement.RunOnceAsync();
        var after = await _shop.OrderAsync(order.Id);
        (after.PaymentStatus, after.Refunded, after.Fulfilment).ShouldBe((PaymentStatus.Refunded, order.Total, Fulfilment.Returned));
        (await _shop.StockAsync(TestShop.Odyssey)).Available.ShouldBe(23);
        await _shop.ShouldHoldAsync();
    }

    private async Task<Order> DeliveredAsync(int copies) => await _shop.DeliverAsync((await _shop.PlaceCapturedAsync(TestShop.Odyssey, copies)).Id);

    private static CreateReturnRequest Request(Guid order, int copies) => new() { OrderId = order, Items = [new ReturnItem(TestShop.Odyssey, copies, "torn")] };

    private async Task<Return> RequestAsync(Guid order, int copies) => (await _shop.Returns.CreateAsync(Request(order, copies))).Return.ShouldNotBeNull();

    private async Task<Return> ApprovedAsync(Guid order, int copies) => (await _shop.Returns.ApproveAsync((await RequestAsync(order, copies)).Id)).Return.ShouldNotBeNull();

    private Task<MoveReturnResult> ReceiveAsync(Guid id, int received, int sellable) =>
        _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = id, Items = [new ReceivedItem(TestShop.Odyssey, received, sellable)] });
}
