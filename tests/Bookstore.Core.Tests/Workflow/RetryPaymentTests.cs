using Bookstore.Storage;
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

    [Theory]
    [InlineData(AttentionReason.OutcomeUnknown)]
    [InlineData(AttentionReason.Contradiction)]
    public async Task Retry_unknown_outcome_again_and_again_under_fresh_keys_keeps_one_key_for_each_call(AttentionReason reason)
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, reason);
        var before = (await shop.OrderAsync(order)).Version;

        for (var round = 1; round <= 3; round++)
        {
            for (var i = 0; i < 20; i++)
            {
                (await shop.Workflow.RetryPaymentAsync(order, new IdempotencyKey("till", $"{round}-{i}"))).Outcome.ShouldBe(ResolvePaymentOutcome.Resolved);
            }

            (await KeysAsync(shop)).ShouldBe(round);
            (await shop.OrderAsync(order)).Version.ShouldBe(before + round);
            (await shop.Workflow.RetryPaymentAsync(order, new IdempotencyKey("till", $"{round}-0"))).Replayed.ShouldBeTrue();
            var calls = shop.Gateway.Calls.Count;
            await shop.Settlement.RunOnceAsync();
            shop.Gateway.Calls.Count.ShouldBe(calls + 1);
        }

        // The order is still unsettled. Its keys go with their time all the same.
        shop.Time.Advance(TimeSpan.FromDays(3));
        await shop.Housekeeping.RunOnceAsync();
        (await KeysAsync(shop)).ShouldBe(0);
    }

    [Fact]
    public async Task Retry_that_no_host_followed_for_a_while_is_noted_again()
    {
        await using var shop = await TestShop.OpenAsync();
        var order = await UnfinishedPayments.NeedingAsync(shop, AttentionReason.Contradiction);
        await shop.Workflow.RetryPaymentAsync(order);
        var version = (await shop.OrderAsync(order)).Version;

        shop.Time.Advance(TimeSpan.FromSeconds(9));
        await shop.Workflow.RetryPaymentAsync(order);
        (await shop.OrderAsync(order)).Version.ShouldBe(version);
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        await shop.Workflow.RetryPaymentAsync(order);

        (await shop.OrderAsync(order)).Version.ShouldBe(version + 1);
    }

    [Fact]
    public async Task Retry_whose_commit_has_an_unknown_outcome_is_repeated_safely_under_the_same_key_and_another()
    {
        ScriptedStore store = null!;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new ScriptedStore(inner));
        var order = await UnfinishedPayments.NeedingAsync(shop, AttentionReason.OutcomeUnknown);
        var before = (await shop.OrderAsync(order)).Version;
        var key = new IdempotencyKey("till", "k-1");
        store.OnCommit = async (_, commit) =>
        {
            store.OnCommit = null;
            await commit();
            throw new StoreOutcomeUnknownException("The connection was lost.");
        };
        store.OnWasCommitted = () => throw new BookstoreStoreException("The row is gone.") { IsOutcomeUnknown = true };

        (await Should.ThrowAsync<BookstoreStoreException>(() => shop.Workflow.RetryPaymentAsync(order, key))).IsOutcomeUnknown.ShouldBeTrue();
        var same = await shop.Workflow.RetryPaymentAsync(order, key);
        var fresh = await shop.Workflow.RetryPaymentAsync(order, new IdempotencyKey("till", "k-2"));

        (same.Outcome, same.Replayed, fresh.Outcome, fresh.Replayed).ShouldBe((ResolvePaymentOutcome.Resolved, true, ResolvePaymentOutcome.Resolved, false));
        (await shop.OrderAsync(order)).Version.ShouldBe(before + 1);
        (await KeysAsync(shop)).ShouldBe(1);
    }

    private static async Task<int> KeysAsync(TestShop shop) => (await shop.Store.ListKeysAsync(DateTimeOffset.MaxValue, null, 1_000, default)).Count;

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
