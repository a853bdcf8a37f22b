using Bookstore.Storage;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>A person settles or ends a payment that the library cannot finish: durable, once, and never beside a call that is in flight.</summary>
public sealed class ResolvePaymentTests
{
    [Theory]
    [InlineData(AttentionReason.CaptureRefused, PaymentStatus.Captured)]
    [InlineData(AttentionReason.VoidRefused, PaymentStatus.Voided)]
    [InlineData(AttentionReason.RefundRefused, PaymentStatus.Refunded)]
    [InlineData(AttentionReason.OutcomeUnknown, PaymentStatus.Captured)]
    [InlineData(AttentionReason.Contradiction, PaymentStatus.Refunded)]
    public async Task MarkDone_keeps_the_reference_and_nothing_is_called_any_more(AttentionReason reason, PaymentStatus expected)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, reason);
        var before = shop.Gateway.Calls.Count;
        var request = new MarkPaymentDoneRequest { OrderId = order, Attention = reason, Reference = "bank 2026-11-28/17" };

        var marked = await shop.Workflow.MarkPaymentDoneAsync(request);
        shop.Time.Advance(TimeSpan.FromDays(1));
        await shop.Settlement.RunOnceAsync();
        var again = await shop.Workflow.MarkPaymentDoneAsync(request);

        (marked.Outcome, again.Outcome).ShouldBe((ResolvePaymentOutcome.Resolved, ResolvePaymentOutcome.Resolved));
        var done = await shop.OrderAsync(order);
        (done.PaymentStatus, done.Attention).ShouldBe((expected, null));
        done.Resolution.ShouldBe(new PaymentResolution(PaymentResolutionKind.MarkedDone, request.Reference, marked.Order!.Resolution!.At) { Action = ActionOf(expected) });
        again.Order.ShouldBe(done);
        (await shop.Sales.ListPaymentsAsync(order)).Single().PendingAction.ShouldBeNull();
        shop.Gateway.Calls.Count.ShouldBe(before);
        (await shop.Workflow.MarkPaymentDoneAsync(request with { Reference = "another" })).Outcome.ShouldBe(ResolvePaymentOutcome.NothingToResolve);
        await shop.ShouldHoldAsync();
    }

    private static PaymentAction ActionOf(PaymentStatus done) => done switch
    {
        PaymentStatus.Captured => PaymentAction.Capture,
        PaymentStatus.Voided => PaymentAction.Void,
        _ => PaymentAction.Refund,
    };

    [Fact]
    public async Task MarkDone_capture_can_be_dispatched()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.CaptureRefusedAsync(shop);
        await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order, Attention = AttentionReason.CaptureRefused, Reference = "paid in cash" });

        var delivery = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 Main St" })).Delivery!;
        (await shop.Deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
    }

    [Fact]
    public async Task GiveUp_capture_cancels_the_order_and_its_delivery_and_releases_its_stock()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.CaptureRefusedAsync(shop);
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
        var order = await UnfinishedPayments.CaptureRefusedAsync(shop);
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
        var order = await UnfinishedPayments.NeedingAsync(shop, reason);
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
        var order = await UnfinishedPayments.NeedingAsync(shop, AttentionReason.Contradiction);
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
        var order = await UnfinishedPayments.NeedingAsync(shop, AttentionReason.Contradiction);
        var refund = RefundDocuments.Read((await shop.Store.ListDocumentsOfAsync(order, RefundDocuments.Kind.Name, null, 10, default)).Single());
        var until = refund.DueAt!.Value + TimeSpan.FromSeconds(20);
        var taken = (await shop.Commit.SubmitAsync(new AcquireRefund(refund, Guid.NewGuid(), refund.DueAt.Value, until, null), default))!;
        shop.Time.Advance(until - shop.Time.GetUtcNow());

        await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = order, Attention = AttentionReason.Contradiction, Reference = "by hand" });
        (await shop.Commit.SubmitAsync(new RecordRefund(taken, default, until + TimeSpan.FromHours(1), new Moment(until, until)), default)).IsRecorded.ShouldBeFalse();

        var after = (await shop.Store.FindOrderAsync(order, default))!;
        (after.PendingAction, after.DueAt, after.Order.PaymentStatus).ShouldBe((null, null, PaymentStatus.Refunded));
        (await shop.Refunds.ListAsync(order)).Single().Status.ShouldBe(RefundStatus.Succeeded);
    }

    [Fact]
    public async Task Decision_for_another_reason_or_none_changes_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        var fine = (await shop.PlaceCapturedAsync(TestShop.Martian)).Id;
        var refused = await UnfinishedPayments.CaptureRefusedAsync(shop);

        (await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = fine, Attention = AttentionReason.RefundRefused, Reference = "x" })).Outcome.ShouldBe(ResolvePaymentOutcome.NothingToResolve);
        (await shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = refused, Attention = AttentionReason.RefundRefused, Reference = "x" })).Outcome.ShouldBe(ResolvePaymentOutcome.NothingToResolve);
        (await shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = Guid.NewGuid(), Attention = AttentionReason.RefundRefused, Reason = "x" })).Outcome.ShouldBe(ResolvePaymentOutcome.OrderNotFound);
        await Should.ThrowAsync<ArgumentException>(() => shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = refused, Attention = AttentionReason.CaptureRefused, Reference = " " }));
        await Should.ThrowAsync<ArgumentException>(() => shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = refused, Attention = AttentionReason.CaptureRefused, Reason = new string('x', 501) }));
        (await shop.OrderAsync(refused)).Attention!.Reason.ShouldBe(AttentionReason.CaptureRefused);
    }
}
