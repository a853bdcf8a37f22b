using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe;

/// <summary>Holding an amount: what is sent, what is declined, and what the customer has to do.</summary>
public sealed class AuthorizationTests
{
    [Fact]
    public async Task The_amount_is_held_for_seven_days_as_stripe_says()
    {
        await using var shop = await StripeShop.OpenAsync();

        var result = await shop.AuthorizeAsync(shop.NewOrder());

        result.AuthorizedUntil.ShouldBe(DateTimeOffset.FromUnixTimeSeconds((shop.Time.GetUtcNow() + TimeSpan.FromDays(7)).ToUnixTimeSeconds()));
    }

    [Theory]
    [InlineData("pm_card_visa_chargeDeclined", "card_declined")]
    [InlineData("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds")]
    [InlineData("pm_card_visa_chargeDeclinedLostCard", "lost_card")]
    [InlineData("pm_card_chargeDeclinedExpiredCard", "expired_card")]
    [InlineData("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc")]
    [InlineData("pm_card_radarBlock", "fraudulent")]
    [InlineData("pm_never_made", "resource_missing")]
    public async Task A_decline_has_a_code_and_no_one_can_pay_the_intent_after_it(string token, string code)
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();

        var result = await shop.AuthorizeAsync(order, token);

        result.ShouldBe(AuthorizeResult.Declined(code));
        shop.Stripe.Account.StatusOf(shop.IntentOf(order)).ShouldBe("canceled");
        (await shop.AuthorizeAsync(order, token)).ShouldBe(result);
        (await shop.FindAsync(order)).ShouldBe(new GatewayPayment { OrderId = order, Status = GatewayPaymentStatus.Declined, DeclineCode = code });
    }

    [Fact]
    public async Task A_decline_whose_cancellation_got_lost_is_closed_by_the_next_look()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        shop.Stripe.Faults.Next("/cancel", Bookstore.Stripe.Double.StripeFault.BreakBefore);
        await Should.ThrowAsync<Exception>(async () => await shop.AuthorizeAsync(order, "pm_card_visa_chargeDeclined"));

        (await shop.FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Declined);

        shop.Stripe.Account.StatusOf(shop.IntentOf(order)).ShouldBe("canceled");
    }

    [Fact]
    public async Task Without_a_token_or_with_an_amount_that_stripe_cannot_take_it_is_declined()
    {
        await using var shop = await StripeShop.OpenAsync();

        var missing = await shop.Gateway.AuthorizeAsync(new AuthorizeRequest(shop.NewOrder(), new Money(12.99m, "USD"), null), CancellationToken.None);
        var uncountable = await shop.AuthorizeAsync(shop.NewOrder(), amount: new Money(1.001m, "KWD"));
        var small = await shop.AuthorizeAsync(shop.NewOrder(), amount: new Money(0.10m, "USD"));

        missing.ShouldBe(AuthorizeResult.Declined("missing_payment_method"));
        uncountable.ShouldBe(AuthorizeResult.Declined("invalid_amount"));
        small.ShouldBe(AuthorizeResult.Declined("amount_too_small"));
        shop.Stripe.Account.Charged.ShouldBe(0);
    }

    [Fact]
    public async Task With_a_return_address_the_action_leads_to_the_bank_and_without_one_it_has_a_client_secret()
    {
        await using var with = await StripeShop.OpenAsync(static options => options.ReturnUrl = "https://shop.example/orders/{order_id}");
        await using var without = await StripeShop.OpenAsync();

        var leads = await with.AuthorizeAsync(with.NewOrder(), "pm_card_authenticationRequired");
        var stays = await without.AuthorizeAsync(without.NewOrder(), "pm_card_authenticationRequired");

        leads.Action!.Url!.AbsolutePath.ShouldStartWith("/authenticate/pi_");
        stays.Action!.Url.ShouldBeNull();
        stays.Action.ClientSecret.ShouldNotBeNullOrEmpty();
        stays.TransactionId.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("JPY", 1_300, 1_300)]
    [InlineData("EUR", 12.99, 1_299)]
    [InlineData("KWD", 12.990, 12_990)]
    [InlineData("ISK", 1_300, 130_000)]
    [InlineData("UGX", 50_000, 5_000_000)]
    [InlineData("HUF", 1_300.50, 130_050)]
    [InlineData("TWD", 400, 40_000)]
    [InlineData("MGA", 6_000, 6_000)]
    public async Task Amounts_are_counted_as_stripe_counts_them_and_read_back(string currency, double amount, long counted)
    {
        await using var shop = await StripeShop.OpenAsync();
        var (order, price) = (shop.NewOrder(), new Money((decimal)amount, currency));

        StripeMoney.TryCount(price).ShouldBe(counted);
        (await shop.AuthorizeAsync(order, amount: price)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        (await shop.FindAsync(order))!.Amount.ShouldBe(price);
        (await shop.CaptureAsync(order, amount: price)).ShouldBe(CaptureResult.Captured);
        shop.Stripe.Account.CapturedOf(shop.IntentOf(order)).ShouldBe(counted);
    }
}
