using System.Collections.Concurrent;
using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class CancelAndSettleTests
{
    [Fact]
    public async Task CancelAsync_before_capture_releases_and_voids()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, 2);

        var cancelled = await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });

        cancelled.Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(placed.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        (await shop.PaymentAsync(placed.Order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_after_capture_refunds()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Martian);

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        await shop.Settlement.RunOnceAsync();

        (await shop.OrderAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        (await shop.PaymentAsync(order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_while_the_capture_is_under_way_the_captured_money_is_refunded()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var captured = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        shop.Gateway.OnCapture = async (_, inner) =>
        {
            var answer = await inner();
            captured.SetResult();
            await release.Task;
            return answer;
        };
        var settling = shop.Settlement.RunOnceAsync();
        await captured.Task;

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        release.SetResult();
        await settling;
        await shop.Settlement.RunOnceAsync();

        var order = await shop.OrderAsync(placed.Order.Id);
        order.Status.ShouldBe(OrderStatus.Cancelled);
        order.PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_again_while_the_refund_is_under_way_makes_no_second_call()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        var other = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        var refunds = new RefundsUnderWay(shop);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        var running = shop.Settlement.RunOnceAsync();
        await refunds.BeganAsync(order.Id);

        for (var again = 0; again < 5; again++)
        {
            (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        }

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = other.Id });
        var later = shop.Settlement.RunOnceAsync();
        await refunds.BeganAsync(other.Id);
        refunds.CountOf(order.Id).ShouldBe(1);
        refunds.End();
        await running;
        await later;
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task CancelAsync_again_of_a_refund_that_a_person_may_decide_about_makes_no_call()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        var other = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        shop.Gateway.OnRefund = static (_, _) => ValueTask.FromResult(RefundResult.Unknown);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        while ((await shop.OrderAsync(order.Id)).Attention is null)
        {
            shop.Time.Advance(TimeSpan.FromHours(1));
            await shop.Settlement.RunOnceAsync();
        }

        var refunds = new RefundsUnderWay(shop);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = other.Id });
        var running = shop.Settlement.RunOnceAsync();
        await refunds.BeganAsync(other.Id);

        var done = await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order.Id, Attention = AttentionReason.OutcomeUnknown, Reference = "SEPA 4711" });

        (done.Outcome, refunds.CountOf(order.Id)).ShouldBe((ResolvePaymentOutcome.Resolved, 0));
        refunds.End();
        await running;
    }

    [Fact]
    public async Task CancelAsync_of_a_cancelled_order_with_fresh_keys_leaves_nothing_behind()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        CancelOrderRequest Request(string key) => new() { OrderId = placed.Order!.Id, IdempotencyKey = new IdempotencyKey("test", key) };
        await shop.Workflow.CancelAsync(Request("first"));

        for (var i = 0; i < 5; i++)
        {
            (await shop.Workflow.CancelAsync(Request($"k{i}"))).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        }

        (await shop.Store.ListKeysAsync(DateTimeOffset.MaxValue, null, 10, default)).Single().Id.Key.ShouldBe("first");
        (await shop.Workflow.CancelAsync(Request("first"))).Replayed.ShouldBeTrue();
    }

    [Fact]
    public async Task CancelAsync_twice_and_unknown_are_safe()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var request = new CancelOrderRequest { OrderId = placed.Order!.Id };

        (await shop.Workflow.CancelAsync(request)).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        (await shop.Workflow.CancelAsync(request)).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = Guid.NewGuid() })).Outcome.ShouldBe(CancelOrderOutcome.OrderNotFound);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task CancelAsync_cancelled_before_without_a_key_is_answered_the_same_and_owes_nothing_new()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        await shop.Settlement.RunOnceAsync();
        var request = new CancelOrderRequest { OrderId = placed.Order.Id, IdempotencyKey = new IdempotencyKey("test", "k1") };

        var first = await shop.Workflow.CancelAsync(request);
        var again = await shop.Workflow.CancelAsync(request);

        (first.Outcome, first.Replayed).ShouldBe((CancelOrderOutcome.Cancelled, false));
        (again.Outcome, again.Replayed).ShouldBe((CancelOrderOutcome.Cancelled, false));
        (await shop.Sales.ListPaymentsAsync(placed.Order.Id)).Single().PendingAction.ShouldBeNull();
    }

    [Fact]
    public async Task CancelAsync_capture_tried_before_owes_the_void_at_once_and_from_the_first_try()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnCapture = (_, _) => throw new HttpRequestException("away");
        await shop.Settlement.RunOnceAsync();
        var before = (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = before.Order.Id });

        var after = (await shop.Store.FindOrderAsync(before.Order.Id, default))!;
        (before.PendingAction, before.Attempts).ShouldBe((PaymentAction.Capture, 1));
        (after.PendingAction, after.Attempts, after.DueAt, after.Fence).ShouldBe((PaymentAction.Void, 0, shop.Time.GetUtcNow(), before.Fence + 1));
    }

    [Fact]
    public async Task CancelAsync_declined_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var rejected = await shop.PlaceAsync(TestShop.Martian, card: TestShop.Declined);

        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = rejected.Order!.Id })).Outcome.ShouldBe(CancelOrderOutcome.NotCancellable);
    }

    [Fact]
    public async Task RunOnceAsync_gateway_away_tries_again_with_growing_pauses()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnCapture = (_, _) => throw new HttpRequestException("away");

        (await shop.Settlement.RunOnceAsync()).ShouldBe(0);
        var first = (await shop.Sales.ListPaymentsAsync(placed.Order!.Id)).Single();
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        await shop.Settlement.RunOnceAsync();
        var second = (await shop.Sales.ListPaymentsAsync(placed.Order.Id)).Single();

        (first.Attempts, second.Attempts).ShouldBe((1, 2));
        (second.NextAttemptAt - shop.Time.GetUtcNow()).ShouldBe(TimeSpan.FromSeconds(2));
        shop.Gateway.OnCapture = null;
        shop.Time.Advance(TimeSpan.FromSeconds(2));
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task RunOnceAsync_capture_refused_for_good_is_not_dispatched_but_cancellable()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Refused("refused"));
        await shop.Settlement.RunOnceAsync();
        var orderId = placed.Order!.Id;
        (await shop.OrderAsync(orderId)).PaymentStatus.ShouldBe(PaymentStatus.CaptureFailed);
        var delivery = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = orderId, Address = "123 Main St" });

        (await shop.Deliveries.MoveAsync(delivery.Delivery!.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);
        (await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = orderId })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(orderId)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_gateway_with_a_late_window_voids_again_at_its_end()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.LateAuthorizationWindow = TimeSpan.FromHours(1);
        var voids = 0;
        shop.Gateway.OnVoid = (_, inner) =>
        {
            voids++;
            return inner();
        };
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();

        await shop.Settlement.RunOnceAsync();
        (await shop.Sales.ListPaymentsAsync(placed.Order!.Id)).Single().PendingAction.ShouldBe(PaymentAction.Void);
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Settlement.RunOnceAsync();

        voids.ShouldBe(2);
        (await shop.Sales.ListPaymentsAsync(placed.Order.Id)).Single().PendingAction.ShouldBeNull();
    }

    [Fact]
    public async Task DrainAsync_with_a_backlog_ends_when_nothing_is_pending()
    {
        await using var shop = await TestShop.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shop.PlaceAsync(TestShop.Odyssey)));

        await shop.Settlement.DrainAsync();

        (await shop.Store.ListDueOrdersAsync(OrderWork.Settlement, shop.Gateway.Name, DateTimeOffset.MaxValue, 1, default)).ShouldBeEmpty();
        (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.ShouldAllBe(order => order.PaymentStatus == PaymentStatus.Captured);
    }

    // Refunds that begin and are not answered until they are told to.
    private sealed class RefundsUnderWay
    {
        private readonly ConcurrentQueue<Guid> _begun = new();
        private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _signals = new();
        private readonly TaskCompletionSource _end = new();

        public RefundsUnderWay(TestShop shop) => shop.Gateway.OnRefund = async (request, inner) =>
        {
            _begun.Enqueue(request.OrderId);
            SignalOf(request.OrderId).TrySetResult();
            await _end.Task;
            return await inner();
        };

        public Task BeganAsync(Guid orderId) => SignalOf(orderId).Task;

        public int CountOf(Guid orderId) => _begun.Count(begun => begun == orderId);

        public void End() => _end.SetResult();

        private TaskCompletionSource SignalOf(Guid orderId) => _signals.GetOrAdd(orderId, static _ => new TaskCompletionSource());
    }
}
