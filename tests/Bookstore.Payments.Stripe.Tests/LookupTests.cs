using Bookstore.Stripe.Double;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe;

/// <summary>Finding the payment of an order by its id alone, today and after Stripe forgot the keys.</summary>
public sealed class LookupTests
{
    [Fact]
    public async Task While_keys_are_kept_a_payment_is_found_without_a_search()
    {
        await using var shop = await StripeShop.OpenAsync();
        shop.Stripe.Account.SearchLag = TimeSpan.FromHours(1);
        var order = shop.NewOrder();
        await shop.AuthorizeAsync(order);

        (await shop.FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);

        shop.Stripe.Requests.Count("GET", "/search").ShouldBe(0);
    }

    [Fact]
    public async Task After_stripe_forgot_the_keys_a_payment_is_found_by_a_search_and_not_made_again()
    {
        await using var shop = await StripeShop.OpenAsync();
        shop.Stripe.Account.SearchLag = TimeSpan.FromMinutes(1);
        var order = shop.NewOrder();
        await shop.AuthorizeAsync(order);
        shop.Time.Advance(TimeSpan.FromHours(30));

        (await shop.FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);
        (await shop.AuthorizeAsync(order)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        (await shop.VoidAsync(order)).ShouldBe(VoidResult.Voided);

        shop.Stripe.Account.Intents.ShouldBe(1);
    }

    [Fact]
    public async Task An_id_that_does_not_tell_its_time_is_searched_for_first()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = new Guid("8d7b1c1e-0000-4000-8000-000000000001");
        await shop.AuthorizeAsync(order);
        shop.Time.Advance(TimeSpan.FromHours(30));

        (await shop.AuthorizeAsync(order)).Outcome.ShouldBe(AuthorizeOutcome.Approved);

        shop.Stripe.Account.Intents.ShouldBe(1);
    }

    [Fact]
    public async Task A_payment_that_began_in_another_currency_of_the_options_is_found_by_a_search()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        await shop.AuthorizeAsync(order);
        using var changed = StripeShop.NewGateway(shop.Stripe, shop.Time, static options => options.AccountCurrency = "EUR");

        (await changed.FindAsync(new FindRequest(order, null), CancellationToken.None))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);

        shop.Stripe.Account.Intents.ShouldBe(1);
    }

    [Fact]
    public async Task While_the_search_has_not_caught_up_such_a_payment_is_unknown_and_never_nothing()
    {
        await using var shop = await StripeShop.OpenAsync();
        shop.Stripe.Account.SearchLag = TimeSpan.FromMinutes(1);
        var order = shop.NewOrder();
        await shop.AuthorizeAsync(order);
        using var changed = StripeShop.NewGateway(shop.Stripe, shop.Time, static options => options.AccountCurrency = "EUR");

        await Should.ThrowAsync<BookstoreException>(async () => await changed.FindAsync(new FindRequest(order, null), CancellationToken.None));
        shop.Time.Advance(TimeSpan.FromMinutes(1));

        (await changed.FindAsync(new FindRequest(order, null), CancellationToken.None))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);
    }

    [Fact]
    public async Task A_reference_that_the_account_does_not_have_is_unknown_and_never_nothing()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();

        await Should.ThrowAsync<BookstoreException>(async () => await shop.FindAsync(order, "pi_of_another_account"));
        await Should.ThrowAsync<BookstoreException>(async () => await shop.CaptureAsync(order, "pi_of_another_account"));
        await Should.ThrowAsync<BookstoreException>(async () => await shop.VoidAsync(order, "pi_of_another_account"));
    }

    [Fact]
    public async Task A_payment_of_another_order_says_so()
    {
        await using var shop = await StripeShop.OpenAsync();
        var (order, other) = (shop.NewOrder(), shop.NewOrder());
        var id = (await shop.AuthorizeAsync(other)).TransactionId;

        (await shop.FindAsync(order, id))!.OrderId.ShouldBe(other);
    }

    [Fact]
    public async Task Payments_of_others_in_the_account_are_not_listed()
    {
        await using var shop = await StripeShop.OpenAsync();
        var order = shop.NewOrder();
        await shop.AuthorizeAsync(order);
        using var http = new HttpClient { BaseAddress = shop.Stripe.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", StripeDouble.ApiKey);
        using var form = new FormUrlEncodedContent([new("amount", "500"), new("currency", "usd"), new("confirm", "true"), new("payment_method", "pm_card_visa")]);
        using var foreign = await http.PostAsync(new Uri("/v1/payment_intents", UriKind.Relative), form);
        foreign.EnsureSuccessStatusCode();

        var listed = new List<GatewayPayment>();
        await foreach (var payment in shop.Gateway.ListAsync(CancellationToken.None))
        {
            listed.Add(payment);
        }

        listed.Select(static payment => payment.OrderId).ShouldBe([order]);
    }
}
