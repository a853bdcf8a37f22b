using System.Globalization;
using System.Text;

namespace Bookstore.AspNetCore;

/// <summary>Every bad body of an order: refused by name, and nothing is ordered.</summary>
public sealed class OrderBodyTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Name99 = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";
    private const string Items = "\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":1}]";
    private const string Payment = "\"payment\":{\"card_number\":\"4111111111111111\"}";

    private TestShop Shop => fixture.Shop;

    [Theory]
    [InlineData("{" + Items + "," + Payment + "}", "/customer_id")]
    [InlineData("{\"customer_id\":\"\"," + Items + "," + Payment + "}", "/customer_id")]
    [InlineData("{\"customer_id\":null," + Items + "," + Payment + "}", "/customer_id")]
    [InlineData("{\"customer_id\":5," + Items + "," + Payment + "}", "/customer_id")]
    [InlineData("{\"customer_id\":{\"id\":1}," + Items + "," + Payment + "}", "/customer_id")]
    [InlineData("{\"customer_id\":\"c\"," + Payment + "}", "/items")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[]," + Payment + "}", "/items")]
    [InlineData("{\"customer_id\":\"c\",\"items\":null," + Payment + "}", "/items")]
    [InlineData("{\"customer_id\":\"c\",\"items\":{}," + Payment + "}", "/items")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[1]," + Payment + "}", "/items/0")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[[]]," + Payment + "}", "/items/0")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"quantity\":1}]," + Payment + "}", "/items/0/isbn")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":9780140449136,\"quantity\":1}]," + Payment + "}", "/items/0/isbn")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\"}]," + Payment + "}", "/items/0/quantity")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":0}]," + Payment + "}", "/items/0/quantity")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":-1}]," + Payment + "}", "/items/0/quantity")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":10001}]," + Payment + "}", "/items/0/quantity")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":1.5}]," + Payment + "}", "/items/0/quantity")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":\"2\"}]," + Payment + "}", "/items/0/quantity")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":true}]," + Payment + "}", "/items/0/quantity")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":99999999999999999999}]," + Payment + "}", "/items/0/quantity")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":6000},{\"isbn\":\"0140449132\",\"quantity\":6000}]," + Payment + "}", "/items/1/quantity")]
    [InlineData("{\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":1},{\"isbn\":\"9780140449136\",\"quantity\":1,\"quantity\":1}]," + Payment + "}", "/items/1/quantity")]
    [InlineData("{\"customer_id\":\"c\"," + Items + ",\"payment\":\"4111111111111111\"}", "/payment")]
    [InlineData("{\"customer_id\":\"c\"," + Items + ",\"payment\":[]}", "/payment")]
    [InlineData("{\"customer_id\":\"c\"," + Items + ",\"payment\":{\"card_number\":4111111111111111}}", "/payment/card_number")]
    [InlineData("{\"customer_id\":\"c\"," + Items + ",\"payment\":{\"card_number\":\"4\",\"card_number\":\"5\"}}", "/payment/card_number")]
    [InlineData("{\"customer_id\":\"c\"," + Items + ",\"payment\":{\"card_number\":\"4\",\"expiry\":1230}}", "/payment/expiry")]
    [InlineData("{\"customer_id\":\"c\"," + Items + "," + Payment + ",\"expected_total\":\"9.50\"}", "/expected_total")]
    [InlineData("{\"customer_id\":\"c\"," + Items + "," + Payment + "," + Payment + "}", "/payment")]
    [InlineData("{\"customer_id\":\"c\"," + Items + "," + Payment + ",\"customer\\u005fid\":\"d\"}", "/customer_id")]
    [InlineData("{\"a\":1,\"customer_id\":\"c\"," + Items + "," + Payment + ",\"a\":2}", "/a")]
    [InlineData("{\"customer_id\":\"c\"," + Items + "," + Payment + ",\"a\":{\"b\":{\"c\":1,\"c\":1}}}", "/a/b/c")]
    [InlineData("{\"customer_id\":\"c\"," + Items + "," + Payment + ",\"a\":[{\"b\":1},{\"b\":1,\"b\":1}]}", "/a/1/b")]
    [InlineData("{\"a\":1,\"customer_id\":\"c\",\"items\":[{\"isbn\":\"9780140449136\",\"quantity\":1,\"a\":1},{\"isbn\":\"9780140449136\",\"quantity\":1,\"a\":1,\"a\":1}]," + Payment + "}", "/items/1/a")]
    [InlineData("{\"a b\":1,\"a b\":1,\"customer_id\":\"c\"," + Items + "," + Payment + "}", "/*")]
    [InlineData("{\"customer_id\":\"a\\u202eb\"," + Items + "," + Payment + "}", "/customer_id")]
    [InlineData("{\"customer_id\":\"a\\u2028b\"," + Items + "," + Payment + "}", "/customer_id")]
    [InlineData("{\"customer_id\":\"a\\nb\"," + Items + "," + Payment + "}", "/customer_id")]
    [InlineData("{\"customer_id\":\"a\\u0085b\"," + Items + "," + Payment + "}", "/customer_id")]
    [InlineData("{\"customer_id\":\"c\"," + Items + "," + Payment + ",\"expected_total\":1e-999999999}", "/expected_total")]
    [InlineData("{\"\\ud800\":1,\"customer_id\":\"c\"," + Items + "," + Payment + "}", "")]
    [InlineData("{\"a\":{\"\\udc00\":1},\"customer_id\":\"c\"," + Items + "," + Payment + "}", "/a")]
    [InlineData("{\"" + Name99 + "\\ud83d\\ude00\":1,\"" + Name99 + "\\ud83d\\ude00\":2,\"customer_id\":\"c\"," + Items + "," + Payment + "}", "/*")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    [InlineData("\"order\"", "")]
    [InlineData("", "")]
    [InlineData("{", "")]
    [InlineData("{\"customer_id\":\"c\",}", "")]
    [InlineData("{\"customer_id\":\"c\"} {}", "")]
    [InlineData("{'customer_id':'c'}", "")]
    [InlineData("{/*c*/}", "")]
    public async Task A_bad_order_is_refused_by_name(string body, string pointer)
    {
        var answer = await Shop.PostAsync("/api/orders", body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        answer.ShouldBlame(pointer);
        (await Shop.GetAsync("/api/orders")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task Errors_are_reported_in_plain_words()
    {
        var answer = await Shop.PostAsync("/api/orders", "{\"customer_id\":\"c\",\"customer_id\":\"c\"," + Items + "," + Payment + "}");

        answer.Json["errors"]!["/customer_id"]!.AsArray().Single()!.GetValue<string>().ShouldBe("is given more than once");
    }

    [Fact]
    public async Task All_errors_are_reported_at_once()
    {
        var answer = await Shop.PostAsync("/api/orders", """{"customer_id":1,"items":[{"isbn":"9780140449136","quantity":0},{"quantity":"1"}],"payment":1}""");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        answer.Json["errors"]!.AsObject().Select(member => member.Key)
            .ShouldBe(["/customer_id", "/items/0/quantity", "/items/1/quantity", "/items/1/isbn", "/payment"]);
    }

    [Fact]
    public async Task An_order_may_have_200_items_and_not_one_more()
    {
        (await Shop.PostAsync("/api/orders", ManyItems(201))).ShouldBlame("/items");
        (await Shop.PostAsync("/api/orders", ManyItems(200))).ShouldBeProblem(HttpStatusCode.Conflict, "insufficient_stock");
    }

    [Fact]
    public async Task A_customer_id_may_have_100_characters_and_not_one_more()
    {
        (await Shop.PostAsync("/api/orders", Bodies.Order(customer: new string('c', 101)))).ShouldBlame("/customer_id");
        (await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Algorithms, 9, customer: new string('c', 100)))).ShouldBeProblem(HttpStatusCode.Conflict, "insufficient_stock");
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/orders");
        request.Headers.Add("X-API-Key", TestShop.Key);
        request.Content = new ByteArrayContent([.. "{\"customer_id\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        request.Content.Headers.ContentType = new("application/json");

        (await Answer.ReadAsync(await Shop.Http.SendAsync(request))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
    }

    [Fact]
    public async Task JSON_may_be_32_levels_deep_and_not_one_more()
    {
        (await Shop.PostAsync("/api/orders", Nested(33))).ShouldBlame(string.Empty);
        (await Shop.PostAsync("/api/orders", Nested(32))).ShouldBlame("/customer_id");
    }

    private static string Nested(int depth) => $"{{\"x\":{new string('[', depth - 1)}{new string(']', depth - 1)}}}";

    private static string ManyItems(int count)
    {
        var body = new StringBuilder("{\"customer_id\":\"c\",\"items\":[");
        for (var index = 0; index < count; index++)
        {
            body.Append(CultureInfo.InvariantCulture, $"{(index == 0 ? "" : ",")}{{\"isbn\":\"9780140449136\",\"quantity\":1}}");
        }

        return body.Append("]," + Payment + "}").ToString();
    }
}
