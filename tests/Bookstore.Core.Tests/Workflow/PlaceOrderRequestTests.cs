using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>What an order may not ask for.</summary>
public sealed class PlaceOrderRequestTests
{
    public static TheoryData<string, PlaceOrderRequest> BadRequests
    {
        get
        {
            var good = TestShop.Request(TestShop.Martian);
            return new()
            {
                { "CustomerId", good with { CustomerId = "" } },
                { "CustomerId", good with { CustomerId = new string('x', 101) } },
                { "CustomerId", good with { CustomerId = "a\0b" } },
                { "CustomerId", good with { CustomerId = "\ud800" } },
                { "Lines", good with { Lines = [] } },
                { "Lines", good with { Lines = null! } },
                { "Lines", good with { Lines = [null!] } },
                { "Lines", good with { Lines = [.. Enumerable.Repeat(new PlaceOrderLine(TestShop.Martian, 1), 201)] } },
                { "Quantity", good with { Lines = [new(TestShop.Martian, 0)] } },
                { "Quantity", good with { Lines = [new(TestShop.Martian, 10_001)] } },
                { "quantity", good with { Lines = [new(TestShop.Martian, 10_000), new(TestShop.Martian, 1)] } },
                { "Isbn", good with { Lines = [new(default, 1)] } },
                { "Adjustments", good with { Adjustments = null! } },
                { "Adjustments", good with { Adjustments = [new("x", default)] } },
                { "Adjustments[0]", good with { Adjustments = [null!] } },
                { "Kind", good with { Adjustments = [new("", new Money(1m, "USD"))] } },
                { "Adjustments[0].Amount", good with { Adjustments = [new(OrderAdjustment.Shipping, new Money(-1m, "USD"))] } },
                { "Adjustments[0].Amount", good with { Adjustments = [new(OrderAdjustment.Tax, new Money(-1m, "USD"))] } },
                { "Adjustments[0].Amount", good with { Adjustments = [new(OrderAdjustment.Fee, new Money(-1m, "USD"))] } },
                { "Adjustments[0].Amount", good with { Adjustments = [new(OrderAdjustment.GiftWrap, new Money(-1m, "USD"))] } },
                { "Adjustments[0].Amount", good with { Adjustments = [new(OrderAdjustment.Discount, new Money(1m, "USD"))] } },
                { "Adjustments[1].Amount", good with { Adjustments = [new("vat", new Money(1m, "USD")), new("vat", new Money(-1m, "USD")) { IsIncluded = true }] } },
                { "Adjustments[0].Label", good with { Adjustments = [new("x", new Money(1m, "USD")) { Label = "" }] } },
                { "Adjustments[0].Label", good with { Adjustments = [new("x", new Money(1m, "USD")) { Label = new string('x', 101) }] } },
                { "Adjustments[0].Isbn", good with { Adjustments = [new("x", new Money(1m, "USD")) { Isbn = TestShop.Odyssey }] } },
                { "Metadata", good with { Metadata = null! } },
                { "Metadata", good with { Metadata = Enumerable.Range(0, 21).ToDictionary(i => $"k{i}", _ => "") } },
                { "A key of Metadata", good with { Metadata = new Dictionary<string, string> { [""] = "v" } } },
                { "A key of Metadata", good with { Metadata = new Dictionary<string, string> { [new string('k', 41)] = "v" } } },
                { "A value of Metadata", good with { Metadata = new Dictionary<string, string> { ["k"] = null! } } },
                { "A value of Metadata", good with { Metadata = new Dictionary<string, string> { ["k"] = new string('v', 501) } } },
                { "A value of Metadata", good with { Metadata = new Dictionary<string, string> { ["k"] = "a\0b" } } },
                { "PlacedBy", good with { PlacedBy = "" } },
                { "PlacedBy", good with { PlacedBy = new string('x', 101) } },
            };
        }
    }

    [Theory]
    [MemberData(nameof(BadRequests), DisableDiscoveryEnumeration = true)]
    public async Task PlaceAsync_bad_request_names_the_member(string member, PlaceOrderRequest request)
    {
        await using var shop = await TestShop.OpenAsync();

        var exception = await Should.ThrowAsync<ArgumentException>(() => shop.Workflow.PlaceAsync(request));

        exception.Message.ShouldContain(member);
    }
}
