using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>The assertion finds a shop that is broken, in every way that it claims to.</summary>
public sealed class ShopAssertTests
{
    [Fact]
    public async Task A_level_that_is_not_the_sum_of_its_movements_is_found()
    {
        await using var shop = await TestShop.OpenAsync();
        await CorruptAsync(shop, keys => keys.Stock.Add(TestBooks.Martian), records =>
            records.Stock.Put(TestBooks.Martian, records.Stock.Find(TestBooks.Martian)! with { OnHand = 999 }));

        (await FindingsAsync(shop)).ShouldHaveSingleItem().Id.ShouldBe(TestBooks.Martian.ToString());
    }

    [Fact]
    public async Task A_charge_for_an_order_that_is_not_there_is_found()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Gateway.AuthorizeAsync(new AuthorizeRequest(Guid.CreateVersion7(), new Money(5m, "USD"), new PaymentToken(TestCards.Approved)), default);

        (await FindingsAsync(shop)).ShouldHaveSingleItem().Code.ShouldBe("payment_without_order");
    }

    [Fact]
    public async Task A_captured_order_without_its_money_is_found()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Captured);
        await shop.PlaceAsync(TestBooks.Martian);
        await shop.DrainAsync();

        (await FindingsAsync(shop)).ShouldHaveSingleItem().Code.ShouldBe("order_without_payment");
    }

    [Fact]
    public async Task Work_that_is_left_is_found_unless_the_shop_is_not_at_rest()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestBooks.Martian);
        await shop.PlaceAsync(TestBooks.Martian, card: TestCards.GatewayFails);

        (await FindingsAsync(shop)).Select(finding => finding.Code).ShouldBe(["order_left_pending", "payment_action_left"]);
        await ShopAssert.InvariantsHoldAsync(shop, atRest: false);
        await shop.DrainAsync();
        await ShopAssert.InvariantsHoldAsync(shop.Services);
    }

    [Fact]
    public async Task DrainAsync_gateway_that_never_answers_says_what_is_left()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        await shop.PlaceAsync(TestBooks.Martian);

        var left = await Should.ThrowAsync<ShopAssertException>(() => shop.DrainAsync());

        left.Message.ShouldContain("payment_action_left");
    }

    private static async Task<IReadOnlyList<AuditFinding>> FindingsAsync(TestShop shop) =>
        (await Should.ThrowAsync<ShopAssertException>(() => ShopAssert.InvariantsHoldAsync(shop))).Findings;

    private static async Task CorruptAsync(TestShop shop, Action<RecordKeys> name, Action<WorkingSet> change)
    {
        var keys = new RecordKeys();
        name(keys);
        await using var unit = await shop.Services.GetRequiredService<IBookstoreStore>().OpenAsync(keys, default);
        change(unit.Records);
        await unit.CommitAsync(new CommitToken(Guid.CreateVersion7(), 1, shop.Time.GetUtcNow()));
    }
}
