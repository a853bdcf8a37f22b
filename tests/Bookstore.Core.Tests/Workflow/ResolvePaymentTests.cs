using Bookstore.Storage;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>What a person does about a payment that the library cannot finish: durable, once, and never beside a call that is under way.</summary>
public sealed class ResolvePaymentTests
{
    [Fact]
    public async Task Retry_refused_refund_is_sent_under_another_key_and_refunds_once()
    {
        await using var shop = await TestShop.OpenAsync();
        var keys = new List<string>();
        shop.Gateway.OnRefund = (request, call) =>
        {
            keys.Add(request.Key);
            return keys.Count == 1 ? ValueTask.FromResult(RefundResult.Refused("expired_or_canceled_card")) : call();
        };
        var order = await RefundOwedAsync(shop);

        var retried = await shop.Workflow.RetryPaymentAsync(order);
        var again = await shop.Workflow.RetryPaymentAsync(order);
        await shop.Settlement.RunOnceAsync();

        (retried.Outcome, again.Outcome).ShouldBe((ResolvePaymentOutcome.Resolved, ResolvePaymentOutcome.Resolved));
        (retried.Order!.PaymentStatus, retried.Order.Attention, retried.Order.PaymentFailureCode).ShouldBe((PaymentStatus.Captured, null, null));
        keys.Distinct().Count().ShouldBe(2);
        (await shop.OrderAsync(order)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        (await shop.Workflow.RetryPaymentAsync(order)).Outcome.ShouldBe(ResolvePaymentOutcome.NothingToResolve);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Retry_the_same_key_after_another_refusal_retries_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await CaptureRefusedAsync(shop);
        shop.Gateway.Plan(GatewayOperation.Capture, CallFault.Refuse);
        var key = new IdempotencyKey("till", "k-1");
        (await shop.Workflow.RetryPaymentAsync(order, key)).Replayed.ShouldBeFalse();
        await shop.Settlement.RunOnceAsync();

        var replayed = await shop.Workflow.RetryPaymentAsync(order, key);
        var reused = await shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = order, Attention = AttentionReason.CaptureRefused, Reason = "no", IdempotencyKey = key });

