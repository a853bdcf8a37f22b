namespace Bookstore.AspNetCore;

/// <summary>What the shop keeps of a customer, over the wire.</summary>
public sealed class CustomerTests
{
    [Fact]
    public async Task GET_export_has_the_orders_with_all_that_belongs_to_them_page_by_page()
    {
        await using var shop = await TestShop.StartAsync();
        List<string> orders = [];
        for (var i = 0; i < 3; i++)
        {
            orders.Insert(0, (await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey))).Json["order_id"]!.GetValue<string>());
        }

        var customer = (await shop.GetAsync($"/api/orders/{orders[0]}")).Json["customer_id"]!.GetValue<string>();
        await TestShop.EventuallyAsync(async () => (await shop.GetAsync($"/api/orders/{orders[0]}")).Json["payment_status"]!.GetValue<string>() == "captured");
        (await shop.PostAsync("/api/delivery", $$"""{"order_id":"{{orders[0]}}","address":"1 Main St"}""")).Status.ShouldBe(HttpStatusCode.Created);

        List<JsonNode> seen = [];
        var path = $"/api/customers/{customer}/export?limit=2";
        while (path is not null)
        {
            var page = await shop.GetAsync(path);
            page.Status.ShouldBe(HttpStatusCode.OK);
            page.Headers.CacheControl!.NoStore.ShouldBeTrue();
            seen.AddRange(page.Json.AsArray()!);
            path = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        seen.Select(static item => item["order"]!["order_id"]!.GetValue<string>()).ShouldBe(orders);
        seen[0].AsObject().Select(static member => member.Key).ShouldBe(["order", "deliveries", "refunds", "returns"]);
        seen[0]["deliveries"]!.AsArray().ShouldHaveSingleItem()!["address"]!.GetValue<string>().ShouldBe("1 Main St");
        seen[1]["deliveries"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("%20")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task GET_export_of_a_customer_whom_the_shop_does_not_know_is_not_found(string customer)
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.GetAsync($"/api/customers/{customer}/export")).ShouldBeProblem(HttpStatusCode.NotFound, "customer_not_found");
    }

    [Fact]
    public async Task GET_export_needs_the_role_privacy()
    {
        await using var shop = await TestShop.StartAsync(options: static api => TestShop.AddClient(api, "clerk", "clerk-key", [.. BookstoreRoles.All.Where(static role => role != BookstoreRoles.Privacy)]));

        (await shop.GetAsync("/api/customers/cust-1/export", "clerk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }
}
