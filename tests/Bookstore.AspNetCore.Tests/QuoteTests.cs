namespace Bookstore.AspNetCore;

/// <summary>Quotes over HTTP.</summary>
public sealed class QuoteTests
{
    private const string Items = $$"""  "items":[{"isbn":"{{TestShop.Martian}}","quantity":2}]  """;

    [Fact]
    public async Task An_order_that_names_a_quote_is_charged_what_was_quoted()
    {
        await using var shop = await TestShop.StartAsync();

        var quoted = await shop.PostAsync("/api/quotes", $$"""{{{Items}},"adjustments":[{"kind":"shipping","amount":4.9},{"kind":"discount","amount":-1}]}""");

        quoted.Status.ShouldBe(HttpStatusCode.Created, quoted.Text);
        quoted.Json["total"]!.GetValue<decimal>().ShouldBe(29.88m);
        quoted.Json["items"]!.ToJsonString().ShouldBe("""[{"isbn":"9780143127550","quantity":2,"unit_price":12.99,"allocated":3.90}]""");
        var quote = quoted.Json["quote_id"]!.GetValue<string>();
        await shop.PutAsync($"/api/books/{TestShop.Martian}", Bodies.Book("The Martian"));
        var placed = await shop.PostAsync("/api/orders", Order(quote));
        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        placed.Json["total"]!.GetValue<decimal>().ShouldBe(29.88m);
        (await shop.PostAsync("/api/orders", Order(quote).Replace("\"quantity\":2", "\"quantity\":1", StringComparison.Ordinal))).ShouldBeProblem(HttpStatusCode.Conflict, "total_changed");
        (await shop.PostAsync("/api/orders", Order(Guid.CreateVersion7().ToString()))).ShouldBeProblem(HttpStatusCode.Conflict, "quote_expired");
        (await shop.PostAsync("/api/orders", Order("quote"))).ShouldBeProblem(HttpStatusCode.Conflict, "quote_expired");
    }

    [Fact]
    public async Task A_quote_is_refused_as_an_order_is()
    {
        await using var shop = await TestShop.StartAsync(options: static options => TestShop.AddClient(options, "clerk", "clerk-key", BookstoreRoles.OrdersWrite));

        (await shop.PostAsync("/api/quotes", "{}")).ShouldBlame("/items");
        (await shop.PostAsync("/api/quotes", $$"""{{{Items}},"adjustments":[{"kind":"tax","amount":0.001}]}""")).ShouldBlame("/adjustments/0/amount");
        (await shop.PostAsync("/api/quotes", $$"""{{{Items.Replace(":2", ":11", StringComparison.Ordinal)}}}""")).ShouldBeProblem(HttpStatusCode.Conflict, "insufficient_stock");
        (await shop.PostAsync("/api/quotes", $$"""{{{Items.Replace(TestShop.Martian, "9780316769488", StringComparison.Ordinal)}}}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "unknown_book");
        (await shop.PostAsync("/api/quotes", $$"""{{{Items}},"adjustments":[{"kind":"discount","amount":-99}]}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        (await shop.PostAsync("/api/quotes", $$"""{{{Items}},"adjustments":[{"kind":"discount","amount":-1}]}""", "clerk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_pricer_that_fails_is_answered_503_and_nothing_is_ordered()
    {
        await using var shop = await TestShop.StartAsync(static services => services.AddSingleton<IOrderPricer>(new Broken()));

        var placed = await shop.PostAsync("/api/orders", Bodies.Order());

        placed.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        placed.Headers.RetryAfter.ShouldNotBeNull();
        (await shop.PostAsync("/api/quotes", $$"""{{{Items}}}""")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        (await shop.GetAsync("/api/orders")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task A_policy_refuses_orders_and_quotes_with_its_own_code_and_text()
    {
        await using var shop = await TestShop.StartAsync(static services => services.AddSingleton<IShopPolicy>(new NotToday()));

        foreach (var (path, body) in new[] { ("/api/orders", Bodies.Order()), ("/api/quotes", $$"""{{{Items}}}""") })
        {
            var refused = await shop.PostAsync(path, body);
            refused.ShouldBeProblem(HttpStatusCode.Conflict, "policy_refused");
            refused.Json["policy_code"]!.GetValue<string>().ShouldBe("not_today");
            refused.Json["detail"]!.GetValue<string>().ShouldBe("Not today.");
        }

        (await shop.GetAsync("/api/orders")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task A_discount_on_a_fixed_price_is_refused_for_orders_and_quotes()
    {
        await using var shop = await TestShop.StartAsync();
        var saved = await shop.PutAsync($"/api/books/{TestShop.Martian}", Bodies.Book(more: ""","fixed_price":true"""));
        saved.Json["fixed_price"]!.GetValue<bool>().ShouldBeTrue();

        foreach (var (path, more) in new[] { ("/api/orders", $$""","customer_id":"cust-1","payment":{"card_number":"{{TestShop.GoodCard}}"}"""), ("/api/quotes", string.Empty) })
        {
            var refused = await shop.PostAsync(path, $$"""{{{Items}}{{more}},"adjustments":[{"kind":"discount","amount":-1}]}""");
            refused.ShouldBeProblem(HttpStatusCode.Conflict, "price_fixed");
            refused.Json["isbn"]!.GetValue<string>().ShouldBe(TestShop.Martian);
        }
    }

    private static string Order(string quote) => $$"""{"customer_id":"cust-1",{{Items}},"payment":{"card_number":"{{TestShop.GoodCard}}"},"quote_id":"{{quote}}"}""";

    private sealed class NotToday : IShopPolicy
    {
        public ValueTask<PolicyRefusal?> CheckAsync(ShopPolicyRequest request, CancellationToken cancellationToken) => new(new PolicyRefusal("not_today", "Not today."));
    }

    private sealed class Broken : IOrderPricer
    {
        public ValueTask<IReadOnlyList<OrderAdjustment>> PriceAsync(OrderPricingRequest request, CancellationToken cancellationToken) => throw new InvalidOperationException("down");
    }
}
