using Bookstore.Stripe.Double;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe;

/// <summary>Payments in pages, since a time.</summary>
public sealed class ListingTests
{
    [Fact]
    public async Task Pages_have_every_payment_once()
    {
        await using var shop = await StripeShop.OpenAsync();
        var orders = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            orders.Add(shop.NewOrder());
            await shop.AuthorizeAsync(orders[i]);
        }

        (await ListAsync(shop, since: null)).Select(static payment => payment.OrderId).Order().ShouldBe(orders.Order());
        shop.Stripe.Requests.Count("GET", "/v1/payment_intents").ShouldBe(3);
    }

    [Fact]
    public async Task Since_a_time_there_are_the_payments_that_can_have_changed_and_those_that_were_refunded()
    {
        await using var shop = await StripeShop.OpenAsync();
        var (old, refunded, captured) = (shop.NewOrder(), shop.NewOrder(), shop.NewOrder());
        foreach (var order in (Guid[])[old, refunded])
        {
            await shop.AuthorizeAsync(order);
            await shop.CaptureAsync(order);
        }

        shop.Time.Advance(TimeSpan.FromDays(60));
        await shop.AuthorizeAsync(captured);
        shop.Time.Advance(TimeSpan.FromDays(6));
        var since = shop.Time.GetUtcNow();
        await shop.CaptureAsync(captured, shop.IntentOf(captured));
        var reference = shop.IntentOf(refunded);
        await shop.Gateway.RefundAsync(new RefundRequest(refunded, Guid.CreateVersion7(), reference, new Money(5m, "USD"), "late", "key"), CancellationToken.None);

        var listed = await ListAsync(shop, since);

        listed.Select(static payment => (payment.OrderId, payment.Refunded?.Amount)).ShouldBe([(captured, null), (refunded, 5m)], ignoreOrder: true);
    }

    [Fact]
    public async Task Shops_of_one_account_list_their_own_payments_and_count_the_others()
    {
        await using var paris = await StripeShop.OpenAsync(static options => options.Shop = "Paris");
        using var rome = StripeShop.NewGateway(paris.Stripe, paris.Time, static options => options.Shop = "rome");
        using var unnamed = StripeShop.NewGateway(paris.Stripe, paris.Time);
        using var parisLater = StripeShop.NewGateway(paris.Stripe, paris.Time, static options => options.Shop = "paris");
        var (ofParis, ofRome, ofUnnamed) = (paris.NewOrder(), paris.NewOrder(), paris.NewOrder());
        foreach (var (gateway, order) in ((StripePaymentGateway, Guid)[])[(paris.Gateway, ofParis), (rome, ofRome), (unnamed, ofUnnamed)])
        {
            (await gateway.AuthorizeAsync(new AuthorizeRequest(order, new Money(12.99m, "USD"), new PaymentToken("pm_card_visa")), CancellationToken.None)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        }

        foreach (var (gateway, order) in ((StripePaymentGateway, Guid)[])[(paris.Gateway, ofParis), (parisLater, ofParis), (rome, ofRome), (unnamed, ofUnnamed)])
        {
            var page = (await gateway.ListPageAsync(new ListPaymentsRequest(null, null, 100), CancellationToken.None)).ShouldNotBeNull();
            page.Payments.ShouldHaveSingleItem().OrderId.ShouldBe(order);
            page.Foreign.ShouldBe(2);
            var listed = new List<Guid>();
            await foreach (var payment in gateway.ListAsync(CancellationToken.None))
            {
                listed.Add(payment.OrderId);
            }

            listed.ShouldBe([order]);
        }
    }

    [Fact]
    public async Task Refunds_of_another_shop_are_not_listed_since_a_time()
    {
        await using var paris = await StripeShop.OpenAsync(static options => options.Shop = "paris");
        var order = paris.NewOrder();
        await paris.AuthorizeAsync(order);
        await paris.CaptureAsync(order);
        paris.Time.Advance(TimeSpan.FromDays(60));
        var since = paris.Time.GetUtcNow();
        await paris.Gateway.RefundAsync(new RefundRequest(order, Guid.CreateVersion7(), paris.IntentOf(order), new Money(5m, "USD"), "late", "key"), CancellationToken.None);
        using var rome = StripeShop.NewGateway(paris.Stripe, paris.Time, static options => options.Shop = "rome");

        (await rome.ListPageAsync(new ListPaymentsRequest(since, "refunds:", 100), CancellationToken.None))!.Payments.ShouldBeEmpty();
        (await paris.Gateway.ListPageAsync(new ListPaymentsRequest(since, "refunds:", 100), CancellationToken.None))!.Payments.ShouldHaveSingleItem().OrderId.ShouldBe(order);
    }

    [Fact]
    public async Task Notification_about_a_payment_of_another_shop_names_no_order()
    {
        await using var paris = await StripeShop.OpenAsync(static options => options.Shop = "paris");
        var order = paris.NewOrder();
        await paris.AuthorizeAsync(order);
        var told = new Notification("evt_1", "payment_intent.canceled", paris.IntentOf(order));

        foreach (var (shop, expected) in ((string?, Guid?)[])[("paris", order), ("rome", null), (null, null)])
        {
            using var source = new StripeNotifications(new StripeOptions { ApiKey = StripeDouble.ApiKey, ApiBase = paris.Stripe.Address, Shop = shop }, TimeProvider.System);
            (await source.FindOrderAsync(told, CancellationToken.None)).ShouldBe(expected, $"shop '{shop}'");
        }
    }

    private static async Task<IReadOnlyList<GatewayPayment>> ListAsync(StripeShop shop, DateTimeOffset? since)
    {
        var payments = new List<GatewayPayment>();
        string? after = null;
        do
        {
            var page = (await shop.Gateway.ListPageAsync(new ListPaymentsRequest(since, after, 2), CancellationToken.None)).ShouldNotBeNull();
            page.Payments.Count.ShouldBeLessThanOrEqualTo(2);
            payments.AddRange(page.Payments);
            after = page.Next;
        }
        while (after is not null);

        return payments;
    }
}
