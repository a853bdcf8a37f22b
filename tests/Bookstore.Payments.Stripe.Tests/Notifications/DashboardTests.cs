using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe.Notifications;

/// <summary>What happens at Stripe without the shop is seen within a minute of its webhook: on the order, or as a finding in the log.</summary>
public sealed class DashboardTests
{
    private const string Differs = "is not as it is on record";

    [Fact]
    public async Task A_dispute_is_recorded_on_the_order_and_so_is_its_end()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await CapturedAsync(shop);

        shop.Stripe.Account.Dispute(shop.IntentOf(order.Id));
        (await TellAsync(shop)).ShouldBe(1);

        var disputed = await shop.FindAsync(order.Id);
        (disputed.Dispute!.Status, disputed.Dispute.Amount, disputed.Dispute.Reason, disputed.Attention!.Reason).ShouldBe((DisputeStatus.Open, order.Total, "fraudulent", AttentionReason.Disputed));

        shop.Stripe.Account.CloseDispute(shop.IntentOf(order.Id), "won");
        await TellAsync(shop);

        var won = await shop.FindAsync(order.Id);
        (won.Dispute!.Status, won.Attention).ShouldBe((DisputeStatus.Won, null));
        shop.Logs.ShouldNotContain(line => line.Contains(Differs, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refund_that_was_made_in_the_dashboard_is_a_finding_in_a_minute()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await CapturedAsync(shop);

        shop.Stripe.Account.RefundInDashboard(shop.IntentOf(order.Id), 500);
        await TellAsync(shop);

        shop.Logs.ShouldContain(line => line.Contains(Differs, StringComparison.Ordinal) && line.Contains("refund_not_recorded", StringComparison.Ordinal) && line.Contains(order.Id.ToString(), StringComparison.Ordinal));
        (await shop.FindAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task A_payment_that_was_cancelled_in_the_dashboard_is_a_finding_in_a_minute()
    {
        await using var shop = await ReceivingShop.OpenAsync(policy: CapturePolicy.Manual);
        var order = await shop.PlaceAsync("pm_card_visa");

        shop.Stripe.Account.CancelInDashboard(shop.IntentOf(order.Id));
        await TellAsync(shop);

        shop.Logs.ShouldContain(line => line.Contains(Differs, StringComparison.Ordinal) && line.Contains("order_without_payment", StringComparison.Ordinal));
    }

    // The money is held for the order and taken for it: what the shop records as held may be taken, and its own capture finds that.
    [Fact]
    public async Task A_capture_that_was_made_in_the_dashboard_is_taken_for_the_shops_own()
    {
        await using var shop = await ReceivingShop.OpenAsync(policy: CapturePolicy.Manual);
        var order = await shop.PlaceAsync("pm_card_visa");
        shop.Stripe.Account.CaptureInDashboard(shop.IntentOf(order.Id));
        await TellAsync(shop);

        var captured = await shop.Orders.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id, IdempotencyKey = new IdempotencyKey("test", "capture") });
        await shop.WorkAsync();

        captured.Outcome.ShouldBe(CapturePaymentOutcome.Requested);
        (await shop.FindAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        shop.Stripe.Account.CapturedOf(shop.IntentOf(order.Id)).ShouldBe(1_299);
    }

    // Stripe tells of each step of the shop's own, and often before the shop has recorded it.
    [Fact]
    public async Task What_the_shop_did_itself_is_no_finding()
    {
        await using var shop = await ReceivingShop.OpenAsync();
        var order = await CapturedAsync(shop);
        await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Amount = 5m, Reason = "requested_by_customer" });
        await shop.SendAsync(shop.Stripe.Account.Events);

        await shop.WorkAsync();
        await shop.SendAsync(shop.Stripe.Account.Events);
        await shop.WorkAsync();

        (await shop.FindAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.PartiallyRefunded);
        shop.Logs.ShouldNotContain(line => line.Contains(Differs, StringComparison.Ordinal));
    }

    private static async Task<Order> CapturedAsync(ReceivingShop shop)
    {
        var order = await shop.PlaceAsync("pm_card_visa");
        await shop.Maintenance.DrainPaymentsAsync();
        (await shop.FindAsync(order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        return order;
    }

    private static async Task<int> TellAsync(ReceivingShop shop)
    {
        (await shop.Sender.SendAsync(shop.Stripe.Account.Events[^1])).ShouldBe(200);
        var handled = 0;
        for (var second = 0; second < 60; second += 10)
        {
            handled += (await shop.Maintenance.RunOnceAsync()).NotificationsHandled;
            shop.Time.Advance(TimeSpan.FromSeconds(10));
        }

        return handled;
    }
}
