using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>Quotes, and orders that name one.</summary>
public sealed class QuoteTests
{
    private static readonly OrderAdjustment Shipping = new(OrderAdjustment.Shipping, new Money(4.90m, "USD")) { Label = "Express" };

    [Fact]
    public async Task PlaceAsync_that_names_a_quote_is_charged_exactly_that_though_prices_have_changed()
    {
        await using var shop = await TestShop.OpenAsync();
        var quote = await QuoteAsync(shop);
        quote.Total.Amount.ShouldBe(12.99m + 4.90m);
        quote.ExpiresAt.ShouldBe(shop.Time.GetUtcNow() + Quote.Validity);
        quote.Lines.Single().Allocated.ShouldBe(Shipping.Amount);
        await shop.Inventory.SaveBookAsync(new Book { Isbn = TestShop.Martian, Title = "The Martian", Author = "Andy Weir", Price = new Money(99m, "USD") });

        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { QuoteId = quote.Id, ExpectedTotal = 17.89m });

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        placed.Order!.Total.ShouldBe(quote.Total);
        placed.Order.Adjustments.ShouldBe([Shipping]);
        placed.Order.Lines.ShouldBe(quote.Lines);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_a_quote_expires_after_its_time_and_a_resend_is_answered_all_the_same()
    {
        await using var shop = await TestShop.OpenAsync();
        var quote = await QuoteAsync(shop);
        var request = TestShop.Request(TestShop.Martian, key: "k") with { QuoteId = quote.Id };
        shop.Time.Advance(Quote.Validity - TimeSpan.FromSeconds(1));
        var placed = await shop.Workflow.PlaceAsync(request);
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        shop.Time.Advance(TimeSpan.FromSeconds(1));

        (await shop.Workflow.PlaceAsync(request with { IdempotencyKey = null })).Outcome.ShouldBe(PlaceOrderOutcome.QuoteExpired);
        var again = await shop.Workflow.PlaceAsync(request);
        again.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        again.Replayed.ShouldBeTrue();
        again.Order!.Id.ShouldBe(placed.Order!.Id);
        (await shop.Workflow.PlaceAsync(request with { QuoteId = Guid.CreateVersion7() })).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
        (await shop.Workflow.PlaceAsync(request with { QuoteId = null })).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task PlaceAsync_several_orders_can_name_one_quote_until_it_expires_as_far_as_the_stock_goes()
    {
        await using var shop = await TestShop.OpenAsync();
        var quote = await QuoteAsync(shop);
        var request = TestShop.Request(TestShop.Martian) with { QuoteId = quote.Id };

        var placed = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => shop.Workflow.PlaceAsync(request)));

        placed.Where(static result => result.Outcome == PlaceOrderOutcome.Created).Select(static result => result.Order!.Id).Distinct().Count().ShouldBe(10);
        placed.Where(static result => result.Order is not null).ShouldAllBe(result => result.Order!.Total == quote.Total);
        placed.Count(static result => result.Outcome == PlaceOrderOutcome.InsufficientStock).ShouldBe(2);
        (await shop.Workflow.PlaceAsync(request with { QuoteId = Guid.Empty })).Outcome.ShouldBe(PlaceOrderOutcome.QuoteExpired);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_what_is_not_what_was_quoted_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        var quote = await QuoteAsync(shop, "cust-1");
        var request = TestShop.Request(TestShop.Martian) with { QuoteId = quote.Id };

        foreach (var other in (PlaceOrderRequest[])[
            request with { Lines = [new(TestShop.Martian, 2)] },
            request with { Lines = [new(TestShop.Odyssey, 1)] },
            request with { Lines = [new(TestShop.Martian, 1), new(TestShop.Odyssey, 1)] },
            request with { Adjustments = [Shipping with { Amount = new Money(4m, "USD") }] },
            request with { ExpectedTotal = 17m }])
        {
            var refused = await shop.Workflow.PlaceAsync(other);
            refused.Outcome.ShouldBe(PlaceOrderOutcome.TotalChanged);
            refused.Total.ShouldBe(quote.Total);
        }

        (await shop.Workflow.PlaceAsync(request with { CustomerId = "cust-2" })).Outcome.ShouldBe(PlaceOrderOutcome.QuoteExpired);
        (await shop.Workflow.PlaceAsync(request with { QuoteId = Guid.CreateVersion7() })).Outcome.ShouldBe(PlaceOrderOutcome.QuoteExpired);
        (await shop.Workflow.PlaceAsync(request with { Adjustments = [Shipping] })).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }

    [Fact]
    public async Task QuoteAsync_what_an_order_would_be_refused_for_has_no_quote()
    {
        await using var shop = await TestShop.OpenAsync();
        var request = new QuoteRequest { Lines = [new(TestShop.Martian, 1)] };

        (await RefusalAsync(request with { Lines = [new(TestShop.Martian, 11)] })).ShouldBe(new PlaceOrderResult { Outcome = PlaceOrderOutcome.InsufficientStock, Isbn = TestShop.Martian, Available = 10 });
        (await RefusalAsync(request with { Lines = [new(Isbn.Parse("9780306406157"), 1)] })).Outcome.ShouldBe(PlaceOrderOutcome.BookNotFound);
        (await RefusalAsync(request with { Adjustments = [new("discount", new Money(-13m, "USD"))] })).Outcome.ShouldBe(PlaceOrderOutcome.NegativeTotal);
        (await RefusalAsync(request with { Adjustments = [new("shipping", new Money(1m, "EUR"))] })).Outcome.ShouldBe(PlaceOrderOutcome.MixedCurrencies);
        await Should.ThrowAsync<ArgumentException>(() => shop.Workflow.QuoteAsync(request with { CustomerId = "" }));
        await Should.ThrowAsync<ArgumentException>(() => shop.Workflow.QuoteAsync(request with { Lines = [] }));

        async Task<PlaceOrderResult> RefusalAsync(QuoteRequest bad) => (await shop.Workflow.QuoteAsync(bad)).Refusal.ShouldNotBeNull();
    }

    [Fact]
    public async Task QuoteAsync_expired_quotes_are_removed_by_the_housekeeping()
    {
        await using var shop = await TestShop.OpenAsync();
        var quote = await QuoteAsync(shop);
        var id = QuoteBody.Documents.IdOf(quote.Id);
        (await shop.Store.FindDocumentAsync(id, default)).ShouldNotBeNull();

        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Housekeeping.RunOnceAsync();
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.Housekeeping.RunOnceAsync();

        (await shop.Store.FindDocumentAsync(id, default)).ShouldBeNull();
    }

    private static async Task<Quote> QuoteAsync(TestShop shop, string? customer = null) =>
        (await shop.Workflow.QuoteAsync(new QuoteRequest { CustomerId = customer, Lines = [new(TestShop.Martian, 1)], Adjustments = [Shipping] })).Quote.ShouldNotBeNull();
}
