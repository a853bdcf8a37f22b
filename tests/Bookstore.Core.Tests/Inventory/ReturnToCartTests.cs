using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Inventory;

/// <summary>An order that is not paid gives its copies back to the cart they came from, for the rest of the cart's time.</summary>
public sealed class ReturnToCartTests
{
    private static readonly Guid Cart = Guid.Parse("019aa000-0000-7000-8000-000000000001");

    [Fact]
    public async Task PlaceAsync_card_declined_the_second_card_buys_what_the_cart_holds()
    {
        await using var shop = await TestShop.OpenAsync();
        var expiresAt = await HoldAsync(shop, new ReservationLine(TestShop.Algorithms, 2));

        var declined = await BuyAsync(shop, 2, TestShop.Declined, key: "first");
        var rest = await shop.PlaceAsync(TestShop.Algorithms);
        var none = await shop.PlaceAsync(TestShop.Algorithms);
        var cart = (await shop.Inventory.FindReservationAsync(Cart))!;
        await shop.ShouldHoldAsync();
        var bought = await BuyAsync(shop, 2, TestShop.Card, key: "second");

        (declined.Outcome, rest.Outcome, none.Outcome, bought.Outcome).ShouldBe(
            (PlaceOrderOutcome.Declined, PlaceOrderOutcome.Created, PlaceOrderOutcome.InsufficientStock, PlaceOrderOutcome.Created));
        (cart.Status, cart.ExpiresAt).ShouldBe((ReservationStatus.Held, expiresAt));
        var replayed = await BuyAsync(shop, 2, TestShop.Declined, key: "first");
        (replayed.Outcome, replayed.Replayed, replayed.Order!.Id).ShouldBe((PlaceOrderOutcome.Declined, true, declined.Order!.Id));
        (await shop.StockAsync(TestShop.Algorithms)).Available.ShouldBe(0);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_many_cards_declined_each_time_the_cart_holds_it_again_and_never_longer()
    {
        await using var shop = await TestShop.OpenAsync();
        var expiresAt = await HoldAsync(shop, new ReservationLine(TestShop.Algorithms, 3));
        for (var i = 0; i < 5; i++)
        {
            (await BuyAsync(shop, 3, TestShop.Declined)).Outcome.ShouldBe(PlaceOrderOutcome.Declined);
            shop.Time.Advance(TimeSpan.FromMinutes(2));
        }

        (await shop.Inventory.FindReservationAsync(Cart))!.ExpiresAt.ShouldBe(expiresAt);
        shop.Time.Advance(TimeSpan.FromMinutes(5));
        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);
        (await shop.StockAsync(TestShop.Algorithms)).Reserved.ShouldBe(0);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_declined_after_the_carts_time_is_there_for_everybody()
    {
        await using var shop = await TestShop.OpenAsync();
        var expiresAt = await HoldAsync(shop, new ReservationLine(TestShop.Algorithms, 3));
        shop.Time.Advance(expiresAt - shop.Time.GetUtcNow());

        (await BuyAsync(shop, 3, TestShop.Declined)).Outcome.ShouldBe(PlaceOrderOutcome.Declined);

        (await shop.Inventory.FindReservationAsync(Cart))!.Status.ShouldBe(ReservationStatus.Ordered);
        (await shop.StockAsync(TestShop.Algorithms)).Reserved.ShouldBe(0);
        await shop.ShouldHoldAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PendingOrder_given_up_or_cancelled_gives_the_copies_back(bool isCancelled)
    {
        await using var shop = await TestShop.OpenAsync();
        await HoldAsync(shop, new ReservationLine(TestShop.Algorithms, 3));
        var placed = await BuyAsync(shop, 3, TestShop.GatewayFails);
        if (isCancelled)
        {
            await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        }
        else
        {
            shop.Time.Advance(TimeSpan.FromMinutes(1));
            await shop.Recovery.RunOnceAsync();
        }

        (await shop.OrderAsync(placed.Order!.Id)).Status.ShouldBe(OrderStatus.Rejected);
        (await shop.Inventory.FindReservationAsync(Cart))!.Status.ShouldBe(ReservationStatus.Held);
        (await shop.PlaceAsync(TestShop.Algorithms)).Outcome.ShouldBe(PlaceOrderOutcome.InsufficientStock);
        (await BuyAsync(shop, 3, TestShop.Card)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await shop.Settlement.RunOnceAsync();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task ConfirmedOrder_cancelled_is_there_for_everybody()
    {
        await using var shop = await TestShop.OpenAsync();
        await HoldAsync(shop, new ReservationLine(TestShop.Algorithms, 3));
        var placed = await BuyAsync(shop, 3, TestShop.Card);

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });

        (await shop.Inventory.FindReservationAsync(Cart))!.Status.ShouldBe(ReservationStatus.Ordered);
        (await shop.StockAsync(TestShop.Algorithms)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task PlaceAsync_declined_order_of_other_lines_than_the_cart_gives_back_what_both_have()
    {
        await using var shop = await TestShop.OpenAsync();
        await HoldAsync(shop, new(TestShop.Martian, 2), new(TestShop.Odyssey, 1), new(TestShop.Algorithms, 3));
        PlaceOrderLine[] lines = [new(TestShop.Martian, 5), new(TestShop.Algorithms, 1)];

        await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian, card: TestShop.Declined) with { Lines = lines, ReservationId = Cart });

        var cart = (await shop.Inventory.FindReservationAsync(Cart))!;
        cart.Status.ShouldBe(ReservationStatus.Held);
        cart.Lines.ShouldBe([new ReservationLine(TestShop.Martian, 2), new ReservationLine(TestShop.Algorithms, 1)], ignoreOrder: true);
        ((await shop.StockAsync(TestShop.Martian)).Reserved, (await shop.StockAsync(TestShop.Odyssey)).Reserved, (await shop.StockAsync(TestShop.Algorithms)).Reserved).ShouldBe((2, 0, 1));
        await shop.ShouldHoldAsync();
        (await shop.Inventory.ReleaseAsync(Cart))!.Status.ShouldBe(ReservationStatus.Released);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_declined_order_of_nothing_that_the_cart_held_gives_nothing_back()
    {
        await using var shop = await TestShop.OpenAsync();
        await HoldAsync(shop, new ReservationLine(TestShop.Martian, 2));

        await BuyAsync(shop, 3, TestShop.Declined);

        (await shop.Inventory.FindReservationAsync(Cart))!.Status.ShouldBe(ReservationStatus.Ordered);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        await shop.ShouldHoldAsync();
    }

    private static async Task<DateTimeOffset> HoldAsync(TestShop shop, params ReservationLine[] lines) =>
        (await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = Cart, Lines = lines })).Reservation!.ExpiresAt;

    private static Task<PlaceOrderResult> BuyAsync(TestShop shop, int quantity, string card, string? key = null) =>
        shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Algorithms, quantity, card, key) with { ReservationId = Cart });
}
