using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>A person has a payment call repeated that the library cannot finish.</summary>
public sealed class RetryPaymentTests
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
        var order = await UnfinishedPayments.RefundOwedAsync(shop);

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
        var order = await UnfinishedPayments.CaptureRefusedAsync(shop);
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
        var order = await UnfinishedPayments.CaptureRefusedAsync(shop);

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
        var order = await UnfinishedPayments.CaptureRefusedAsync(shop);
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
        var order = await UnfinishedPayments.UnknownCaptureAsync(shop);
        isDown = false;

        var retried = await shop.Workflow.RetryPaymentAsync(order);
        await shop.Settlement.RunOnceAsync();

        retried.Order!.Attention!.Reason.ShouldBe(AttentionReason.OutcomeUnknown);
        (await shop.OrderAsync(order)).ShouldSatisfyAllConditions(
            done => done.PaymentStatus.ShouldBe(PaymentStatus.Captured),
            done => done.Attention.ShouldBeNull());
        keys.Distinct().ShouldHaveSingleItem();
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
}
