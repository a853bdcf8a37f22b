using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class IdempotencyTests
{
    [Fact]
    public async Task PlaceAsync_same_key_same_request_answers_the_first_outcome_even_after_a_cancel()
    {
        await using var shop = await TestShop.OpenAsync();
        var first = await shop.PlaceAsync(TestShop.Martian, key: "k1");
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = first.Order!.Id });

        var again = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        again.Replayed.ShouldBeTrue();
        again.Order!.Id.ShouldBe(first.Order.Id);
        first.Replayed.ShouldBeFalse();
        shop.Authorizations.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceAsync_same_key_other_request_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, key: "k1");

        (await shop.PlaceAsync(TestShop.Martian, 2, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
        (await shop.PlaceAsync(TestShop.Martian, card: "4111111111112222", key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task PlaceAsync_same_lines_in_another_order_is_the_same_request()
    {
        await using var shop = await TestShop.OpenAsync();
        var request = TestShop.Request(TestShop.Martian, key: "k1");
        var first = await shop.Workflow.PlaceAsync(request with { Lines = [new(TestShop.Martian, 1), new(TestShop.Odyssey, 2)] });

        var again = await shop.Workflow.PlaceAsync(request with { Lines = [new(TestShop.Odyssey, 1), new(TestShop.Martian, 1), new(TestShop.Odyssey, 1)] });

        again.Order!.Id.ShouldBe(first.Order!.Id);
        again.Replayed.ShouldBeTrue();
    }

    [Fact]
    public async Task PlaceAsync_same_key_of_another_client_is_another_order()
    {
        await using var shop = await TestShop.OpenAsync();
        var first = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        var other = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { IdempotencyKey = new IdempotencyKey("other", "k1") });

        other.Replayed.ShouldBeFalse();
        other.Order!.Id.ShouldNotBe(first.Order!.Id);
    }

    [Fact]
    public async Task PlaceAsync_refused_for_stock_does_not_use_the_key_up()
    {
        await using var shop = await TestShop.OpenAsync();
        (await shop.PlaceAsync(TestShop.Algorithms, 4, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.InsufficientStock);
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Algorithms, Quantity = 5, Reason = "delivery" });

        var placed = await shop.PlaceAsync(TestShop.Algorithms, 4, key: "k1");

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        placed.Replayed.ShouldBeFalse();
    }

    [Fact]
    public async Task PlaceAsync_declined_with_a_key_stays_declined()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, card: TestShop.Declined, key: "k1");

        var again = await shop.PlaceAsync(TestShop.Martian, card: TestShop.Declined, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Declined);
        again.Replayed.ShouldBeTrue();
        shop.Authorizations.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceAsync_first_still_running_is_in_progress()
    {
        await using var shop = await TestShop.OpenAsync();
        var held = new HeldCall();
        shop.Gateway.OnAuthorize = (_, inner) => held.HoldAsync(inner);
        var first = shop.PlaceAsync(TestShop.Martian, key: "k1");
        await held.Begun;

        (await shop.PlaceAsync(TestShop.Martian, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.InProgress);
        held.Release();

        (await first).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        shop.Authorizations.ShouldBe(1);
    }

    [Fact]
    public async Task PlaceAsync_resend_after_the_answer_was_lost_continues_without_a_second_authorization()
    {
        await using var shop = await TestShop.OpenAsync();
        (await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.Pending);

        var again = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        again.Replayed.ShouldBeTrue();
        shop.Authorizations.ShouldBe(1);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_resend_where_the_gateway_knows_of_nothing_authorizes_under_the_same_order()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => throw new HttpRequestException("the host died here");
        var first = await shop.PlaceAsync(TestShop.Martian, key: "k1");
        first.Outcome.ShouldBe(PlaceOrderOutcome.Pending);

        shop.Gateway.OnAuthorize = null;
        shop.Time.Advance(TimeSpan.FromSeconds(19));
        var again = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        again.Order!.Id.ShouldBe(first.Order!.Id);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(1);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_resend_after_the_host_died_continues_once_the_lease_has_ended_though_recovery_looked_first()
    {
        await using var shop = await TestShop.OpenAsync();
        var never = new TaskCompletionSource<AuthorizeResult>();
        shop.Gateway.OnAuthorize = (_, _) => new ValueTask<AuthorizeResult>(never.Task);
        _ = shop.PlaceAsync(TestShop.Martian, key: "k1");
        while (shop.Authorizations == 0)
        {
            await Task.Yield();
        }

        shop.Gateway.OnAuthorize = null;
        (await shop.PlaceAsync(TestShop.Martian, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.InProgress);
        shop.Time.Advance(TimeSpan.FromSeconds(11));
        await shop.Recovery.RunOnceAsync();
        var again = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        again.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_one_key_fifty_callers_at_once_one_order_one_authorization()
    {
        await using var shop = await TestShop.OpenAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => shop.PlaceAsync(TestShop.Martian, key: "k1"))));

        results.Count(result => result is { Outcome: PlaceOrderOutcome.Created, Replayed: false }).ShouldBe(1);
        results.ShouldAllBe(result => result.Outcome == PlaceOrderOutcome.Created || result.Outcome == PlaceOrderOutcome.InProgress);
        (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Count.ShouldBe(1);
        shop.Authorizations.ShouldBe(1);
    }

    [Fact]
    public async Task ReceiveStockAsync_same_key_counts_once_and_answers_the_same()
    {
        await using var shop = await TestShop.OpenAsync();
        var change = new StockChange { Isbn = TestShop.Martian, Quantity = 5, Reason = "delivery", IdempotencyKey = new IdempotencyKey("test", "k1") };
        var first = await shop.Inventory.ReceiveStockAsync(change);
        await shop.PlaceAsync(TestShop.Martian);

        var again = await shop.Inventory.ReceiveStockAsync(change);

        again.Replayed.ShouldBeTrue();
        again.Stock.ShouldBe(first.Stock);
        (await shop.StockAsync(TestShop.Martian)).OnHand.ShouldBe(15);
        (await shop.Inventory.ReceiveStockAsync(change with { Quantity = 6 })).Outcome.ShouldBe(ChangeStockOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task ScheduleAsync_same_key_answers_the_same_delivery()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);
        var request = new ScheduleDeliveryRequest { OrderId = order.Id, Address = "123 Main St", IdempotencyKey = new IdempotencyKey("test", "k1") };
        var first = await shop.Deliveries.ScheduleAsync(request);

        var again = await shop.Deliveries.ScheduleAsync(request);

        again.Replayed.ShouldBeTrue();
        again.Delivery.ShouldBe(first.Delivery);
        (await shop.Deliveries.ScheduleAsync(request with { Address = "elsewhere" })).Outcome.ShouldBe(ScheduleDeliveryOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task CancelAsync_same_key_is_replayed()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var request = new CancelOrderRequest { OrderId = placed.Order!.Id, IdempotencyKey = new IdempotencyKey("test", "k1") };

        (await shop.Workflow.CancelAsync(request)).Replayed.ShouldBeFalse();
        (await shop.Workflow.CancelAsync(request)).Replayed.ShouldBeTrue();
    }

    [Fact]
    public async Task Key_of_one_request_is_refused_for_every_other()
    {
        await using var shop = await TestShop.OpenAsync();
        var key = new IdempotencyKey("test", "k1");
        var (order, other) = (await shop.PlaceCapturedAsync(TestShop.Martian), await shop.PlaceCapturedAsync(TestShop.Martian));
        (await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 5, Reason = "delivery", IdempotencyKey = key })).Outcome.ShouldBe(ChangeStockOutcome.Changed);
        var cancel = new CancelOrderRequest { OrderId = order.Id, IdempotencyKey = new IdempotencyKey("test", "k2") };
        (await shop.Workflow.CancelAsync(cancel)).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);

        (await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 5, Reason = "delivery", IdempotencyKey = key })).Outcome.ShouldBe(ChangeStockOutcome.IdempotencyKeyReused);
        (await shop.PlaceAsync(TestShop.Martian, key: "k1")).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
        (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = other.Id, Address = "1 Main St", IdempotencyKey = key })).Outcome.ShouldBe(ScheduleDeliveryOutcome.IdempotencyKeyReused);
        (await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = other.Id, Amount = 1m, Reason = "r", IdempotencyKey = key })).Outcome.ShouldBe(CreateRefundOutcome.IdempotencyKeyReused);
        (await shop.Workflow.CancelAsync(cancel with { OrderId = other.Id })).Outcome.ShouldBe(CancelOrderOutcome.IdempotencyKeyReused);
        (await shop.PlaceAsync(TestShop.Martian, key: "k2")).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Cancellation_refund_delivery_and_its_move_are_answered_as_the_first_time_whatever_came_after()
    {
        await using var shop = await TestShop.OpenAsync();
        var (order, other) = (await shop.PlaceCapturedAsync(TestShop.Martian), await shop.PlaceCapturedAsync(TestShop.Odyssey));
        var cancel = new CancelOrderRequest { OrderId = order.Id, IdempotencyKey = new IdempotencyKey("test", "cancel") };
        var schedule = new ScheduleDeliveryRequest { OrderId = other.Id, Address = "1 Main St", IdempotencyKey = new IdempotencyKey("test", "deliver") };
        var refund = new CreateRefundRequest { OrderId = other.Id, Amount = 1m, Reason = "r", IdempotencyKey = new IdempotencyKey("test", "refund") };
        var cancelled = (await shop.Workflow.CancelAsync(cancel)).Order;
        var scheduled = (await shop.Deliveries.ScheduleAsync(schedule)).Delivery!;
        var refunded = (await shop.Refunds.CreateAsync(refund)).Refund;
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        await shop.Maintenance.RunOnceAsync();
        var dispatched = (await shop.Deliveries.MoveAsync(scheduled.Id, DeliveryStatus.Dispatched, new IdempotencyKey("test", "dispatch"))).Delivery;
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        await shop.Deliveries.MoveAsync(scheduled.Id, DeliveryStatus.InTransit);

        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        (await shop.Workflow.CancelAsync(cancel)).Order.ShouldBe(cancelled);
        (await shop.Deliveries.ScheduleAsync(schedule)).Delivery.ShouldBe(scheduled);
        (await shop.Refunds.FindAsync(refunded!.Id))!.Status.ShouldBe(RefundStatus.Succeeded);
        (await shop.Refunds.CreateAsync(refund)).Refund!.Version.ShouldBe(refunded.Version);
        (await shop.Deliveries.MoveAsync(scheduled.Id, DeliveryStatus.Dispatched, new IdempotencyKey("test", "dispatch"))).Delivery.ShouldBe(dispatched);
    }

    [Fact]
    public async Task Purge_key_that_was_claimed_anew_meanwhile_stays_claimed()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, key: "k1");
        await shop.Settlement.RunOnceAsync();
        shop.Time.Advance(TimeSpan.FromDays(3));
        var seen = (await shop.Store.ListKeysAsync(DateTimeOffset.MaxValue, null, 10, default)).Single();
        await shop.Housekeeping.RunOnceAsync();
        var anew = await shop.PlaceAsync(TestShop.Martian, key: "k1");
        await shop.Settlement.RunOnceAsync();

        (await shop.Commit.SubmitAsync(new PurgeKey(seen), default)).ShouldBeFalse();

        (await shop.PlaceAsync(TestShop.Martian, key: "k1")).Order!.Id.ShouldBe(anew.Order!.Id);
    }

    [Fact]
    public async Task Purge_old_key_of_a_settled_order_is_removed_and_of_an_unsettled_one_kept()
    {
        await using var shop = await TestShop.OpenAsync();
        var settled = await shop.PlaceAsync(TestShop.Martian, key: "settled");
        await shop.Settlement.RunOnceAsync();
        var pending = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "pending");

        shop.Time.Advance(TimeSpan.FromHours(47));
        await shop.Housekeeping.RunOnceAsync();
        (await shop.PlaceAsync(TestShop.Martian, key: "settled")).Replayed.ShouldBeTrue();
        shop.Time.Advance(TimeSpan.FromHours(2));
        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);

        (await shop.PlaceAsync(TestShop.Martian, key: "settled")).Order!.Id.ShouldNotBe(settled.Order!.Id);
        (await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "pending")).Order!.Id.ShouldBe(pending.Order!.Id);
    }
}
