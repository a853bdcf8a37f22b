using System.Text.Json;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>Orders that are delivered in parts: copies, stock, status and events follow each delivery's lines.</summary>
public sealed class PartialDeliveryTests : DeliveriesInParts
{
    [Fact]
    public async Task ScheduleAsync_parts_then_the_rest_until_nothing_is_left()
    {
        var order = await PlaceAsync();

        var first = await ScheduleAsync(order, (TestShop.Martian, 1), (TestShop.Martian, 1));
        var rest = await ScheduleAsync(order);

        first.Lines.ShouldBe([new DeliveryLine(TestShop.Martian, 2)]);
        rest.Lines.ShouldBe([new DeliveryLine(TestShop.Odyssey, 2), new DeliveryLine(TestShop.Martian, 1)], ignoreOrder: true);
        (await Shop.OrderAsync(order.Id)).DeliveryId.ShouldBe(rest.Id);
        var refused = await Shop.Deliveries.ScheduleAsync(Request(order));
        (refused.Outcome, refused.Delivery!.Id, refused.OrderStatus).ShouldBe((ScheduleDeliveryOutcome.DeliveryExists, rest.Id, OrderStatus.Created));
        await Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ScheduleAsync_all_by_name_is_a_delivery_of_the_whole_order()
    {
        var order = await PlaceAsync();

        (await ScheduleAsync(order, (TestShop.Odyssey, 2), (TestShop.Martian, 3))).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task ScheduleAsync_more_than_is_left_is_refused_and_changes_nothing()
    {
        var order = await PlaceAsync();
        await ScheduleAsync(order, (TestShop.Martian, 2));
        var before = await Shop.OrderAsync(order.Id);

        (await Shop.Deliveries.ScheduleAsync(Request(order, (TestShop.Martian, 2)))).Outcome.ShouldBe(ScheduleDeliveryOutcome.DeliveryExists);
        var tooMany = await Shop.Deliveries.ScheduleAsync(Request(order, (TestShop.Martian, 4)));
        (tooMany.Outcome, tooMany.Isbn).ShouldBe((ScheduleDeliveryOutcome.NotOrdered, TestShop.Martian));
        var foreign = await Shop.Deliveries.ScheduleAsync(Request(order, (TestShop.Martian, 1), (TestShop.Algorithms, 1)));
        (foreign.Outcome, foreign.Isbn).ShouldBe((ScheduleDeliveryOutcome.NotOrdered, TestShop.Algorithms));

        (await Shop.OrderAsync(order.Id)).ShouldBe(before);
    }

    [Fact]
    public async Task ScheduleAsync_keeps_parcels_and_refuses_what_is_out_of_range()
    {
        var order = await PlaceAsync();
        var request = Request(order) with { Parcels = [new Parcel("P-1") { Carrier = "DHL", Weight = 0.75m }, new Parcel("P-2")] };
        foreach (var wrong in (Parcel[][])[[new Parcel("")], [new Parcel("1") { Carrier = "" }], [new Parcel("1") { Weight = -1 }], [new Parcel("1"), new Parcel("1")], [.. Enumerable.Range(0, 101).Select(static i => new Parcel($"{i}"))]])
        {
            await Should.ThrowAsync<ArgumentException>(() => Shop.Deliveries.ScheduleAsync(request with { Parcels = wrong }));
        }

        var scheduled = (await Shop.Deliveries.ScheduleAsync(request)).Delivery!;

        (await Shop.Deliveries.FindAsync(scheduled.Id))!.Parcels.ShouldBe(request.Parcels);
        request.Parcels[0].ToString().ShouldNotContain("P-1");
        scheduled.ToString().ShouldNotContain("P-1");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Order.MaxQuantity + 1)]
    public async Task ScheduleAsync_quantity_out_of_range_throws(int quantity)
    {
        var order = await PlaceAsync();

        (await Should.ThrowAsync<ArgumentException>(() => Shop.Deliveries.ScheduleAsync(Request(order, (TestShop.Martian, quantity))))).Message.ShouldContain("Lines[0].Quantity");
    }

    [Fact]
    public async Task ScheduleAsync_same_key_with_other_lines_is_refused()
    {
        var order = await PlaceAsync();
        var key = new IdempotencyKey("test", "parts");
        var request = Request(order, (TestShop.Martian, 1)) with { IdempotencyKey = key };
        var first = await Shop.Deliveries.ScheduleAsync(request);

        (await Shop.Deliveries.ScheduleAsync(request)).ShouldSatisfyAllConditions(again => again.Replayed.ShouldBeTrue(), again => again.Delivery!.Id.ShouldBe(first.Delivery!.Id));
        (await Shop.Deliveries.ScheduleAsync(Request(order, (TestShop.Martian, 2)) with { IdempotencyKey = key })).Outcome.ShouldBe(ScheduleDeliveryOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task MoveAsync_each_delivery_ships_its_lines_and_the_last_one_ends_the_order()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        var second = await ScheduleAsync(order);

        await MoveAsync(first.Id, DeliveryStatus.Dispatched);
        await ShouldCountAsync(order, Fulfilment.Partial, (0, 2, 0), (0, 0, 0));
        (await Shop.StockAsync(TestShop.Martian)).ShouldSatisfyAllConditions(stock => stock.OnHand.ShouldBe(8), stock => stock.Reserved.ShouldBe(1));
        await Shop.ShouldHoldAsync();

        await MoveAsync(first.Id, DeliveryStatus.Delivered);
        (await ShouldCountAsync(order, Fulfilment.Partial, (0, 2, 2), (0, 0, 0))).Status.ShouldBe(OrderStatus.Created);
        await MoveAsync(second.Id, DeliveryStatus.Dispatched);
        (await ShouldCountAsync(order, Fulfilment.Dispatched, (0, 3, 2), (0, 2, 0))).Status.ShouldBe(OrderStatus.Created);
        await MoveAsync(second.Id, DeliveryStatus.Delivered);

        (await ShouldCountAsync(order, Fulfilment.Delivered, (0, 3, 3), (0, 2, 2))).Status.ShouldBe(OrderStatus.Delivered);
        (await Shop.Deliveries.ScheduleAsync(Request(order))).Outcome.ShouldBe(ScheduleDeliveryOutcome.OrderNotDeliverable);
        await Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_tells_each_delivery_with_its_lines()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        var second = await ScheduleAsync(order);
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);
        await MoveAsync(second.Id, DeliveryStatus.Dispatched);
        await MoveAsync(first.Id, DeliveryStatus.InTransit);
        await MoveAsync(second.Id, DeliveryStatus.Failed);
        await MoveAsync(first.Id, DeliveryStatus.Delivered);
        await MoveAsync(second.Id, DeliveryStatus.Returned);

        var told = (await FeedAssert.ReadAllAsync(Shop.Store)).Where(happened => happened.Resource == $"orders/{order.Id}" && happened.Type.StartsWith("delivery.", StringComparison.Ordinal)).ToList();

        told.Select(happened => (happened.Type, Delivery(happened), Copies(happened))).ShouldBe(
        [
            (EventTypes.DeliveryScheduled, first.Id, 2),
            (EventTypes.DeliveryScheduled, second.Id, 3),
            (EventTypes.DeliveryDispatched, first.Id, 2),
            (EventTypes.DeliveryDispatched, second.Id, 3),
            (EventTypes.DeliveryInTransit, first.Id, 2),
            (EventTypes.DeliveryFailed, second.Id, 3),
            (EventTypes.DeliveryDelivered, first.Id, 2),
            (EventTypes.DeliveryReturned, second.Id, 3),
        ]);
    }

    [Fact]
    public async Task MoveAsync_what_comes_back_undelivered_is_held_again_and_can_be_scheduled_again()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        await MoveAsync(first.Id, DeliveryStatus.Dispatched);

        await MoveAsync(first.Id, DeliveryStatus.Returned);

        (await ShouldCountAsync(order, Fulfilment.None, (0, 0, 0), (0, 0, 0))).DeliveryId.ShouldBeNull();
        (await Shop.StockAsync(TestShop.Martian)).ShouldSatisfyAllConditions(stock => stock.OnHand.ShouldBe(10), stock => stock.Reserved.ShouldBe(3));
        (await ScheduleAsync(order)).Lines.ShouldBeEmpty();
        await Shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(DeliveryStatus.InTransit, true)]
    [InlineData(DeliveryStatus.Delivered, true)]
    [InlineData(DeliveryStatus.Returned, true)]
    [InlineData(DeliveryStatus.Returned, false)]
    [InlineData(DeliveryStatus.Delivered, false)]
    public async Task MoveAsync_failed_delivery_goes_on_only_if_its_goods_are_out(DeliveryStatus to, bool wasDispatched)
    {
        var order = await PlaceAsync();
        var other = await ScheduleAsync(order, (TestShop.Odyssey, 1));
        await MoveAsync(other.Id, DeliveryStatus.Dispatched);
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        if (wasDispatched)
        {
            await MoveAsync(first.Id, DeliveryStatus.Dispatched);
        }

        await MoveAsync(first.Id, DeliveryStatus.Failed);

        (await Shop.Deliveries.MoveAsync(first.Id, to)).Outcome.ShouldBe(wasDispatched ? MoveDeliveryOutcome.Moved : MoveDeliveryOutcome.InvalidTransition);
        await Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_cancelled_delivery_leaves_its_copies_to_another_one()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        var second = await ScheduleAsync(order, (TestShop.Odyssey, 2));

        await MoveAsync(second.Id, DeliveryStatus.Cancelled);

        (await Shop.OrderAsync(order.Id)).DeliveryId.ShouldBe(first.Id);
        (await ScheduleAsync(order)).Lines.Sum(static line => line.Quantity).ShouldBe(3);
    }

