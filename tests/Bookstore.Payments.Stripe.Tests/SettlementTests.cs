using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe;

/// <summary>What is done at Stripe beside the shop, and what fails after the fact.</summary>
public sealed class SettlementTests
{
    [Fact]
    public async Task A_hold_that_expired_refuses_the_capture_with_a_code()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        var id = (await shop.AuthorizeAsync(order)).TransactionId!;
        shop.Stripe.Account.Expire(id);

        (await shop.CaptureAsync(order, id)).ShouldBe(CaptureResult.Refused("authorization_expired"));
        (await shop.FindAsync(order, id))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
    }

    [Fact]
    public async Task A_capture_in_the_dashboard_counts_as_captured_and_wins_over_a_void()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        var id = (await shop.AuthorizeAsync(order)).TransactionId!;
        shop.Stripe.Account.CaptureInDashboard(id);

        (await shop.CaptureAsync(order, id)).ShouldBe(CaptureResult.Captured);
        (await shop.VoidAsync(order, id)).ShouldBe(VoidResult.AlreadyCaptured);
    }

    [Fact]
    public async Task A_refund_in_the_dashboard_shows_as_refunded_and_leaves_less_to_refund()
    {
        await using var shop = await StripeShop.OpenAsync();
        var (order, refund) = (shop.NewOrder(), shop.NewOrder());
        var id = (await shop.AuthorizeAsync(order)).TransactionId!;
        await shop.CaptureAsync(order, id);
        shop.Stripe.Account.RefundInDashboard(id, 800);

        (await shop.FindAsync(order, id))!.Refunded.ShouldBe(new Money(8m, "USD"));
        (await shop.RefundAsync(order, refund, 5m)).ShouldBe(RefundResult.Refused("refund_exceeds_captured"));
        (await shop.RefundAsync(order, shop.NewOrder(), 4.99m)).ShouldBe(RefundResult.Refunded);
        (await shop.FindAsync(order, id))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
    }

    [Fact]
    public async Task A_refund_that_failed_later_is_refused_to_the_same_call_and_made_again_under_another_key()
    {
        await using var shop = await StripeShop.OpenAsync();
        var (order, refund) = (shop.NewOrder(), shop.NewOrder());
        var id = (await shop.AuthorizeAsync(order, "pm_card_refundFail")).TransactionId!;
        await shop.CaptureAsync(order, id);
        (await shop.RefundAsync(order, refund, 5m)).ShouldBe(RefundResult.Refunded);
        shop.Stripe.Account.FailRefunds(id);

        (await shop.RefundAsync(order, refund, 5m)).ShouldBe(RefundResult.Refused("expired_or_canceled_card"));
        (await shop.FindAsync(order, id))!.Refunded.ShouldBeNull();
        (await shop.RefundAsync(order, refund, 5m, "again")).ShouldBe(RefundResult.Refunded);
    }

    [Fact]
    public async Task A_refund_that_is_pending_at_stripe_is_unknown_and_made_once()
    {
        await using var shop = await StripeShop.OpenAsync();
        var (order, refund) = (shop.NewOrder(), shop.NewOrder());
        var id = (await shop.AuthorizeAsync(order, "pm_card_pendingRefund")).TransactionId!;
        await shop.CaptureAsync(order, id);

        (await shop.RefundAsync(order, refund, 5m)).ShouldBe(RefundResult.Unknown);
        (await shop.RefundAsync(order, refund, 5m)).ShouldBe(RefundResult.Unknown);

        (await shop.FindAsync(order, id))!.Refunded.ShouldBe(new Money(5m, "USD"));
    }

    [Fact]
    public async Task What_a_capture_of_a_part_released_does_not_count_as_given_back()
    {
        await using var shop = await StripeShop.OpenAsync();
        var (order, refund) = (shop.NewOrder(), shop.NewOrder());
        await shop.AuthorizeAsync(order);
        (await shop.CaptureAsync(order, amount: new Money(4m, "USD"))).ShouldBe(CaptureResult.Captured);

        (await shop.FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
        (await shop.FindAsync(order))!.Refunded.ShouldBeNull();
        (await shop.RefundAsync(order, refund, 4.01m)).ShouldBe(RefundResult.Refused("refund_exceeds_captured"));
        (await shop.RefundAsync(order, shop.NewOrder(), 4m)).ShouldBe(RefundResult.Refunded);
        (await shop.FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
    }

    [Fact]
    public async Task A_refund_under_the_id_of_another_amount_is_refused()
    {
        await using var shop = await StripeShop.OpenAsync();
        var (order, refund) = (shop.NewOrder(), shop.NewOrder());
        await shop.AuthorizeAsync(order);
        await shop.CaptureAsync(order);
        await shop.RefundAsync(order, refund, 5m);

        (await shop.RefundAsync(order, refund, 4m)).ShouldBe(RefundResult.Refused("refund_id_reused"));
    }

    [Fact]
    public async Task A_copys_worth_that_stripe_cannot_count_is_refused_and_the_amount_below_it_is_given_back()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        var total = new Money(10m, "KWD");
        await shop.AuthorizeAsync(order, amount: total);
        await shop.CaptureAsync(order, amount: total);

        (await GiveBackAsync(3.333m)).ShouldBe(RefundResult.Refused("invalid_amount"));
        (await shop.FindAsync(order))!.Refunded.ShouldBeNull();
        (await GiveBackAsync(3.33m)).ShouldBe(RefundResult.Refunded);
        (await shop.FindAsync(order))!.Refunded.ShouldBe(new Money(3.33m, "KWD"));

        ValueTask<RefundResult> GiveBackAsync(decimal amount)
        {
            var refund = shop.NewOrder();
            return shop.Gateway.RefundAsync(new RefundRequest(order, refund, null, new Money(amount, "KWD"), "requested_by_customer", $"{refund:N}"), CancellationToken.None);
        }
    }
}
