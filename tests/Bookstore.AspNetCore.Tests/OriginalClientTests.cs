namespace Bookstore.AspNetCore;

/// <summary>The original demo's four tests: its clients go on working.</summary>
public sealed class OriginalClientTests
{
    [Fact]
    public async Task Get_book_success()
    {
        await using var shop = await TestShop.StartAsync();

        var r = await shop.GetAsync("/api/books/9780143127550");

        r.Status.ShouldBe(HttpStatusCode.OK);
        r.Json["isbn"]!.GetValue<string>().ShouldBe("9780143127550");
    }

    [Fact]
    public async Task Get_book_not_found()
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.GetAsync("/api/books/0000000000")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Place_order_and_delivery_flow()
    {
        await using var shop = await TestShop.StartAsync();

        var r = await shop.PostAsync(
            "/api/orders/",
            """
            {"customer_id": "cust-1", "items": [{"isbn": "9780143127550", "quantity": 1}],
             "payment": {"card_number": "4111111111111111", "expiry": "12/26"}}
            """);
        r.Status.ShouldBe(HttpStatusCode.Created);
        var orderId = r.Json["order_id"]!.GetValue<string>();

        var rd = await shop.PostAsync("/api/delivery/", $$"""{"order_id": "{{orderId}}", "address": "123 Main St"}""");
        rd.Status.ShouldBe(HttpStatusCode.Created);
        rd.Json["order_id"]!.GetValue<string>().ShouldBe(orderId);
    }

    [Fact]
    public async Task Auth_required()
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.GetAsync("/api/books/9780143127550", key: null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