    [Fact]
    public async Task CancelAsync_order_with_several_scheduled_deliveries_calls_all_off()
    {
        var order = await PlaceAsync();
        var first = await ScheduleAsync(order, (TestShop.Martian, 2));
        var second = await ScheduleAsync(order);

        (await Shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);

        (await ShouldCountAsync(order, Fulfilment.None, (3, 0, 0), (2, 0, 0))).DeliveryId.ShouldBeNull();
        (await Shop.Deliveries.FindAsync(first.Id))!.Status.ShouldBe(DeliveryStatus.Cancelled);
        (await Shop.Deliveries.FindAsync(second.Id))!.Status.ShouldBe(DeliveryStatus.Cancelled);
        await Shop.Settlement.RunOnceAsync();
        await Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_order_of_which_a_part_is_out_is_refused()
    {
        var order = await PlaceAsync();
        await MoveAsync((await ScheduleAsync(order, (TestShop.Martian, 2))).Id, DeliveryStatus.Dispatched);

        (await Shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.NotCancellable);
        await Shop.ShouldHoldAsync();
    }

    private static Guid Delivery(BookstoreEvent happened)
    {
        using var data = JsonDocument.Parse(happened.Data);
        return data.RootElement.GetProperty("delivery_id").GetGuid();
    }

    private static int Copies(BookstoreEvent happened)
    {
        using var data = JsonDocument.Parse(happened.Data);
        return data.RootElement.GetProperty("lines").EnumerateArray().Sum(static line => line.GetProperty("quantity").GetInt32());
    }
}
