namespace Bookstore.AspNetCore;

/// <summary>Books that are sold before they are there, over HTTP.</summary>
public sealed class PreOrderTests
{
    [Fact]
    public async Task An_order_beyond_what_is_there_waits_and_is_delivered_when_its_copies_came()
    {
        await using var shop = await TestShop.StartAsync();
        var saved = await SaveAsync(shop, ""","backorder_limit":2""");
        (saved.Json["backorder_limit"]!.GetValue<int>(), saved.Json["stock"]!.GetValue<int>(), saved.Json["orderable"]!.GetValue<int>()).ShouldBe((2, 3, 5));

        var order = await shop.OrderAsync(TestShop.Algorithms, 5);

        (await ItemAsync(shop, order))["waiting"]!.GetValue<int>().ShouldBe(2);
        (await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Algorithms))).ShouldBeProblem(HttpStatusCode.Conflict, "insufficient_stock");
        (await SaveAsync(shop, string.Empty)).ShouldBeProblem(HttpStatusCode.Conflict, "backorder_limit_in_use");
        await shop.CapturedAsync(order);
        var refused = await shop.PostAsync("/api/delivery", Bodies.Delivery(order, $$""","items":[{"isbn":"{{TestShop.Algorithms}}","quantity":5}]"""));
        refused.ShouldBeProblem(HttpStatusCode.Conflict, "not_allocated")["isbn"]!.GetValue<string>().ShouldBe(TestShop.Algorithms);

        var stock = await shop.PostAsync($"/api/books/{TestShop.Algorithms}/stock", """{"quantity":1,"reason":"delivery"}""");
        (stock.Json["reserved"]!.GetValue<int>(), stock.Json["waiting"]!.GetValue<int>(), stock.Json["backorder_limit"]!.GetValue<int>()).ShouldBe((5, 1, 2));
        await shop.PostAsync($"/api/books/{TestShop.Algorithms}/stock", """{"quantity":1,"reason":"delivery"}""");
        (await ItemAsync(shop, order))["waiting"].ShouldBeNull();
        (await shop.PostAsync("/api/delivery", Bodies.Delivery(order))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Before_its_date_a_book_is_neither_ordered_nor_held()
    {
        await using var shop = await TestShop.StartAsync();
        (await SaveAsync(shop, ""","sellable_from":"2098-01-02T03:04:05+01:00" """)).Json["sellable_from"]!.GetValue<string>().ShouldBe("2098-01-02T02:04:05.000Z");

        foreach (var refused in new[]
        {
            await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Algorithms)),
            await shop.PostAsync("/api/reservations", $$"""{"items":[{"isbn":"{{TestShop.Algorithms}}","quantity":1}]}"""),
        })
        {
            var problem = refused.ShouldBeProblem(HttpStatusCode.Conflict, "not_sellable_yet");
            (problem["isbn"]!.GetValue<string>(), problem["available_from"]!.GetValue<string>()).ShouldBe((TestShop.Algorithms, "2098-01-02T02:04:05.000Z"));
        }

        (await SaveAsync(shop, ""","sellable_from":"tomorrow, at the latest" """)).ShouldBlame("/sellable_from");
        (await SaveAsync(shop, ""","embargo_until":"1999-01-02T03:04:05Z" """)).ShouldBlame("/embargo_until");
        (await SaveAsync(shop, ""","backorder_limit":1000001""")).ShouldBlame("/backorder_limit");
    }

    [Fact]
    public async Task Before_its_embargo_a_book_is_not_dispatched()
    {
        await using var shop = await TestShop.StartAsync();
        await SaveAsync(shop, ""","embargo_until":"2098-01-02T03:04:05Z" """);
        var order = await shop.OrderAsync(TestShop.Algorithms);
        await shop.CapturedAsync(order);
        var delivery = (await shop.PostAsync("/api/delivery", Bodies.Delivery(order))).Json["delivery_id"]!.GetValue<string>();

        var refused = await shop.PostAsync($"/api/delivery/{delivery}/status", """{"status":"dispatched"}""");

        var problem = refused.ShouldBeProblem(HttpStatusCode.Conflict, "embargoed");
        (problem["isbn"]!.GetValue<string>(), problem["available_from"]!.GetValue<string>()).ShouldBe((TestShop.Algorithms, "2098-01-02T03:04:05.000Z"));
        (await shop.GetAsync($"/api/delivery/{delivery}")).Json["status"]!.GetValue<string>().ShouldBe("scheduled");
    }

    private static Task<Answer> SaveAsync(TestShop shop, string more) => shop.PutAsync($"/api/books/{TestShop.Algorithms}", Bodies.Book("Introduction to Algorithms", "Cormen et al.", "89.99", more));

    private static async Task<JsonNode> ItemAsync(TestShop shop, string order) => (await shop.GetAsync($"/api/orders/{order}")).Json["items"]![0]!;
}
