using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Customers;

/// <summary>What the shop keeps of a customer.</summary>
public sealed class CustomerServiceTests
{
    [Fact]
    public async Task ExportAsync_lists_the_orders_with_all_that_belongs_to_them()
    {
        await using var shop = await TestShop.OpenAsync();
        var plain = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey) with { CustomerId = "cust-2" });
        var rich = await shop.PlaceCapturedAsync(TestShop.Martian, 2);
        await shop.DeliverAsync(rich.Id);
        var returned = (await shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = rich.Id, Items = [new ReturnItem(TestShop.Martian, 1)] })).Return.ShouldNotBeNull();
        var refunded = (await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = rich.Id, Amount = 1, Reason = "goodwill" })).Refund.ShouldNotBeNull();

        var page = await shop.Customers.ExportAsync("cust-1");

        page.Next.ShouldBeNull();
        page.Items.Select(static item => item.Order.Id).ShouldBe([rich.Id, plain.Id]);
        page.Items[0].Deliveries.ShouldHaveSingleItem().Address.ShouldBe("1 Main St");
        page.Items[0].Returns.ShouldHaveSingleItem().Id.ShouldBe(returned.Id);
        page.Items[0].Refunds.ShouldHaveSingleItem().Id.ShouldBe(refunded.Id);
        (page.Items[1].Deliveries.Count, page.Items[1].Refunds.Count, page.Items[1].Returns.Count).ShouldBe((0, 0, 0));
        page.Items[0].ToString().ShouldNotContain("cust-1");
    }

    [Fact]
    public async Task ExportAsync_is_read_page_by_page_and_empty_for_a_stranger()
    {
        await using var shop = await TestShop.OpenAsync();
        List<Guid> placed = [];
        for (var i = 0; i < 5; i++)
        {
            placed.Insert(0, (await shop.PlaceAsync(TestShop.Odyssey)).Order!.Id);
        }

        List<Guid> seen = [];
        string? after = null;
        do
        {
            var page = await shop.Customers.ExportAsync("cust-1", new PageRequest { Limit = 2, After = after });
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.Items.Select(static item => item.Order.Id));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBe(placed);
        var stranger = await shop.Customers.ExportAsync("cust-9");
        (stranger.Items.Count, stranger.Next).ShouldBe((0, null));
        await Should.ThrowAsync<ArgumentException>(async () => await shop.Customers.ExportAsync(string.Empty));
        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Customers.ExportAsync("cust-1", new PageRequest { After = "nonsense" }));
    }
}
