using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>Parcels that are lost, and goods that come back after they arrived: the money goes back, and stock says the truth.</summary>
public sealed class LostParcelTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    [Theory]
    [InlineData(DeliveryStatus.Dispatched)]
    [InlineData(DeliveryStatus.InTransit)]
    [InlineData(DeliveryStatus.Failed)]
    public async Task MoveAsync_lost_refunds_and_makes_nothing_sellable(DeliveryStatus last)
    {
        var (order, id) = await DispatchedAsync();
        if (last != DeliveryStatus.Dispatched)
        {
            await MoveAsync(id, last);
        }

        await MoveAsync(id, DeliveryStatus.Lost);
        await MoveAsync(id, DeliveryStatus.Lost);
        await _shop.Settlement.RunOnceAsync();

        var lost = await _shop.OrderAsync(order.Id);
        (lost.Status, lost.PaymentStatus, lost.DeliveryId, lost.IsDispatched).ShouldBe((OrderStatus.Cancelled, PaymentStatus.Refunded, id, true));
        (await _shop.PaymentAsync(order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
        var stock = await _shop.StockAsync(TestShop.Algorithms);
        (stock.OnHand, stock.Reserved).ShouldBe((0, 0));
        (await _shop.PlaceAsync(TestShop.Algorithms)).Outcome.ShouldBe(PlaceOrderOutcome.InsufficientStock);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_lost_is_final_and_the_order_cannot_be_delivered_again()
    {
        var (order, id) = await DispatchedAsync();
        await MoveAsync(id, DeliveryStatus.Lost);

        foreach (var status in Enum.GetValues<DeliveryStatus>().Where(static status => status != DeliveryStatus.Lost))
        {
            (await _shop.Deliveries.MoveAsync(id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.InvalidTransition, status.ToString());
        }

        (await _shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St" })).Outcome.ShouldBe(ScheduleDeliveryOutcome.OrderNotDeliverable);
        (await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        (await _shop.StockAsync(TestShop.Algorithms)).OnHand.ShouldBe(0);
        await _shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(DeliveryStatus.Cancelled)]
    [InlineData(DeliveryStatus.Failed)]
    [InlineData(DeliveryStatus.Returned)]
    [InlineData(DeliveryStatus.Delivered)]
    public async Task MoveAsync_lost_without_goods_on_the_road_is_refused(DeliveryStatus status)
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Algorithms, 3);
        var id = await ScheduleAsync(order);
        (await _shop.Deliveries.MoveAsync(id, DeliveryStatus.Lost)).Outcome.ShouldBe(MoveDeliveryOutcome.InvalidTransition);
        if (status is DeliveryStatus.Returned or DeliveryStatus.Delivered)
        {
            await MoveAsync(id, DeliveryStatus.Dispatched);
        }

        await MoveAsync(id, status);

        (await _shop.Deliveries.MoveAsync(id, DeliveryStatus.Lost)).Outcome.ShouldBe(MoveDeliveryOutcome.InvalidTransition);
        (await _shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task MoveAsync_delivered_then_returned_refunds_and_the_copies_can_be_sold_again()
    {
        var (order, id) = await DispatchedAsync();
        await MoveAsync(id, DeliveryStatus.Delivered);

        await MoveAsync(id, DeliveryStatus.Returned);
        await MoveAsync(id, DeliveryStatus.Returned);
        await _shop.Settlement.RunOnceAsync();

        var returned = await _shop.OrderAsync(order.Id);
        (returned.Status, returned.PaymentStatus, returned.IsDispatched).ShouldBe((OrderStatus.Delivered, PaymentStatus.Refunded, false));
        var stock = await _shop.StockAsync(TestShop.Algorithms);
        (stock.OnHand, stock.Reserved).ShouldBe((3, 0));
        (await _shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St" })).Outcome.ShouldBe(ScheduleDeliveryOutcome.OrderNotDeliverable);
        (await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.NotCancellable);
        (await _shop.PlaceAsync(TestShop.Algorithms, 3)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_refund_whose_answer_is_lost_is_made_once()
    {
        var (order, id) = await DispatchedAsync();
        await MoveAsync(id, DeliveryStatus.Delivered);
        _shop.Gateway.Plan(Testing.GatewayOperation.Refund, Testing.CallFault.LoseAnswer);

        await MoveAsync(id, DeliveryStatus.Returned);
        await _shop.Settlement.RunOnceAsync();
        await _shop.ShouldHoldAsync();
        _shop.Time.Advance(TimeSpan.FromMinutes(5));
        await _shop.Settlement.RunOnceAsync();

        (await _shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await _shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(DeliveryStatus.Lost)]
    [InlineData(DeliveryStatus.Returned)]
    public async Task MoveAsync_free_order_owes_nothing(DeliveryStatus end)
    {
        await _shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 0m, 1);
        var order = (await _shop.PlaceAsync(TestShop.Martian)).Order!;
        order.PaymentStatus.ShouldBe(PaymentStatus.NotRequired);
        var id = await ScheduleAsync(order);
        await MoveAsync(id, DeliveryStatus.Dispatched);
        if (end == DeliveryStatus.Returned)
        {
            await MoveAsync(id, DeliveryStatus.Delivered);
        }

        await MoveAsync(id, end);

        (await _shop.Store.FindOrderAsync(order.Id, default))!.PendingAction.ShouldBeNull();
        await _shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 0)]
    public async Task MoveAsync_returned_with_no_room_in_stock_changes_nothing_until_there_is(bool wasDelivered, int reserved)
    {
        var (order, id) = await DispatchedAsync();
        if (wasDelivered)
        {
            await MoveAsync(id, DeliveryStatus.Delivered);
        }

        await _shop.FillAsync(TestShop.Algorithms);
        var before = await _shop.OrderAsync(order.Id);

        var refused = await _shop.Deliveries.MoveAsync(id, DeliveryStatus.Returned, new IdempotencyKey("test", "back"));

        refused.Outcome.ShouldBe(MoveDeliveryOutcome.StockLimitReached);
        refused.Delivery!.Status.ShouldBe(wasDelivered ? DeliveryStatus.Delivered : DeliveryStatus.Dispatched);
        (await _shop.OrderAsync(order.Id)).ShouldBe(before);
        await _shop.ShouldHoldAsync();

        await _shop.Inventory.AdjustStockAsync(new StockChange { Isbn = TestShop.Algorithms, Quantity = -3, Reason = "counted" });
        (await _shop.Deliveries.MoveAsync(id, DeliveryStatus.Returned, new IdempotencyKey("test", "back"))).ShouldSatisfyAllConditions(
            moved => moved.Outcome.ShouldBe(MoveDeliveryOutcome.Moved), moved => moved.Replayed.ShouldBeFalse());
        var stock = await _shop.StockAsync(TestShop.Algorithms);
        (stock.OnHand, stock.Reserved).ShouldBe((StockLevel.MaxOnHand, reserved));
        await _shop.Settlement.RunOnceAsync();
        await _shop.ShouldHoldAsync();
    }

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    private async Task<(Order Order, Guid Delivery)> DispatchedAsync()
    {
        var order = await _shop.PlaceCapturedAsync(TestShop.Algorithms, 3);
        var id = await ScheduleAsync(order);
        await MoveAsync(id, DeliveryStatus.Dispatched);
        return (order, id);
    }

    private async Task<Guid> ScheduleAsync(Order order) =>
        (await _shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St" })).Delivery!.Id;

    private async Task MoveAsync(Guid id, DeliveryStatus status) => (await _shop.Deliveries.MoveAsync(id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved, status.ToString());
}
