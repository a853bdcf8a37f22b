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
