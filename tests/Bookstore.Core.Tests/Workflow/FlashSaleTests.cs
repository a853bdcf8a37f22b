using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class FlashSaleTests
{
    [Fact]
    public async Task TwoThousandCallersForAHundredCopies_exactly_a_hundred_orders()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Algorithms, Quantity = 97, Reason = "delivery" });
        var outcomes = new PlaceOrderOutcome[2_000];

        await Parallel.ForAsync(0, outcomes.Length, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (caller, _) =>
            outcomes[caller] = (await shop.PlaceAsync(TestShop.Algorithms)).Outcome);

        outcomes.Count(outcome => outcome == PlaceOrderOutcome.Created).ShouldBe(100);
        outcomes.Count(outcome => outcome == PlaceOrderOutcome.InsufficientStock).ShouldBe(1_900);
        (await shop.StockAsync(TestShop.Algorithms)).Available.ShouldBe(0);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }
}
