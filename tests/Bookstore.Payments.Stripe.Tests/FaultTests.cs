using Bookstore.Stripe.Double;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe;

/// <summary>What goes wrong on the way to Stripe and back: the money moves once, and the shop learns what happened.</summary>
public sealed class FaultTests
{
    public static TheoryData<string, StripeFault> Faults
    {
        get
        {
            var data = new TheoryData<string, StripeFault>();
            string[] steps = ["/payment_intents", "double00000001", "/confirm"];
            StripeFault[] faults = [StripeFault.BreakBefore, StripeFault.BreakAfter, StripeFault.FailBefore, StripeFault.FailAfter, StripeFault.RateLimit, StripeFault.ProxyPage];
            foreach (var step in steps)
            {
                foreach (var fault in faults)
                {
                    data.Add(step, fault);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task An_authorization_that_breaks_at_a_step_is_unknown_and_sent_again_holds_the_amount_once(string step, StripeFault fault)
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        shop.Stripe.Faults.Next(step, fault);

        await Should.ThrowAsync<Exception>(async () => await shop.AuthorizeAsync(order));
        var again = await shop.AuthorizeAsync(order);

        again.Outcome.ShouldBe(AuthorizeOutcome.Approved);
        shop.Stripe.Account.Charged.ShouldBe(1);
        shop.Stripe.Account.Intents.ShouldBe(1);
        (await shop.FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_void_after_an_authorization_that_broke_at_a_step_leaves_nothing_held_and_forbids_it(string step, StripeFault fault)
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        shop.Stripe.Faults.Next(step, fault);
        await Should.ThrowAsync<Exception>(async () => await shop.AuthorizeAsync(order));

        (await shop.VoidAsync(order)).ShouldBe(VoidResult.Voided);

        shop.Stripe.Account.Charged.ShouldBe(0);
        (await shop.AuthorizeAsync(order)).Outcome.ShouldBe(AuthorizeOutcome.Declined);
        shop.Stripe.Account.Charged.ShouldBe(0);
    }

    [Theory]
    [InlineData(StripeFault.BreakBefore)]
    [InlineData(StripeFault.BreakAfter)]
    [InlineData(StripeFault.FailBefore)]
    [InlineData(StripeFault.FailAfter)]
    [InlineData(StripeFault.RateLimit)]
    [InlineData(StripeFault.ProxyPage)]
    public async Task A_capture_that_breaks_is_unknown_and_sent_again_is_captured_once(StripeFault fault)
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        var id = (await shop.AuthorizeAsync(order)).TransactionId!;
        shop.Stripe.Faults.Next("/capture", fault);

        await Should.ThrowAsync<Exception>(async () => await shop.CaptureAsync(order, id));

        (await shop.CaptureAsync(order, id)).ShouldBe(CaptureResult.Captured);
        shop.Stripe.Account.CapturedOf(id).ShouldBe(1_299);
    }

    [Theory]
    [InlineData(StripeFault.BreakBefore)]
    [InlineData(StripeFault.BreakAfter)]
    [InlineData(StripeFault.FailBefore)]
    [InlineData(StripeFault.FailAfter)]
    [InlineData(StripeFault.RateLimit)]
    [InlineData(StripeFault.ProxyPage)]
    public async Task A_void_that_breaks_is_unknown_and_sent_again_lets_the_amount_go(StripeFault fault)
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        await shop.AuthorizeAsync(order);
        shop.Stripe.Faults.Next("/cancel", fault);

        await Should.ThrowAsync<Exception>(async () => await shop.VoidAsync(order));

        (await shop.VoidAsync(order)).ShouldBe(VoidResult.Voided);
        shop.Stripe.Account.Charged.ShouldBe(0);
    }

    [Theory]
    [InlineData(StripeFault.BreakBefore)]
    [InlineData(StripeFault.BreakAfter)]
    [InlineData(StripeFault.FailBefore)]
    [InlineData(StripeFault.FailAfter)]
    [InlineData(StripeFault.ProxyPage)]
    public async Task A_refund_that_breaks_is_unknown_and_sent_again_gives_the_amount_back_once(StripeFault fault)
    {
        await using var shop = await StripeShop.OpenAsync();
        var (order, refund) = (shop.NewOrder(), shop.NewOrder());
        await shop.AuthorizeAsync(order);
        await shop.CaptureAsync(order);
        shop.Stripe.Faults.Next("/refunds", fault);

        await Should.ThrowAsync<Exception>(async () => await shop.RefundAsync(order, refund, 5m));

        (await shop.RefundAsync(order, refund, 5m, "second")).ShouldBe(RefundResult.Refunded);
        (await shop.FindAsync(order))!.Refunded.ShouldBe(new Money(5m, "USD"));
    }

    [Fact]
    public async Task A_call_that_hangs_ends_with_its_token_and_the_payment_is_found()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        shop.Stripe.Faults.Next("/confirm", StripeFault.HangAfter);
        using var stop = new CancellationTokenSource();
        var hanging = shop.Gateway.AuthorizeAsync(new AuthorizeRequest(order, new Money(12.99m, "USD"), new PaymentToken("pm_card_visa")), stop.Token).AsTask();
        while (shop.Stripe.Account.Charged == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(hanging);
        (await shop.FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);
    }

    [Fact]
    public async Task A_wrong_key_is_unknown_and_the_message_says_what_to_check_and_not_the_key()
    {
        await using var shop = await StripeShop.OpenAsync();
        using var gateway = StripeShop.NewGateway(shop.Stripe, shop.Time, static options => options.ApiKey = "sk_test_wrong");

        var thrown = await Should.ThrowAsync<BookstoreException>(async () =>
            await gateway.AuthorizeAsync(new AuthorizeRequest(shop.NewOrder(), new Money(12.99m, "USD"), new PaymentToken("pm_card_visa")), CancellationToken.None));

        thrown.ToString().ShouldContain("StripeOptions.ApiKey");
        thrown.ToString().ShouldNotContain("sk_test_wrong");
    }
}
