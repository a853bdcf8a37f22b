namespace Bookstore.AspNetCore;

/// <summary>Brings orders to their customers, and their copies back.</summary>
internal sealed class ReturnDesk(TestShop shop)
{
    /// <summary>A return of one copy.</summary>
    public const string One = """{"items":[{"isbn":"9780140449136","quantity":1}]}""";

    public static string IdOf(Answer answer) => (answer.Json["return_id"] ?? throw new InvalidOperationException(answer.Text)).GetValue<string>();

    public static IEnumerable<string> Ids(Answer answer) => answer.Json.AsArray().Select(static known => known!["return_id"]!.GetValue<string>());

    public static async Task DeliverAsync(TestShop shop, string order)
    {
        await shop.CapturedAsync(order);
        var delivery = (await shop.PostAsync("/api/delivery", $$"""{"order_id":"{{order}}","address":"1 Main St"}""")).Json["delivery_id"]!.GetValue<string>();
        foreach (var status in new[] { "dispatched", "delivered" })
        {
            var moved = await shop.PostAsync($"/api/delivery/{delivery}/status", $$"""{"status":"{{status}}"}""");
            moved.Status.ShouldBe(HttpStatusCode.OK, moved.Text);
        }
    }

    public static Task<Answer> MoveAsync(TestShop shop, string id, string move, string? body = null) => shop.PostAsync($"/api/returns/{id}/{move}", body);

    /// <summary>Places an order of copies that come in for it, and returns its id once it is paid.</summary>
    public async Task<string> CapturedAsync(int quantity)
    {
        await shop.StockAsync(TestShop.Odyssey, "The Odyssey", "Homer", 9.50m, quantity);
        var placed = await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, quantity, TestShop.GoodCard));
        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        var id = placed.Json["order_id"]!.GetValue<string>();
        await shop.CapturedAsync(id);
        return id;
    }

    public async Task<string> DeliveredAsync(int quantity)
    {
        var order = await CapturedAsync(quantity);
        await DeliverAsync(shop, order);
        return order;
    }

    public Task<Answer> ReturnAsync(string order, string body, string? key = null) => shop.PostAsync($"/api/orders/{order}/returns", body, headers: ("Idempotency-Key", key ?? Guid.NewGuid().ToString()));

    public Task<Answer> WithdrawAsync(string order, string body) => shop.PostAsync($"/api/orders/{order}/withdrawal", body, headers: ("Idempotency-Key", Guid.NewGuid().ToString()));

    public Task<Answer> MoveAsync(string id, string move, string? body = null) => MoveAsync(shop, id, move, body);
}
