using Bookstore;
using Bookstore.Testing;

namespace Shop.Tests;

/// <summary>The shop's rules, in memory: the clock, the gateway and the courier do what a test plans.</summary>
public sealed class ShopTests
{
    [Fact]
    public async Task A_sale_is_paid()
    {
        await using var shop = await TestShop.OpenAsync();

        var placed = await shop.PlaceAsync(TestBooks.Martian, quantity: 2);
        await shop.DrainAsync();

        Assert.Equal(PlaceOrderOutcome.Created, placed.Outcome);
        var order = await shop.Sales.FindOrderAsync(placed.Order!.Id);
        Assert.Equal(PaymentStatus.Captured, order!.PaymentStatus);
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Fact]
    public async Task More_copies_than_there_are_is_refused_and_nothing_is_charged()
    {
        await using var shop = await TestShop.OpenAsync();

        var placed = await shop.PlaceAsync(TestBooks.Algorithms, quantity: 4);

        Assert.Equal(PlaceOrderOutcome.InsufficientStock, placed.Outcome);
        Assert.Empty(await shop.Gateway.ReadLedgerAsync());
    }

    [Fact]
    public async Task A_sale_survives_a_crash_at_every_boundary()
    {
        var crashes = await CrashTest.RunThroughEveryCrashAsync(
            scenario: async shop =>
            {
                await shop.PlaceAsync(TestBooks.Martian, key: "checkout-1");
                await shop.RunBackgroundWorkAsync();
            },
            afterRestart: shop => shop.PlaceAsync(TestBooks.Martian, key: "checkout-1"),
            verify: async shop => Assert.Single(await shop.Gateway.ReadLedgerAsync()));

        Assert.NotEmpty(crashes);
    }
}
