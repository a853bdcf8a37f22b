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

    [Fact]
    public async Task POST_erase_says_how_far_it_is_and_leaves_nothing_of_the_customer()
    {
        await using var shop = await TestShop.StartAsync();
        var order = (await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey))).Json["order_id"]!.GetValue<string>();
        var customer = (await shop.GetAsync($"/api/orders/{order}")).Json["customer_id"]!.GetValue<string>();
        await TestShop.EventuallyAsync(async () => (await shop.GetAsync($"/api/orders/{order}")).Json["payment_status"]!.GetValue<string>() == "captured");

        var waiting = await shop.PostAsync($"/api/customers/{customer}/erase", null);

        waiting.Status.ShouldBe(HttpStatusCode.OK, waiting.Text);
        waiting.Headers.CacheControl!.NoStore.ShouldBeTrue();
        waiting.Json.AsObject().Select(static member => member.Key).ShouldBe(["status", "erased_orders", "waiting", "waiting_order_ids", "started_at"]);
        (waiting.Json["status"]!.GetValue<string>(), waiting.Json["waiting_order_ids"]![0]!.GetValue<string>()).ShouldBe(("waiting", order));
        (await shop.PostAsync($"/api/orders/{order}/cancel", null)).Status.ShouldBe(HttpStatusCode.OK);
        await TestShop.EventuallyAsync(async () => (await shop.GetAsync($"/api/orders/{order}")).Json["payment_status"]!.GetValue<string>() == "refunded");
        var erased = await shop.PostAsync($"/api/customers/{customer}/erase", null);
        (erased.Json["status"]!.GetValue<string>(), erased.Json["erased_orders"]!.GetValue<int>()).ShouldBe(("completed", 1));

        (await shop.PostAsync($"/api/customers/{customer}/erase", null)).ShouldBeProblem(HttpStatusCode.NotFound, "customer_not_found");
        (await shop.GetAsync($"/api/customers/{customer}/export")).ShouldBeProblem(HttpStatusCode.NotFound, "customer_not_found");
        (await shop.GetAsync($"/api/orders/{order}")).Json["customer_id"]!.GetValue<string>().ShouldStartWith("erased-");
    }

    [Fact]
    public async Task POST_erase_needs_the_role_privacy_and_a_customer()
    {
        await using var shop = await TestShop.StartAsync(options: static api => TestShop.AddClient(api, "clerk", "clerk-key", [.. BookstoreRoles.All.Where(static role => role != BookstoreRoles.Privacy)]));

        (await shop.PostAsync("/api/customers/cust-1/erase", null, "clerk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.PostAsync("/api/customers/nobody/erase", null)).ShouldBeProblem(HttpStatusCode.NotFound, "customer_not_found");
        (await shop.PostAsync("/api/customers/%20/erase", null)).ShouldBeProblem(HttpStatusCode.NotFound, "customer_not_found");
    }
}
