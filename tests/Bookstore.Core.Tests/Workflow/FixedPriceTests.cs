using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class FixedPriceTests
{
    public static TheoryData<string, string, bool, bool> Adjustments => new()
    {
        { OrderAdjustment.Discount, "-1", false, true },
        { OrderAdjustment.Discount, "-1", true, true },
        { "voucher", "-0.01", false, true },
        { OrderAdjustment.Discount, "0", false, false },
        { OrderAdjustment.Shipping, "4.90", false, false },
        { OrderAdjustment.Tax, "1", true, false },
    };

    [Theory]
    [MemberData(nameof(Adjustments))]
    public async Task PlaceAsync_what_lowers_a_fixed_price_is_refused(string kind, string amount, bool ofTheBook, bool isRefused)
    {
        await using var shop = await OpenAsync();
        OrderAdjustment[] adjustments = [new(kind, new Money(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "USD")) { Isbn = ofTheBook ? TestShop.Odyssey : null }];

        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey) with { Adjustments = adjustments });
        var quoted = await shop.Workflow.QuoteAsync(new QuoteRequest { Lines = [new(TestShop.Odyssey, 1)], Adjustments = adjustments });

        (placed.Outcome, placed.Isbn).ShouldBe(isRefused ? (PlaceOrderOutcome.PriceFixed, (Isbn?)TestShop.Odyssey) : (PlaceOrderOutcome.Created, null));
        (quoted.Refusal?.Outcome).ShouldBe(isRefused ? PlaceOrderOutcome.PriceFixed : null);
    }

    [Fact]
    public async Task PlaceAsync_a_discount_of_another_book_is_allowed_and_one_of_the_whole_order_is_not()
    {
        await using var shop = await OpenAsync();
        var request = TestShop.Request(TestShop.Odyssey) with { Lines = [new(TestShop.Odyssey, 1), new(TestShop.Martian, 1)] };
        var discount = new OrderAdjustment(OrderAdjustment.Discount, new Money(-1m, "USD"));

        (await shop.Workflow.PlaceAsync(request with { Adjustments = [discount with { Isbn = TestShop.Martian }] })).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await shop.Workflow.PlaceAsync(request with { Adjustments = [discount] })).Outcome.ShouldBe(PlaceOrderOutcome.PriceFixed);
    }

    [Fact]
    public async Task PlaceAsync_a_price_that_was_fixed_after_the_quote_refuses_the_order()
    {
        await using var shop = await TestShop.OpenAsync();
        var quote = (await shop.Workflow.QuoteAsync(new QuoteRequest { Lines = [new(TestShop.Odyssey, 1)], Adjustments = [new(OrderAdjustment.Discount, new Money(-1m, "USD"))] })).Quote!;
        await FixAsync(shop);

        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey) with { QuoteId = quote.Id })).Outcome.ShouldBe(PlaceOrderOutcome.PriceFixed);
    }

    private static async Task<TestShop> OpenAsync()
    {
        var shop = await TestShop.OpenAsync();
        await FixAsync(shop);
        return shop;
    }

    private static async Task FixAsync(TestShop shop) =>
        await shop.Inventory.SaveBookAsync((await shop.Inventory.FindBookAsync(TestShop.Odyssey))!.Book with { Details = new BookDetails { FixedPrice = true } });
}