        (replayed.Outcome, replayed.Replayed).ShouldBe((ResolvePaymentOutcome.Resolved, true));
        reused.Outcome.ShouldBe(ResolvePaymentOutcome.IdempotencyKeyReused);
        (await shop.OrderAsync(order)).Attention!.Reason.ShouldBe(AttentionReason.CaptureRefused);
        (await shop.Workflow.RetryPaymentAsync(order, new IdempotencyKey("till", "k-2"))).Order!.Attention.ShouldBeNull();
    }

    [Fact]
    public async Task Retry_refused_capture_captures_and_the_order_goes_out()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await CaptureRefusedAsync(shop);

        (await shop.Workflow.RetryPaymentAsync(order)).Order!.PaymentStatus.ShouldBe(PaymentStatus.Authorized);
        await shop.Settlement.RunOnceAsync();

        var captured = await shop.OrderAsync(order);
        (captured.PaymentStatus, captured.Attention).ShouldBe((PaymentStatus.Captured, null));
        (await shop.Sales.ListOrdersAsync(new OrderQuery { Attention = true })).Items.ShouldBeEmpty();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Retry_refused_again_needs_a_person_again()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await CaptureRefusedAsync(shop);
        shop.Gateway.Plan(GatewayOperation.Capture, CallFault.Refuse);

        await shop.Workflow.RetryPaymentAsync(order);
        await shop.Settlement.RunOnceAsync();

        (await shop.OrderAsync(order)).Attention!.Reason.ShouldBe(AttentionReason.CaptureRefused);
    }

    [Fact]
    public async Task Retry_refused_void_lets_the_money_go()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
        shop.Gateway.Plan(GatewayOperation.Void, CallFault.Refuse);
        await shop.Settlement.RunOnceAsync();

        await shop.Workflow.RetryPaymentAsync(order);
        await shop.Settlement.RunOnceAsync();

        (await shop.OrderAsync(order)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task Retry_unknown_outcome_is_sent_at_once_under_the_same_key()
    {
        await using var shop = await TestShop.OpenAsync();
        var keys = new List<string>();
        var isDown = true;
        shop.Gateway.OnCapture = (request, call) =>
        {
            keys.Add(request.Key);
            return isDown ? ValueTask.FromResult(CaptureResult.Unknown) : call();
        };
        var order = await UnknownCaptureAsync(shop);
        isDown = false;

        var retried = await shop.Workflow.RetryPaymentAsync(order);
        await shop.Settlement.RunOnceAsync();

        retried.Order!.Attention!.Reason.ShouldBe(AttentionReason.OutcomeUnknown);
        (await shop.OrderAsync(order)).ShouldSatisfyAllConditions(
            done => done.PaymentStatus.ShouldBe(PaymentStatus.Captured),
            done => done.Attention.ShouldBeNull());
        keys.Distinct().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(AttentionReason.CaptureRefused, PaymentStatus.Captured)]
    [InlineData(AttentionReason.VoidRefused, PaymentStatus.Voided)]
    [InlineData(AttentionReason.RefundRefused, PaymentStatus.Refunded)]
    [InlineData(AttentionReason.OutcomeUnknown, PaymentStatus.Captured)]
    [InlineData(AttentionReason.Contradiction, PaymentStatus.Refunded)]
    public async Task MarkDone_keeps_the_reference_and_nothing_is_called_any_more(AttentionReason reason, PaymentStatus expected)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await NeedingAsync(shop, reason);
        var before = shop.Gateway.Calls.Count;
        var request = new MarkPaymentDoneRequest { OrderId = order, Attention = reason, Reference = "bank 2026-11-28/17" };

        var marked = await shop.Workflow.MarkPaymentDoneAsync(request);
        shop.Time.Advance(TimeSpan.FromDays(1));
        await shop.Settlement.RunOnceAsync();
        var again = await shop.Workflow.MarkPaymentDoneAsync(request);

        (marked.Outcome, again.Outcome).ShouldBe((ResolvePaymentOutcome.Resolved, ResolvePaymentOutcome.Resolved));
        var done = await shop.OrderAsync(order);
        (done.PaymentStatus, done.Attention).ShouldBe((expected, null));
        done.Resolution.ShouldBe(new PaymentResolution(PaymentResolutionKind.MarkedDone, request.Reference, marked.Order!.Resolution!.At));
        again.Order.ShouldBe(done);
        (await shop.Sales.ListPaymentsAsync(order)).Single().PendingAction.ShouldBeNull();
        shop.Gateway.Calls.Count.ShouldBe(before);
        (await shop.Workflow.MarkPaymentDoneAsync(request with { Reference = "another" })).Outcome.ShouldBe(ResolvePaymentOutcome.NothingToResolve);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task MarkDone_capture_can_be_dispatched()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await CaptureRefusedAsync(shop);
        await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order, Attention = AttentionReason.CaptureRefused, Reference = "paid in cash" });

        var delivery = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 Main St" })).Delivery!;
        (await shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
    }

    [Fact]
    public async Task GiveUp_capture_cancels_the_order_and_its_delivery_and_releases_its_stock()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await CaptureRefusedAsync(shop);
        var delivery = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 Main St" })).Delivery!;
        var request = new GiveUpPaymentRequest { OrderId = order, Attention = AttentionReason.CaptureRefused, Reason = "customer does not answer" };

        (await shop.Workflow.GiveUpPaymentAsync(request)).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);

        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        (await shop.Deliveries.FindAsync(delivery.Id))!.Status.ShouldBe(DeliveryStatus.Cancelled);
        await shop.Settlement.RunOnceAsync();
        var ended = await shop.OrderAsync(order);
        (ended.Status, ended.PaymentStatus, ended.Attention, ended.Resolution!.Note).ShouldBe((OrderStatus.Cancelled, PaymentStatus.Voided, null, request.Reason));
        (await shop.Workflow.GiveUpPaymentAsync(request)).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task GiveUp_capture_whose_void_is_refused_needs_a_person_for_the_void_and_the_same_request_does_not_end_that()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await CaptureRefusedAsync(shop);
        var request = new GiveUpPaymentRequest { OrderId = order, Attention = AttentionReason.CaptureRefused, Reason = "too old" };
        shop.Gateway.Plan(GatewayOperation.Void, CallFault.Refuse);
        await shop.Workflow.GiveUpPaymentAsync(request);
        await shop.Settlement.RunOnceAsync();

        (await shop.Workflow.GiveUpPaymentAsync(request)).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);

        (await shop.OrderAsync(order)).Attention!.Reason.ShouldBe(AttentionReason.VoidRefused);
    }

    [Theory]
    [InlineData(AttentionReason.VoidRefused, PaymentStatus.Authorized)]
    [InlineData(AttentionReason.RefundRefused, PaymentStatus.RefundFailed)]
    [InlineData(AttentionReason.Contradiction, PaymentStatus.RefundFailed)]
    public async Task GiveUp_what_should_go_back_is_not_tried_any_more_and_the_status_tells_the_truth(AttentionReason reason, PaymentStatus expected)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await NeedingAsync(shop, reason);
        var before = shop.Gateway.Calls.Count;

        (await shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = order, Attention = reason, Reason = "written off" })).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);
        shop.Time.Advance(TimeSpan.FromDays(1));
        await shop.Settlement.RunOnceAsync();

        var ended = await shop.OrderAsync(order);
        (ended.PaymentStatus, ended.Attention, ended.Resolution!.Kind).ShouldBe((expected, null, PaymentResolutionKind.GivenUp));
        shop.Gateway.Calls.Count.ShouldBe(before);
        (await shop.Sales.ListPaymentsAsync(order)).Single().PendingAction.ShouldBeNull();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task AnyDecision_while_a_call_is_under_way_is_refused_until_its_lease_is_over()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await NeedingAsync(shop, AttentionReason.Contradiction);
        var release = new TaskCompletionSource<RefundResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shop.Gateway.OnRefund = async (_, _) =>
        {
            called.SetResult();
            return await release.Task;
        };
        shop.Time.Advance(TimeSpan.FromHours(2));
        var round = shop.Settlement.RunOnceAsync();
        await called.Task;

        var mark = new MarkPaymentDoneRequest { OrderId = order, Attention = AttentionReason.Contradiction, Reference = "by hand" };
        (await shop.Workflow.MarkPaymentDoneAsync(mark)).Outcome.ShouldBe(ResolvePaymentOutcome.CallInFlight);
        (await shop.Workflow.RetryPaymentAsync(order)).Outcome.ShouldBe(ResolvePaymentOutcome.CallInFlight);
        (await shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = order, Attention = AttentionReason.Contradiction, Reason = "no" })).Outcome
            .ShouldBe(ResolvePaymentOutcome.CallInFlight);
        release.SetResult(RefundResult.NothingCaptured);
        await round;

        (await shop.Workflow.MarkPaymentDoneAsync(mark)).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);
        (await shop.OrderAsync(order)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
    }

    [Fact]
    public async Task MarkDone_after_the_lease_of_a_call_that_hangs_shuts_its_result_out()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await NeedingAsync(shop, AttentionReason.Contradiction);
        var record = (await shop.Store.FindOrderAsync(order, default))!;
        var lease = new OrderLease(order, Guid.NewGuid(), record.DueAt!.Value, record.DueAt.Value + TimeSpan.FromSeconds(20));
        var taken = (await shop.Commit.SubmitAsync(new AcquireOrderLease(lease, OrderWork.Settlement, isDue: true), default)).Order!;
        shop.Time.Advance(lease.Until - shop.Time.GetUtcNow());

        await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order, Attention = AttentionReason.Contradiction, Reference = "by hand" });
        await shop.Commit.SubmitAsync(new PostponeOrder(taken, lease.Until + TimeSpan.FromHours(1), lease.Until), default);

        var after = (await shop.Store.FindOrderAsync(order, default))!;
        (after.PendingAction, after.DueAt, after.Order.PaymentStatus).ShouldBe((null, null, PaymentStatus.Refunded));
    }

    [Fact]
    public async Task Decision_for_another_reason_or_none_changes_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        var fine = (await shop.PlaceCapturedAsync(TestShop.Martian)).Id;
        var refused = await CaptureRefusedAsync(shop);

        (await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = fine, Attention = AttentionReason.RefundRefused, Reference = "x" })).Outcome.ShouldBe(ResolvePaymentOutcome.NothingToResolve);
        (await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = refused, Attention = AttentionReason.RefundRefused, Reference = "x" })).Outcome.ShouldBe(ResolvePaymentOutcome.NothingToResolve);
        (await shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = Guid.NewGuid(), Attention = AttentionReason.RefundRefused, Reason = "x" })).Outcome.ShouldBe(ResolvePaymentOutcome.OrderNotFound);
        await Should.ThrowAsync<ArgumentException>(() => shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = refused, Attention = AttentionReason.CaptureRefused, Reference = " " }));
        await Should.ThrowAsync<ArgumentException>(() => shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = refused, Attention = AttentionReason.CaptureRefused, Reason = new string('x', 501) }));
        (await shop.OrderAsync(refused)).Attention!.Reason.ShouldBe(AttentionReason.CaptureRefused);
    }

    [Fact]
    public async Task Place_resent_after_a_refused_void_is_answered_as_the_first_time()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = (await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "k")).Order!.Id;
        shop.Gateway.Plan(GatewayOperation.Void, CallFault.Refuse);
        shop.Time.Advance(TimeSpan.FromMinutes(5));
        await shop.Recovery.RunOnceAsync();
        await shop.Settlement.RunOnceAsync();

        (await shop.OrderAsync(order)).Attention!.Code.ShouldBe("refused_by_plan");
        (await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "k")).Outcome.ShouldBe(PlaceOrderOutcome.Rejected);
    }

    private static Task<Guid> NeedingAsync(TestShop shop, AttentionReason reason) => reason switch
    {
        AttentionReason.CaptureRefused => CaptureRefusedAsync(shop),
        AttentionReason.VoidRefused => VoidRefusedAsync(shop),
        AttentionReason.RefundRefused => RefundRefusedAsync(shop),
        AttentionReason.OutcomeUnknown => UnknownAsync(shop),
        _ => ContradictedAsync(shop),
    };

    private static async Task<Guid> CaptureRefusedAsync(TestShop shop)
    {
        shop.Gateway.Plan(GatewayOperation.Capture, CallFault.Refuse);
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(order)).PaymentStatus.ShouldBe(PaymentStatus.CaptureFailed);
        return order;
    }

    private static async Task<Guid> VoidRefusedAsync(TestShop shop)
    {
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
        shop.Gateway.Plan(GatewayOperation.Void, CallFault.Refuse);
        await shop.Settlement.RunOnceAsync();
        return order;
    }

    private static async Task<Guid> RefundOwedAsync(TestShop shop)
    {
        var order = (await shop.PlaceCapturedAsync(TestShop.Martian)).Id;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
        await shop.Settlement.RunOnceAsync();
        return order;
    }

    private static Task<Guid> RefundRefusedAsync(TestShop shop)
    {
        shop.Gateway.Plan(GatewayOperation.Refund, CallFault.Refuse);
        return RefundOwedAsync(shop);
    }

    private static Task<Guid> UnknownAsync(TestShop shop)
    {
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        return UnknownCaptureAsync(shop);
    }

    private static async Task<Guid> UnknownCaptureAsync(TestShop shop)
    {
        var order = (await shop.PlaceAsync(TestShop.Martian)).Order!.Id;
        for (var attempt = 0; attempt < PaymentAttention.AttemptsUntilTold; attempt++)
        {
            shop.Time.Advance(TimeSpan.FromHours(1));
            await shop.Settlement.RunOnceAsync();
        }

        return order;
    }

    private static async Task<Guid> ContradictedAsync(TestShop shop)
    {
        var order = (await shop.PlaceCapturedAsync(TestShop.Martian)).Id;
        shop.Gateway.OnRefund = (_, _) => ValueTask.FromResult(RefundResult.NothingCaptured);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order });
        await shop.Settlement.RunOnceAsync();
        return order;
    }
}
