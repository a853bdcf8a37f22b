namespace Bookstore.AspNetCore;

/// <summary>Orders that are found by a text or by their metadata.</summary>
public sealed class OrderSearchTests
{
    [Fact]
    public async Task Orders_are_found_by_text_and_by_one_pair_of_metadata()
    {
        await using var shop = await TestShop.StartAsync();
        var first = await PlaceAsync(shop, "ada", """{"Campaign one":"spring & more","empty":""}""");
        var second = await PlaceAsync(shop, "bob", """{"campaign":"spring"}""");

        (await FindAsync(shop, "q=ada")).ShouldBe([first]);
        (await FindAsync(shop, $"q={second}")).ShouldBe([second]);
        (await FindAsync(shop, $"q={TestShop.Odyssey}")).ShouldBe([second, first]);
        (await FindAsync(shop, "q=nobody")).ShouldBeEmpty();
        (await FindAsync(shop, "metadata.Campaign%20one=spring%20%26%20more")).ShouldBe([first]);
        (await FindAsync(shop, "metadata.empty=")).ShouldBe([first]);
        (await FindAsync(shop, "metadata.campaign=spring")).ShouldBe([second]);
        (await FindAsync(shop, "metadata.campaign=spring&q=ada")).ShouldBeEmpty();
        (await FindAsync(shop, "metadata.campaign=spring&customer_id=bob&status=created")).ShouldBe([second]);
    }

    [Theory]
    [InlineData("q=", "/q")]
    [InlineData("q=a&q=b", "/q")]
    [InlineData("q=%00", "/q")]
    [InlineData("metadata.=x", "/metadata.")]
    [InlineData("metadata=x", "/metadata")]
    [InlineData("metadata.a=x&metadata.b=y", "/metadata.a")]
    [InlineData("metadata.a=x&metadata.a=y", "/metadata.a")]
    [InlineData("metadata.a=%00", "/metadata.a")]
    [InlineData("metadata.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx=1", "/metadata.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task Bad_conditions_are_named(string query, string pointer)
    {
        await using var shop = await TestShop.StartAsync();

        var answer = await shop.GetAsync($"/api/orders?{query}");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        answer.ShouldBlame(pointer);
    }

    [Fact]
    public async Task Metadata_is_no_parameter_of_other_lists()
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.GetAsync("/api/delivery?metadata.a=1")).ShouldBlame("/metadata.a");
    }

    private static async Task<IReadOnlyList<string>> FindAsync(TestShop shop, string query)
    {
        var answer = await shop.GetAsync($"/api/orders?{query}");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.AsArray().Select(static order => order!["order_id"]!.GetValue<string>())];
    }

    private static async Task<string> PlaceAsync(TestShop shop, string customer, string metadata)
    {
        var placed = await shop.PostAsync(
            "/api/orders",
            $$"""{"customer_id":"{{customer}}","items":[{"isbn":"{{TestShop.Odyssey}}","quantity":1}],"payment":{"card_number":"{{TestShop.GoodCard}}"},"metadata":{{metadata}}}""");
        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        return placed.Json["order_id"]!.GetValue<string>();
    }
}
