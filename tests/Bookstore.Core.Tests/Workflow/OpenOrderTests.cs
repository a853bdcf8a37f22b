using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class OpenOrderTests
{
    private static readonly Guid Cart = Guid.Parse("019aa000-0000-7000-8000-000000000001");

    [Fact]
    public async Task PlaceAsync_books_in_two_currencies_is_refused_and_writes_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        var book = (await shop.Inventory.FindBookAsync(TestShop.Odyssey))!.Book;
        await shop.Inventory.SaveBookAsync(book with { Price = new Money(9.50m, "EUR") });

        var refused = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { Lines = [new(TestShop.Odyssey, 1), new(TestShop.Martian, 1)] });

        refused.Outcome.ShouldBe(PlaceOrderOutcome.MixedCurrencies);
        (await shop.StockAsync(TestShop.Odyssey)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task PlaceAsync_second_book_unknown_is_refused_and_holds_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        var unknown = Isbn.Parse("9780306406157");

        var refused = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey) with { Lines = [new(TestShop.Odyssey, 1), new(unknown, 1)] });

        (refused.Outcome, refused.Isbn).ShouldBe((PlaceOrderOutcome.BookNotFound, unknown));
        (await shop.StockAsync(TestShop.Odyssey)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task PlaceAsync_more_than_the_cart_holds_counts_what_it_holds_as_there()
    {
        await using var shop = await TestShop.OpenAsync();
        await HoldAsync(shop, new(TestShop.Martian, 1), new(TestShop.Algorithms, 2));
        await shop.PlaceAsync(TestShop.Algorithms);

        var tooMany = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Algorithms, 3) with { ReservationId = Cart });
        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Algorithms, 2) with { ReservationId = Cart });

        (tooMany.Outcome, tooMany.Isbn, tooMany.Available).ShouldBe((PlaceOrderOutcome.InsufficientStock, TestShop.Algorithms, 2));
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await shop.StockAsync(TestShop.Algorithms)).Available.ShouldBe(0);
        (await shop.StockAsync(TestShop.Martian)).Reserved.ShouldBe(0);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_book_that_the_cart_does_not_hold_is_taken_from_the_free_copies()
    {
        await using var shop = await TestShop.OpenAsync();
        await HoldAsync(shop, new ReservationLine(TestShop.Algorithms, 3));

        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian, 10) with { ReservationId = Cart });

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await shop.StockAsync(TestShop.Algorithms)).Reserved.ShouldBe(0);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_cart_released_meanwhile_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        await HoldAsync(shop, new ReservationLine(TestShop.Martian, 1));
        await shop.Inventory.ReleaseAsync(Cart);

        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian) with { ReservationId = Cart })).Outcome.ShouldBe(PlaceOrderOutcome.ReservationNotHeld);
    }

    public static TheoryData<PlaceOrderRequest> OtherRequests
    {
        get
        {
            var request = TestShop.Request(TestShop.Martian, key: "k1");
            return
            [
                request with { CustomerId = "cust-2" },
                request with { ExpectedTotal = 12.99m },
                request with { ReservationId = Cart },
                request with { Payment = null },
                request with { Lines = [new(TestShop.Odyssey, 1)] },
                request with { Lines = [new(TestShop.Martian, 2)] },
                request with { Lines = [new(TestShop.Martian, 1), new(TestShop.Odyssey, 1)] },
                request with { Adjustments = [new("shipping", new Money(1m, "USD"))] },
            ];
        }
    }

    [Theory]
    [MemberData(nameof(OtherRequests), DisableDiscoveryEnumeration = true)]
    public async Task PlaceAsync_same_key_any_other_member_is_refused(PlaceOrderRequest other)
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, key: "k1");

        (await shop.Workflow.PlaceAsync(other)).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
    }

    [Theory]
    [InlineData("kind")]
    [InlineData("amount")]
    [InlineData("currency")]
    public async Task PlaceAsync_same_key_other_adjustment_is_refused(string member)
    {
        await using var shop = await TestShop.OpenAsync();
        var request = TestShop.Request(TestShop.Martian, key: "k1") with { Adjustments = [new("shipping", new Money(1m, "USD"))] };
        await shop.Workflow.PlaceAsync(request);
        var other = new OrderAdjustment(member == "kind" ? "tax" : "shipping", new Money(member == "amount" ? 2m : 1m, member == "currency" ? "EUR" : "USD"));

        (await shop.Workflow.PlaceAsync(request with { Adjustments = [other] })).Outcome.ShouldBe(PlaceOrderOutcome.IdempotencyKeyReused);
    }

    [Fact]
    public async Task PlaceAsync_at_the_limits_is_taken_and_beyond_them_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 20_000, Reason = "delivery" });
        var most = Money.FromMinorUnits(Book.MaxPriceInMinorUnits, "USD");
        var request = TestShop.Request(TestShop.Odyssey, Order.MaxQuantity) with
        {
            CustomerId = new string('x', Order.MaxCustomerIdLength),
            Adjustments = [.. Enumerable.Repeat(new OrderAdjustment(new string('x', OrderAdjustment.MaxKindLength), most), OrderAdjustment.MaxAdjustments)],
        };

        (await shop.Workflow.PlaceAsync(request)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await RefusesAsync([.. request.Adjustments, request.Adjustments[0]]);
        await RefusesAsync([new("x", most + Money.FromMinorUnits(1, "USD"))]);
        await RefusesAsync([new("x", (most * -1) + Money.FromMinorUnits(-1, "USD"))]);
        await RefusesAsync([new(new string('x', OrderAdjustment.MaxKindLength + 1), most)]);

        Task RefusesAsync(OrderAdjustment[] adjustments) => Should.ThrowAsync<ArgumentException>(() => shop.Workflow.PlaceAsync(request with { Adjustments = adjustments }));
    }

    private static async Task HoldAsync(TestShop shop, params ReservationLine[] lines) =>
        (await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = Cart, Lines = lines })).Outcome.ShouldBe(HoldStockOutcome.Held);
}
