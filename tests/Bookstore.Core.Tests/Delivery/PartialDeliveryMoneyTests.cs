using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>What is given back for a part of an order that is lost or sent back.</summary>
public sealed class PartialDeliveryMoneyTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task MoveAsync_lost_part_gives_its_worth_back_and_the_rest_goes_on()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        var rest = await ScheduleAsync(order);
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);

        await MoveAsync(first.Id, DeliveryStatus.Lost);
        await MoveAsync(first.Id, DeliveryStatus.Lost);

        var refund = (await _shop.Refunds.ListAsync(order.Id)).ShouldHaveSingleItem();
        (refund.Amount.Amount, refund.Reason).ShouldBe((25.98m, Refund.DeliveryLost));
        refund.Items.ShouldBe([new RefundItem(TestShop.Martian, 2)]);
        var now = await ShouldCountAsync(order, Fulfilment.Partial, (0, 2, 0), (0, 0, 0));
        (now.Status, now.Lines.Sum(static line => line.Lost), now.RefundPending.Amount).ShouldBe((OrderStatus.Created, 2, 25.98m));
        await _shop.Settlement.RunOnceAsync();
        await _shop.ShouldHoldAsync();

        await MoveAsync(rest.Id, DeliveryStatus.Dispatched);
        await MoveAsync(rest.Id, DeliveryStatus.Delivered);
        (await _shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(
            after => after.Status.ShouldBe(OrderStatus.Delivered),
            after => after.PaymentStatus.ShouldBe(PaymentStatus.PartiallyRefunded),
            after => after.Refunded.Amount.ShouldBe(25.98m));
        await _shop.ShouldHoldAsync();
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

        (await _shop.OrderAsync(order.Id)).RefundPending.Amount.ShouldBe(25.98m);
        (await _shop.StockAsync(TestShop.Martian)).ShouldSatisfyAllConditions(stock => stock.OnHand.ShouldBe(10), stock => stock.Reserved.ShouldBe(1));
        await MoveAsync(rest.Id, DeliveryStatus.Dispatched);
        await MoveAsync(rest.Id, DeliveryStatus.Delivered);
        await MoveAsync(rest.Id, DeliveryStatus.Returned);
        await _shop.Settlement.RunOnceAsync();

        (await _shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(
            after => after.PaymentStatus.ShouldBe(PaymentStatus.Refunded),
            after => after.Fulfilment.ShouldBe(Fulfilment.Returned),
            after => after.Refunded.ShouldBe(order.Total));
        (await _shop.Refunds.ListAsync(order.Id)).Select(static refund => refund.Amount.Amount).ShouldBe([25.98m, 31.99m]);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_lost_copies_that_a_refund_has_paid_back_are_not_paid_back_again()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);
        await _shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Items = [new RefundItem(TestShop.Martian, 1)], Reason = "late" });

        await MoveAsync(first.Id, DeliveryStatus.Lost);

        (await _shop.Refunds.ListAsync(order.Id)).Select(static refund => refund.Amount.Amount).ShouldBe([12.99m, 12.99m]);
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
        await _shop.Settlement.RunOnceAsync();

        (await _shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(after => after.Status.ShouldBe(OrderStatus.Cancelled), after => after.Refunded.ShouldBe(order.Total));
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_free_order_loses_one_part_and_delivers_the_other()
    {
        await _shop.StockAsync(TestShop.Martian, "The Martian", "Andy Weir", 0m, 1);
        var order = (await _shop.PlaceAsync(TestShop.Martian, 3)).Order!;
        var lost = await ScheduleAsync(order, (TestShop.Martian, 1));
        var sent = await ScheduleAsync(order);
        await MoveAsync(lost.Id, DeliveryStatus.Dispatched);
        await MoveAsync(sent.Id, DeliveryStatus.Dispatched);

        await MoveAsync(lost.Id, DeliveryStatus.Lost);
        (await _shop.OrderAsync(order.Id)).ShouldSatisfyAllConditions(now => now.Status.ShouldBe(OrderStatus.Created), now => now.Fulfilment.ShouldBe(Fulfilment.Dispatched));
        await MoveAsync(sent.Id, DeliveryStatus.Delivered);

        var after = await _shop.OrderAsync(order.Id);
        (after.Status, after.Fulfilment, after.Lines[0].Lost, after.Lines[0].Delivered).ShouldBe((OrderStatus.Delivered, Fulfilment.Delivered, 1, 2));
        await MoveAsync(sent.Id, DeliveryStatus.Returned);
        (await _shop.OrderAsync(order.Id)).Fulfilment.ShouldBe(Fulfilment.Returned);
        await _shop.ShouldHoldAsync();
    }

    private static ScheduleDeliveryRequest Request(Order order, params (Isbn Isbn, int Quantity)[] lines) =>
        new() { OrderId = order.Id, Address = "123 Main St", Lines = [.. lines.Select(static line => new DeliveryLine(line.Isbn, line.Quantity))] };

    // Three of the one and two of the other, paid for.
    private async Task<Order> PlaceAsync()
    {
        var placed = await _shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Lines = [new PlaceOrderLine(TestShop.Martian, 3), new PlaceOrderLine(TestShop.Odyssey, 2)] });
        await _shop.Settlement.RunOnceAsync();
        return placed.Order!;
    }

    private async Task<Delivery> ScheduleAsync(Order order, params (Isbn Isbn, int Quantity)[] lines)
    {
        var scheduled = await _shop.Deliveries.ScheduleAsync(Request(order, lines));
        scheduled.Outcome.ShouldBe(ScheduleDeliveryOutcome.Scheduled);
        return scheduled.Delivery!;
    }

    private async Task MoveAsync(Guid id, DeliveryStatus status) => (await _shop.Deliveries.MoveAsync(id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved, status.ToString());

    private async Task<Order> ShouldCountAsync(Order order, Fulfilment fulfilment, (int Cancelled, int Dispatched, int Delivered) martian, (int Cancelled, int Dispatched, int Delivered) odyssey)
    {
        var now = await _shop.OrderAsync(order.Id);
        now.Fulfilment.ShouldBe(fulfilment);
        Counts(TestShop.Martian).ShouldBe(martian);
        Counts(TestShop.Odyssey).ShouldBe(odyssey);
        return now;

        (int Cancelled, int Dispatched, int Delivered) Counts(Isbn isbn) => now.Lines.Where(line => line.Isbn == isbn).Select(static line => (line.Cancelled, line.Dispatched, line.Delivered)).Single();
    }
}
