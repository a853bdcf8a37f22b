using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bookstore.AspNetCore;

/// <summary>What a client may send and is refused for, each with its code and the place of what is wrong.</summary>
public sealed class RefusalTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task An_order_where_there_is_no_gateway_is_503_and_everything_else_is_answered()
    {
        await using var shop = await TestShop.StartAsync(services =>
        {
            services.RemoveAll<IPaymentGateway>();
            services.Configure<BookstoreOptions>(static options => options.BackgroundWork = false);
        });

        var refused = await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey), TestShop.Key, ("Idempotency-Key", "no-gateway"));

        refused.ShouldBeProblem(HttpStatusCode.ServiceUnavailable, "overloaded");
        refused.Header("Retry-After").ShouldNotBeNull();
        (await shop.GetAsync($"/api/books/{TestShop.Odyssey}")).Json["stock"]!.GetValue<int>().ShouldBe(25);
    }

    [Theory]
    [InlineData("12.991")]
    [InlineData("-1")]
    public async Task A_total_that_is_no_amount_of_the_currency_is_400(string total) =>
        (await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey).Replace("{\"customer_id\"", $"{{\"expected_total\":{total},\"customer_id\"", StringComparison.Ordinal)))
            .ShouldBlame("/expected_total");

    [Fact]
    public async Task A_total_that_is_another_one_is_409() =>
        (await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey).Replace("{\"customer_id\"", "{\"expected_total\":1.01,\"customer_id\"", StringComparison.Ordinal)))
            .ShouldBeProblem(HttpStatusCode.Conflict, "total_changed");

    [Fact]
    public async Task A_book_that_is_not_of_the_order_is_blamed_for_itself_and_too_many_copies_for_their_number()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        await Shop.CapturedAsync(order);
        foreach (var (path, more) in new[] { ($"/api/orders/{order}/cancel", ""), ($"/api/orders/{order}/refunds", "\"reason\":\"damaged\","), ("/api/delivery", $"\"order_id\":\"{order}\",\"address\":\"1 Main Street\",") })
        {
            (await SendAsync(path, more, TestShop.Martian, 1)).ShouldBlame("/items/0/isbn");
            (await SendAsync(path, more, TestShop.Odyssey, 100)).ShouldBlame("/items/0/quantity");
        }

        Task<Answer> SendAsync(string path, string more, string isbn, int quantity) => Shop.PostAsync(
            path, $$"""{{{more}}"items":[{"isbn":"{{isbn}}","quantity":{{quantity}}}]}""", TestShop.Key, ("Idempotency-Key", Guid.NewGuid().ToString()));
    }

    [Fact]
    public async Task A_book_that_is_saved_without_a_currency_keeps_its_own()
    {
        const string Path = "/api/books/9780141439518";
        (await Shop.SendAsync(HttpMethod.Put, Path, """{"title":"Emma","author":"Jane Austen","price":11}""")).Json["currency"]!.GetValue<string>().ShouldBe("USD");
        await Shop.SendAsync(HttpMethod.Put, Path, """{"title":"Emma","author":"Jane Austen","price":11,"currency":"JPY"}""");

        var saved = await Shop.SendAsync(HttpMethod.Put, Path, """{"title":"Emma","author":"Jane Austen","price":12}""");

        (saved.Json["price"]!.GetValue<decimal>(), saved.Json["currency"]!.GetValue<string>()).ShouldBe((12m, "JPY"));
        (await Shop.SendAsync(HttpMethod.Put, Path, """{"title":"Emma","author":"Jane Austen","price":12.5}""")).ShouldBlame("/price");
    }
}
