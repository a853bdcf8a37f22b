namespace Bookstore.AspNetCore;

/// <summary>The list of work that is due or needs a person, over the wire.</summary>
public sealed class WorkListTests
{
    [Fact]
    public async Task GET_work_lists_what_needs_a_person_page_by_page()
    {
        await using var shop = await TestShop.StartAsync();
        var orders = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var placed = await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: "4000000000001976"));
            orders.Add(placed.Json["order_id"]!.GetValue<string>());
        }

        await TestShop.EventuallyAsync(async () => (await shop.GetAsync("/api/work?state=attention")).Json.AsArray().Count == 3);

        var whole = (await shop.GetAsync("/api/work?kind=payment&state=attention")).Json.AsArray();
        var item = whole[0]!;
        item.AsObject().Select(static member => member.Key).ShouldBe(["work_id", "kind", "state", "order_id", "gateway", "attempts", "last_error", "action", "attention"]);
        (item["work_id"]!.GetValue<string>(), item["kind"]!.GetValue<string>(), item["state"]!.GetValue<string>()).ShouldBe((orders[2], "payment", "attention"));
        item["attention"]!["reason"]!.GetValue<string>().ShouldBe("capture_refused");
        item["attention"]!["since"]!.GetValue<string>().ShouldEndWith("Z");

        var seen = new List<string>();
        var path = "/api/work?state=attention&limit=2";
        while (path is not null)
        {
            var page = await shop.GetAsync(path);
            page.Headers.CacheControl!.NoStore.ShouldBeTrue();
            seen.AddRange(page.Json.AsArray().Select(static work => work!["work_id"]!.GetValue<string>()));
            path = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        seen.ShouldBe(orders.AsEnumerable().Reverse());
        (await shop.GetAsync("/api/work?kind=courier")).Json.AsArray().ShouldBeEmpty();
        (await shop.PostAsync($"/api/work/{orders[0]}/retry", null)).Status.ShouldBe(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData("kind=delivery", "/kind")]
    [InlineData("kind=", "/kind")]
    [InlineData("state=settled", "/state")]
    [InlineData("state=due&state=due", "/state")]
    [InlineData("limit=0", "/limit")]
    [InlineData("after=nonsense", "/after")]
    [InlineData("page=2", "/page")]
    public async Task GET_work_with_a_wrong_query_is_refused(string query, string pointer)
    {
        await using var shop = await TestShop.StartAsync();

        var refused = await shop.GetAsync("/api/work?" + query);

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        refused.ShouldBlame(pointer);
    }
}
