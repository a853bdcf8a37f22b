namespace Bookstore.AspNetCore;

/// <summary>Orders that a person has to look at are found over the wire, with the reason.</summary>
public sealed class AttentionTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string CaptureRefused = "4000000000001976";
    private const string RefundRefused = "4000000000005126";

    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task An_order_whose_capture_is_refused_is_listed_with_its_reason()
    {
        var id = await PlaceAsync(CaptureRefused, "capture");
        var order = await UntilAsync(id, "capture_failed");

        order.Json["attention"]!["reason"]!.GetValue<string>().ShouldBe("capture_refused");
        order.Json["attention"]!["code"]!.GetValue<string>().ShouldBe("capture_refused");
        order.Json["attention"]!["since"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        Ids(await Shop.GetAsync("/api/orders?attention=true&customer_id=capture")).ShouldBe([id]);
        Ids(await Shop.GetAsync("/api/orders?attention=true&customer_id=capture&status=cancelled")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_whose_refund_is_refused_is_listed_until_nothing_is_left_to_do()
    {
        var id = await PlaceAsync(RefundRefused, "refund");
        await Shop.CapturedAsync(id);
        Ids(await Shop.GetAsync("/api/orders?attention=true&customer_id=refund")).ShouldBeEmpty();
        await Shop.PostAsync($"/api/orders/{id}/cancel", null);
        var order = await UntilAsync(id, "refund_failed");

        order.Json["status"]!.GetValue<string>().ShouldBe("cancelled");
        order.Json["attention"]!.ToJsonString().ShouldContain("""
            "reason":"refund_refused","code":"expired_or_canceled_card"
            """.Trim());
        Ids(await Shop.GetAsync("/api/orders?attention=true&customer_id=refund")).ShouldBe([id]);
    }

    [Fact]
    public async Task An_order_that_needs_no_person_has_no_such_member()
    {
        var id = await PlaceAsync(TestShop.GoodCard, "good");

        (await Shop.GetAsync($"/api/orders/{id}")).Json.AsObject().ContainsKey("attention").ShouldBeFalse();
        Ids(await Shop.GetAsync("/api/orders?attention=false&customer_id=good")).ShouldBe([id]);
        Ids(await Shop.GetAsync("/api/orders?attention=true&customer_id=good")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("attention=True")]
    [InlineData("attention=1")]
    [InlineData("attention=")]
    [InlineData("attention=true&attention=true")]
    public async Task Anything_but_true_and_false_is_refused(string query)
    {
        var answer = await Shop.GetAsync($"/api/orders?{query}");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        answer.ShouldBlame("/attention");
    }

    private async Task<string> PlaceAsync(string card, string customer)
    {
        var placed = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, 1, card, customer));
        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        return placed.Json["order_id"]!.GetValue<string>();
    }

    private async Task<Answer> UntilAsync(string id, string paymentStatus)
    {
        await TestShop.EventuallyAsync(async () => (await Shop.GetAsync($"/api/orders/{id}")).Json["payment_status"]!.GetValue<string>() == paymentStatus);
        return await Shop.GetAsync($"/api/orders/{id}");
    }

    private static List<string> Ids(Answer answer) => [.. answer.Json.AsArray().Select(order => order!["order_id"]!.GetValue<string>())];
}
