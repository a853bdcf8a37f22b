using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>Deliveries are scheduled and moved, and their orders and stock with them.</summary>
public sealed class DeliveryServiceTests
{
    [Fact]
    public async Task ScheduleAsync_created_order_is_booked_with_its_courier()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);

        var scheduled = await ScheduleAsync(shop, order);
        scheduled.Outcome.ShouldBe(ScheduleDeliveryOutcome.Scheduled);
        (await shop.Couriers.RunOnceAsync()).ShouldBe(1);

        var delivery = (await shop.Deliveries.FindAsync(scheduled.Delivery!.Id))!;
        delivery.TrackingNumber.ShouldBe($"LOCAL-{delivery.Id:N}");
        delivery.Courier.ShouldBe("local");
        (await shop.OrderAsync(order.Id)).DeliveryId.ShouldBe(delivery.Id);
    }

    [Fact]
    public async Task ScheduleAsync_order_has_all_its_deliveries_is_refused_and_the_order_can_be_ended()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var key = new IdempotencyKey("till", "d-1");
        var request = new ScheduleDeliveryRequest { OrderId = order.Id, Address = "1 Main Street" };
        var first = (await shop.Deliveries.ScheduleAsync(request with { IdempotencyKey = key })).Delivery!.Id;
        await MoveAsync(shop, first, DeliveryStatus.Failed);
        for (var count = 2; count <= Order.MaxDeliveries; count++)
        {
            var scheduled = await ScheduleAsync(shop, order);
            scheduled.Outcome.ShouldBe(ScheduleDeliveryOutcome.Scheduled);
            await MoveAsync(shop, scheduled.Delivery!.Id, count % 2 == 0 ? DeliveryStatus.Failed : DeliveryStatus.Cancelled);
        }

        var version = (await shop.OrderAsync(order.Id)).UpdatedAt;
        (await ScheduleAsync(shop, order)).ShouldBe(new ScheduleDeliveryResult { Outcome = ScheduleDeliveryOutcome.TooManyDeliveries });

        (await shop.Deliveries.ListAsync(new DeliveryQuery { OrderId = order.Id })).Items.Count.ShouldBe(Order.MaxDeliveries);
        ((await shop.OrderAsync(order.Id)).UpdatedAt, (await shop.OrderAsync(order.Id)).DeliveryId).ShouldBe((version, null));
        (await shop.Deliveries.ScheduleAsync(request with { IdempotencyKey = key })).ShouldSatisfyAllConditions(
            replayed => replayed.Replayed.ShouldBeTrue(), replayed => replayed.Delivery!.Id.ShouldBe(first));
        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        (await ScheduleAsync(shop, order)).Outcome.ShouldBe(ScheduleDeliveryOutcome.OrderNotDeliverable);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_to_delivered_ships_the_stock_and_ends_the_order()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian, 2);
        var id = (await ScheduleAsync(shop, order)).Delivery!.Id;

        await MoveAsync(shop, id, DeliveryStatus.Dispatched);
        (await shop.StockAsync(TestShop.Martian)).ShouldBe(new StockLevel { Isbn = TestShop.Martian, OnHand = 8, Reserved = 0, LastMovement = 3 });
        await MoveAsync(shop, id, DeliveryStatus.InTransit);
        await MoveAsync(shop, id, DeliveryStatus.Delivered);

        (await shop.OrderAsync(order.Id)).Status.ShouldBe(OrderStatus.Delivered);
        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.NotCancellable);
        (await ScheduleAsync(shop, order)).Outcome.ShouldBe(ScheduleDeliveryOutcome.OrderNotDeliverable);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_to_where_it_is_claims_the_key_so_that_it_moves_nothing_when_it_is_sent_again()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, order)).Delivery!.Id;
        foreach (var status in new[] { DeliveryStatus.Dispatched, DeliveryStatus.InTransit, DeliveryStatus.Failed })
        {
            await MoveAsync(shop, id, status);
        }

        var key = new IdempotencyKey("till", "move-1");
        (await shop.Deliveries.MoveAsync(id, DeliveryStatus.Failed, key)).Replayed.ShouldBeFalse();
        await MoveAsync(shop, id, DeliveryStatus.InTransit);
        var again = await shop.Deliveries.MoveAsync(id, DeliveryStatus.Failed, key);

        (again.Outcome, again.Replayed, again.Delivery!.Status).ShouldBe((MoveDeliveryOutcome.Moved, true, DeliveryStatus.Failed));
        (await shop.Deliveries.FindAsync(id))!.Status.ShouldBe(DeliveryStatus.InTransit);
        (await shop.Deliveries.MoveAsync(id, DeliveryStatus.Delivered, key)).Outcome.ShouldBe(MoveDeliveryOutcome.IdempotencyKeyReused);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_the_same_key_after_a_later_move_returns_the_first_result()
    {
        await using var shop = await TestShop.OpenAsync();
        var id = (await ScheduleAsync(shop, await shop.PlaceCapturedAsync(TestShop.Martian))).Delivery!.Id;
        var key = new IdempotencyKey("till", "k-1");
        (await shop.Deliveries.MoveAsync(id, DeliveryStatus.Dispatched, key)).Replayed.ShouldBeFalse();
        await MoveAsync(shop, id, DeliveryStatus.Delivered);

        var replayed = await shop.Deliveries.MoveAsync(id, DeliveryStatus.Dispatched, key);
        var reused = await shop.Deliveries.MoveAsync(id, DeliveryStatus.Returned, key);

        (replayed.Outcome, replayed.Replayed, replayed.Delivery!.Status).ShouldBe((MoveDeliveryOutcome.Moved, true, DeliveryStatus.Dispatched));
        reused.Outcome.ShouldBe(MoveDeliveryOutcome.IdempotencyKeyReused);
        (await shop.Deliveries.MoveAsync(id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.InvalidTransition);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_failed_and_returned_holds_the_stock_again_and_can_be_delivered_anew()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian, 2);
        var id = (await ScheduleAsync(shop, order)).Delivery!.Id;
        await MoveAsync(shop, id, DeliveryStatus.Dispatched);
        await MoveAsync(shop, id, DeliveryStatus.Failed);
        (await ScheduleAsync(shop, order)).Outcome.ShouldBe(ScheduleDeliveryOutcome.DeliveryExists);
        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.NotCancellable);

        await MoveAsync(shop, id, DeliveryStatus.Returned);

        (await shop.StockAsync(TestShop.Martian)).ShouldBe(new StockLevel { Isbn = TestShop.Martian, OnHand = 10, Reserved = 2, LastMovement = 4 });
        (await ScheduleAsync(shop, order)).Outcome.ShouldBe(ScheduleDeliveryOutcome.Scheduled);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_returned_then_cancelled_refunds_and_releases()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian, 2);
        var id = (await ScheduleAsync(shop, order)).Delivery!.Id;
        await MoveAsync(shop, id, DeliveryStatus.Dispatched);
        await MoveAsync(shop, id, DeliveryStatus.Returned);

        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await shop.Settlement.RunOnceAsync();

        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_before_the_capture_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, placed.Order!)).Delivery!.Id;

        var refused = await shop.Deliveries.MoveAsync(id, DeliveryStatus.Dispatched);

        refused.Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);
        refused.PaymentStatus.ShouldBe(PaymentStatus.Authorized);
        (await shop.StockAsync(TestShop.Martian)).OnHand.ShouldBe(10);
    }

    [Fact]
    public async Task MoveAsync_dispatch_waits_for_a_capture_that_is_under_way()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.DispatchWait = TimeSpan.FromSeconds(2));
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, placed.Order!)).Delivery!.Id;

        var moved = await DispatchAsync(shop, id, () => shop.Settlement.RunOnceAsync());

        moved.Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
    }

    [Fact]
    public async Task MoveAsync_dispatch_is_refused_after_its_wait()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.DispatchWait = TimeSpan.FromSeconds(2));
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, placed.Order!)).Delivery!.Id;
        var began = shop.Time.GetUtcNow();

        var refused = await DispatchAsync(shop, id, static () => Task.CompletedTask);

        refused.Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);
        (shop.Time.GetUtcNow() - began).ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task MoveAsync_dispatch_does_not_wait_for_a_capture_that_was_refused()
    {
        await using var shop = await TestShop.OpenAsync(static options => options.DispatchWait = TimeSpan.FromSeconds(2));
        shop.Gateway.Plan(Testing.GatewayOperation.Capture, Testing.CallFault.Refuse);
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Settlement.RunOnceAsync();
        var id = (await ScheduleAsync(shop, placed.Order!)).Delivery!.Id;

        (await shop.Deliveries.MoveAsync(id, DeliveryStatus.Dispatched)).PaymentStatus.ShouldBe(PaymentStatus.CaptureFailed);
    }

    [Fact]
    public async Task MoveAsync_failed_attempt_is_delivered_again_the_order_is_delivered()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, order)).Delivery!.Id;
        foreach (var status in (DeliveryStatus[])[DeliveryStatus.Dispatched, DeliveryStatus.Failed, DeliveryStatus.InTransit, DeliveryStatus.Failed, DeliveryStatus.Delivered])
        {
            (await shop.Deliveries.MoveAsync(id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved, status.ToString());
        }

        (await shop.OrderAsync(order.Id)).Status.ShouldBe(OrderStatus.Delivered);
        (await shop.StockAsync(TestShop.Martian)).OnHand.ShouldBe(9);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MoveAsync_every_pair_of_statuses_is_in_the_table_or_refused()
    {
        HashSet<(DeliveryStatus, DeliveryStatus)> table =
        [
            (DeliveryStatus.Scheduled, DeliveryStatus.Dispatched), (DeliveryStatus.Scheduled, DeliveryStatus.Cancelled), (DeliveryStatus.Scheduled, DeliveryStatus.Failed),
            (DeliveryStatus.Dispatched, DeliveryStatus.InTransit), (DeliveryStatus.Dispatched, DeliveryStatus.Delivered), (DeliveryStatus.Dispatched, DeliveryStatus.Failed),
            (DeliveryStatus.Dispatched, DeliveryStatus.Returned), (DeliveryStatus.InTransit, DeliveryStatus.Delivered), (DeliveryStatus.InTransit, DeliveryStatus.Failed),
            (DeliveryStatus.InTransit, DeliveryStatus.Returned), (DeliveryStatus.Dispatched, DeliveryStatus.Lost), (DeliveryStatus.InTransit, DeliveryStatus.Lost),
            (DeliveryStatus.Delivered, DeliveryStatus.Returned),
        ];
        foreach (var from in Enum.GetValues<DeliveryStatus>())
        {
            foreach (var to in Enum.GetValues<DeliveryStatus>().Where(status => status != from))
            {
                DeliveryRules.TryMove(from, to, isDispatched: false, out _).ShouldBe(table.Contains((from, to)), $"{from} -> {to}");
            }
        }

        DeliveryRules.TryMove(DeliveryStatus.Failed, DeliveryStatus.Returned, isDispatched: true, out var trigger).ShouldBeTrue();
        trigger.ShouldBe(OrderTrigger.Return);
        DeliveryRules.TryMove(DeliveryStatus.Failed, DeliveryStatus.Delivered, isDispatched: true, out trigger).ShouldBeTrue();
        trigger.ShouldBe(OrderTrigger.Deliver);
        DeliveryRules.TryMove(DeliveryStatus.Failed, DeliveryStatus.InTransit, isDispatched: true, out trigger).ShouldBeTrue();
        trigger.ShouldBeNull();
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var id = (await ScheduleAsync(shop, order)).Delivery!.Id;
        (await shop.Deliveries.MoveAsync(id, DeliveryStatus.Delivered)).Outcome.ShouldBe(MoveDeliveryOutcome.InvalidTransition);
        (await shop.Deliveries.MoveAsync(Guid.NewGuid(), DeliveryStatus.Delivered)).Outcome.ShouldBe(MoveDeliveryOutcome.DeliveryNotFound);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => shop.Deliveries.MoveAsync(id, (DeliveryStatus)99));
    }

    [Fact]
    public async Task ScheduleAsync_unknown_order_or_courier_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);

        (await ScheduleAsync(shop, order, "nobody")).Outcome.ShouldBe(ScheduleDeliveryOutcome.UnknownCourier);
        (await ScheduleAsync(shop, order with { Id = Guid.NewGuid() })).Outcome.ShouldBe(ScheduleDeliveryOutcome.OrderNotFound);
    }

    // Time passes in the pauses of the dispatch alone.
    private static async Task<MoveDeliveryResult> DispatchAsync(TestShop shop, Guid id, Func<Task> meanwhile)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        using var pauses = new SemaphoreSlim(0);
        shop.Time.OnTimer = due =>
        {
            if (due == pause)
            {
                pauses.Release();
            }
        };
        var moving = shop.Deliveries.MoveAsync(id, DeliveryStatus.Dispatched);
        while (await Task.WhenAny(moving, pauses.WaitAsync()) != moving)
        {
            await meanwhile();
            shop.Time.Advance(pause);
        }

        shop.Time.OnTimer = null;
        return await moving;
    }

    private static Task<ScheduleDeliveryResult> ScheduleAsync(TestShop shop, Order order, string courier = "local") =>
        shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St", Courier = courier });

    private static async Task MoveAsync(TestShop shop, Guid id, DeliveryStatus status) =>
        (await shop.Deliveries.MoveAsync(id, status)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved, status.ToString());
}
