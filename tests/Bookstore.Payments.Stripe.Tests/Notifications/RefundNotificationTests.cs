using Bookstore.Stripe.Double;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe.Notifications;

/// <summary>Refunds and disputes whose notifications come before, beside and after what the shop knows: the money goes back once, and what differs is seen within a minute.</summary>
public sealed class RefundNotificationTests
{
    private const string Differs = "is not as it is on record";

    [Theory]
    [InlineData(StripeFault.BreakAfter)]
    [InlineData(StripeFault.FailAfter)]
    public async Task A_refund_that_stripe_tells_of_before_its_answer_has_come_is_made_once_and_is_no_finding(StripeFault fault)
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await CapturedAsync(shop);
        var refund = await RefundAsync(shop, order, 5m);
        shop.Stripe.Faults.Next("/refunds", fault);
        await shop.Maintenance.RunOnceAsync();
        (await shop.Refunds.FindAsync(refund))!.Status.ShouldBe(RefundStatus.Pending);

        await TellAllAsync(shop);

        (await shop.Refunds.FindAsync(refund))!.Status.ShouldBe(RefundStatus.Succeeded);
        shop.Stripe.Account.RefundedOf(shop.IntentOf(order.Id)).ShouldBe(500);
        shop.Logs.ShouldNotContain(static line => line.Contains(Differs, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refund_that_was_pending_at_stripe_for_days_is_known_within_a_minute_of_its_end()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await CapturedAsync(shop, "pm_card_pendingRefund");
        var refund = await RefundAsync(shop, order, 5m);
        for (var hour = 0; hour < 24; hour++)
        {
            await shop.Maintenance.RunOnceAsync();
            shop.Time.Advance(TimeSpan.FromHours(1));
        }

        (await shop.Refunds.FindAsync(refund))!.Status.ShouldBe(RefundStatus.Pending);
        await shop.Maintenance.RunOnceAsync();
        shop.Stripe.Account.CompleteRefunds(shop.IntentOf(order.Id));
        await TellLastAsync(shop);

        var refunded = await shop.FindAsync(order.Id);
        (refunded.PaymentStatus, refunded.Attention).ShouldBe((PaymentStatus.PartiallyRefunded, null));
        (await shop.Refunds.FindAsync(refund))!.Status.ShouldBe(RefundStatus.Succeeded);
    }

    [Fact]
    public async Task A_refund_that_fails_after_it_was_made_is_a_finding_in_a_minute()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await CapturedAsync(shop, "pm_card_refundFail");
        var refund = await RefundAsync(shop, order, 5m);
        await shop.Maintenance.RunOnceAsync();
        (await shop.Refunds.FindAsync(refund))!.Status.ShouldBe(RefundStatus.Succeeded);

        shop.Stripe.Account.FailRefunds(shop.IntentOf(order.Id));
        await TellLastAsync(shop);

        shop.Logs.ShouldContain(line => line.Contains(Differs, StringComparison.Ordinal) && line.Contains("refund_missing", StringComparison.Ordinal) && line.Contains(order.Id.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_order_whose_money_went_back_in_the_dashboard_needs_a_person_and_is_not_paid_back_twice()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await CapturedAsync(shop);
        shop.Stripe.Account.RefundInDashboard(shop.IntentOf(order.Id), 1_299);
        (await shop.Orders.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);

        await TellAllAsync(shop);

        var cancelled = await shop.FindAsync(order.Id);
        (cancelled.PaymentStatus, cancelled.Attention!.Reason, cancelled.Attention.Code).ShouldBe((PaymentStatus.RefundFailed, AttentionReason.RefundRefused, "refund_exceeds_captured"));
        var failed = (await shop.Refunds.ListAsync(order.Id)).ShouldHaveSingleItem();
        (await shop.Refunds.MarkDoneAsync(failed.Id, "made in the dashboard")).Outcome.ShouldBe(ResolveRefundOutcome.Resolved);
        var settled = await shop.FindAsync(order.Id);
        (settled.PaymentStatus, settled.Attention).ShouldBe((PaymentStatus.Refunded, null));
        shop.Stripe.Account.RefundedOf(shop.IntentOf(order.Id)).ShouldBe(1_299);
    }

    [Fact]
    public async Task A_dispute_of_a_payment_that_was_captured_in_the_dashboard_is_recorded_on_the_order()
    {
        await using var shop = await ReceivingShop.OpenAsync(policy: CapturePolicy.Manual);
        var order = await shop.PlaceAsync("pm_card_visa");
        shop.Stripe.Account.CaptureInDashboard(shop.IntentOf(order.Id));
        shop.Stripe.Account.Dispute(shop.IntentOf(order.Id));

        await TellLastAsync(shop);

        var disputed = await shop.FindAsync(order.Id);
        (disputed.PaymentStatus, disputed.Dispute!.Status, disputed.Attention!.Reason).ShouldBe((PaymentStatus.Authorized, DisputeStatus.Open, AttentionReason.Disputed));
    }

    [Fact]
    public async Task A_dispute_and_a_refund_that_are_told_in_the_wrong_order_are_both_on_record()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await CapturedAsync(shop);
        var refund = await RefundAsync(shop, order, 5m);
        await shop.Maintenance.RunOnceAsync();
        shop.Stripe.Account.Dispute(shop.IntentOf(order.Id));
        shop.Stripe.Account.CloseDispute(shop.IntentOf(order.Id), "lost");

        (await shop.SendAsync(shop.Stripe.Account.Events.Reverse())).ShouldBe(shop.Stripe.Account.Events.Count);
        await MinuteAsync(shop);

        var known = await shop.FindAsync(order.Id);
        (known.PaymentStatus, known.Dispute!.Status, known.Attention!.Reason).ShouldBe((PaymentStatus.PartiallyRefunded, DisputeStatus.Lost, AttentionReason.Disputed));
        (await shop.Refunds.FindAsync(refund))!.Status.ShouldBe(RefundStatus.Succeeded);
        shop.Logs.ShouldNotContain(static line => line.Contains(Differs, StringComparison.Ordinal));
    }

    private static async Task<Order> CapturedAsync(ReceivingShop shop, string token = "pm_card_visa")
    {
        var order = await shop.PlaceAsync(token);
        await shop.Maintenance.DrainPaymentsAsync();
        (await shop.FindAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        return order;
    }

    private static async Task<Guid> RefundAsync(ReceivingShop shop, Order order, decimal amount) =>
        (await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = amount, Reason = "requested_by_customer" })).Refund!.Id;

    private static async Task TellLastAsync(ReceivingShop shop)
    {
        (await shop.Sender.SendAsync(shop.Stripe.Account.Events[^1])).ShouldBe(200);
        await MinuteAsync(shop);
    }

    private static async Task TellAllAsync(ReceivingShop shop)
    {
        (await shop.SendAsync(shop.Stripe.Account.Events)).ShouldBe(shop.Stripe.Account.Events.Count);
        await MinuteAsync(shop);
    }

    private static async Task MinuteAsync(ReceivingShop shop)
    {
        for (var second = 0; second < 60; second += 10)
        {
            await shop.Maintenance.RunOnceAsync();
            shop.Time.Advance(TimeSpan.FromSeconds(10));
        }
    }
}
