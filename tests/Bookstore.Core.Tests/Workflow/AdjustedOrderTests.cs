using System.Text.Json;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>Orders with adjustments, metadata and the name of their client.</summary>
public sealed class AdjustedOrderTests
{
    private static readonly OrderAdjustment[] Adjustments =
    [
        new(OrderAdjustment.Shipping, new Money(4.90m, "USD")) { Label = "Express for Ada" },
        new(OrderAdjustment.Discount, new Money(-3m, "USD")) { Isbn = TestShop.Odyssey },
        new(OrderAdjustment.Tax, new Money(1.47m, "USD")) { IsIncluded = true },
    ];

    [Fact]
    public async Task PlaceAsync_everything_is_kept_and_allocated()
    {
        await using var shop = await TestShop.OpenAsync();

        var order = await PlaceAsync(shop);

        order.Total.Amount.ShouldBe(12.99m + 9.50m + 4.90m - 3m);
        order.Adjustments.ShouldBe(Adjustments);
        order.Metadata.ShouldBe(new Dictionary<string, string> { ["campaign"] = "spring", ["note"] = "" });
        order.PlacedBy.ShouldBe("web");
        order.Lines.Sum(line => line.WorthOf(line.Quantity).Amount + line.AllocatedShipping.Amount).ShouldBe(order.Total.Amount);
        order.Lines.Single(line => line.Isbn == TestShop.Odyssey).WorthOf(1).Amount.ShouldBe(6.50m);
        order.Lines.Single(line => line.Isbn == TestShop.Martian).AllocatedShipping.Amount.ShouldBe(2.83m);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_events_have_the_adjustments_and_neither_labels_nor_metadata()
    {
        await using var shop = await TestShop.OpenAsync();

        var order = await PlaceAsync(shop);

        await FeedAssert.ShouldMatchAsync(shop.Store);
        var created = (await FeedAssert.ReadAllAsync(shop.Store)).Single(happened => happened.Resource == $"orders/{order.Id}");
        var text = System.Text.Encoding.UTF8.GetString(created.Data.Span);
        text.ShouldNotContain("Ada");
        text.ShouldNotContain("spring");
        JsonElement.Parse(text).GetProperty("adjustments").GetRawText().ShouldBe(
            """[{"kind":"shipping","amount":4.90},{"kind":"discount","amount":-3.00,"isbn":"9780140449136"},{"kind":"tax","amount":1.47,"included":true}]""");
    }

    [Fact]
    public async Task PlaceAsync_discounts_of_a_book_beyond_its_line_are_refused_though_the_total_is_not_negative()
    {
        await using var shop = await TestShop.OpenAsync();
        var request = Request() with { Adjustments = [new(OrderAdjustment.Discount, new Money(-9m, "USD")) { Isbn = TestShop.Odyssey }, new("voucher", new Money(-1m, "USD")) { Isbn = TestShop.Odyssey }] };

        var refused = await shop.Workflow.PlaceAsync(request);

        refused.Outcome.ShouldBe(PlaceOrderOutcome.NegativeTotal);
        refused.Isbn.ShouldBe(TestShop.Odyssey);
        var atTheLimit = request with { Adjustments = [request.Adjustments[0], request.Adjustments[1] with { Amount = new Money(-0.50m, "USD") }] };
        (await shop.Workflow.PlaceAsync(atTheLimit)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }

    [Fact]
    public async Task PlaceAsync_metadata_that_is_changed_afterwards_changes_nothing()
    {
        await using var shop = await TestShop.OpenAsync();
        var metadata = new Dictionary<string, string> { ["a"] = "1" };
        var placed = await shop.Workflow.PlaceAsync(Request() with { Metadata = metadata });

        metadata["a"] = "2";

        (await shop.OrderAsync(placed.Order!.Id)).Metadata["a"].ShouldBe("1");
    }

    [Fact]
    public void Format_a_plain_order_of_a_client_is_short_and_comes_back()
    {
        var order = new Order
        {
            Id = Guid.CreateVersion7(),
            CustomerId = "ada",
            Lines = [new OrderLine(TestShop.Martian, 1, new Money(1m, "USD"))],
            Total = new Money(1m, "USD"),
            Status = OrderStatus.Created,
            PaymentStatus = PaymentStatus.Captured,
            CreatedAt = default,
            UpdatedAt = default,
        };

        Storage.OrderDetails.Format(order).ShouldBeNull();
        foreach (var client in new[] { "web", "web", "shop \"2\"", "web" })
        {
            var text = Storage.OrderDetails.Format(order with { PlacedBy = client });
            Storage.OrderDetails.Apply(order, text).ShouldBe(order with { PlacedBy = client });
            Storage.OrderDetails.Apply(order, """{"placed_by":"another"}""").PlacedBy.ShouldBe("another");
        }
    }

    private static PlaceOrderRequest Request() => TestShop.Request(TestShop.Martian) with
    {
        Lines = [new(TestShop.Martian, 1), new(TestShop.Odyssey, 1)],
        Adjustments = Adjustments,
        Metadata = new Dictionary<string, string> { ["campaign"] = "spring", ["note"] = "" },
        PlacedBy = "web",
    };

    private static async Task<Order> PlaceAsync(TestShop shop)
    {
        var placed = await shop.Workflow.PlaceAsync(Request());
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        return await shop.OrderAsync(placed.Order!.Id);
    }
}
