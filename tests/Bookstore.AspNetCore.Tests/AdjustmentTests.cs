namespace Bookstore.AspNetCore;

/// <summary>Orders with shipping, tax, discounts and metadata.</summary>
public sealed class AdjustmentTests
{
    private const string Clerk = "clerk-key";

    [Fact]
    public async Task An_order_shows_its_adjustments_what_they_come_to_for_each_item_and_its_metadata()
    {
        await using var shop = await TestShop.StartAsync();

        var placed = await shop.PostAsync("/api/orders", Order(
            """
            "adjustments":[{"kind":"shipping","label":"Express","amount":4.9},{"kind":"discount","amount":-3,"isbn":"0140449132"},{"kind":"tax","amount":1.47,"included":true}],
            "metadata":{"campaign":"spring","note":""}
            """));

        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        placed.Json["total"]!.GetValue<decimal>().ShouldBe(24.39m);
        var order = await shop.GetAsync($"/api/orders/{placed.Json["order_id"]}");
        order.Json["adjustments"]!.ToJsonString().ShouldBe(
            """[{"kind":"shipping","label":"Express","amount":4.90},{"kind":"discount","amount":-3.00,"isbn":"9780140449136"},{"kind":"tax","amount":1.47,"included":true}]""");
        order.Json["metadata"]!.ToJsonString().ShouldBe("""{"campaign":"spring","note":""}""");
        order.Json["placed_by"]!.GetValue<string>().ShouldBe("shop");
        order.Json["items"]!.AsArray().Select(static item => item!["allocated"]!.GetValue<decimal>()).ShouldBe([-0.93m, 2.83m]);
        order.Json["total"]!.GetValue<decimal>().ShouldBe(24.39m);
    }

    [Fact]
    public async Task A_plain_order_has_none_of_it_but_the_name_of_its_client()
    {
        await using var shop = await TestShop.StartAsync();
        var id = await shop.OrderAsync();

        var order = (await shop.GetAsync($"/api/orders/{id}")).Json;

        order["placed_by"]!.GetValue<string>().ShouldBe("shop");
        order["adjustments"]!.AsArray().ShouldBeEmpty();
        order["metadata"]!.AsObject().ShouldBeEmpty();
        order["items"]![0]!["allocated"]!.GetValue<decimal>().ShouldBe(0);
    }

    [Theory]
    [InlineData("\"adjustments\":{}", "/adjustments")]
    [InlineData("\"adjustments\":[1]", "/adjustments/0")]
    [InlineData("\"adjustments\":[{\"amount\":1}]", "/adjustments/0/kind")]
    [InlineData("\"adjustments\":[{\"kind\":\"voucher\",\"amount\":1}]", "/adjustments/0/kind")]
    [InlineData("\"adjustments\":[{\"kind\":\"tax\"}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"tax\",\"amount\":\"1\"}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"tax\",\"amount\":1.001}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"tax\",\"amount\":1000000000.01}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"tax\",\"amount\":1e300}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"tax\",\"amount\":-0.01}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"shipping\",\"amount\":-1}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"fee\",\"amount\":-1}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"gift_wrap\",\"amount\":-1}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"discount\",\"amount\":1}]", "/adjustments/0/amount")]
    [InlineData("\"adjustments\":[{\"kind\":\"fee\",\"amount\":1},{\"kind\":\"other\",\"amount\":1,\"isbn\":\"9780262033848\"}]", "/adjustments/1/isbn")]
    [InlineData("\"adjustments\":[{\"kind\":\"other\",\"amount\":1,\"isbn\":\"x\"}]", "/adjustments/0/isbn")]
    [InlineData("\"adjustments\":[{\"kind\":\"other\",\"amount\":1,\"label\":\"\"}]", "/adjustments/0/label")]
    [InlineData("\"adjustments\":[{\"kind\":\"other\",\"amount\":1,\"included\":\"true\"}]", "/adjustments/0/included")]
    [InlineData("\"adjustments\":[{\"kind\":\"fee\",\"amount\":1,\"included\":true}]", "/adjustments/0/included")]
    [InlineData("\"adjustments\":[{\"kind\":\"discount\",\"amount\":-9.51,\"isbn\":\"9780140449136\"}]", "/adjustments")]
    [InlineData("\"adjustments\":[{\"kind\":\"discount\",\"amount\":-99}]", "/adjustments")]
    [InlineData("\"metadata\":[]", "/metadata")]
    [InlineData("\"metadata\":{\"a\":1}", "/metadata/a")]
    [InlineData("\"metadata\":{\"a\":null}", "/metadata/a")]
    [InlineData("\"metadata\":{\"a\":{\"b\":1}}", "/metadata/a")]
    [InlineData("\"metadata\":{\"a\":\"1\",\"a\":\"1\"}", "/metadata/a")]
    [InlineData("\"metadata\":{\"\":\"1\"}", "/metadata/*")]
    [InlineData("\"metadata\":{\"\\ud800\":\"1\"}", "/metadata/*")]
    [InlineData("\"metadata\":{\"a\\nb\":\"1\"}", "/metadata/*")]
    [InlineData("\"metadata\":{\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\":\"1\"}", "/metadata/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("\"metadata\":{\"a\":\"\\u0000\"}", "/metadata/a")]
    public async Task What_is_wrong_is_named_and_nothing_is_ordered(string members, string pointer)
    {
        await using var shop = await TestShop.StartAsync();

        var answer = await shop.PostAsync("/api/orders", Order(members));

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        answer.ShouldBlame(pointer);
        (await shop.GetAsync("/api/orders")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task Limits_are_counted_to_the_last()
    {
        await using var shop = await TestShop.StartAsync();
        static string Adjustments(int count) => $"\"adjustments\":[{string.Join(',', Enumerable.Repeat("""{"kind":"fee","amount":0.01}""", count))}]";
        static string Metadata(int count, int value = 1) => $"\"metadata\":{{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":\"{new string('v', value)}\""))}}}";

        (await shop.PostAsync("/api/orders", Order($"{Adjustments(20)},{Metadata(20, 500)}"))).Status.ShouldBe(HttpStatusCode.Created);
        (await shop.PostAsync("/api/orders", Order(Adjustments(21)))).ShouldBlame("/adjustments");
        (await shop.PostAsync("/api/orders", Order(Metadata(21)))).ShouldBlame("/metadata");
        (await shop.PostAsync("/api/orders", Order(Metadata(1, 501)))).ShouldBlame("/metadata/k0");
    }

    [Fact]
    public async Task Lowering_the_price_takes_a_role_of_its_own_and_raising_it_does_not()
    {
        await using var shop = await TestShop.StartAsync(options: static options => TestShop.AddClient(options, "clerk", Clerk, BookstoreRoles.OrdersWrite, BookstoreRoles.OrdersRead));

        foreach (var lower in new[] { """{"kind":"discount","amount":-1}""", """{"kind":"discount","amount":0}""", """{"kind":"other","amount":-0.01}""" })
        {
            var refused = await shop.PostAsync("/api/orders", Order($"\"adjustments\":[{lower}]"), Clerk);
            refused.ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
            refused.Json["detail"]!.GetValue<string>().ShouldContain("orders.price");
        }

        (await shop.GetAsync("/api/orders")).Text.ShouldBe("[]");
        (await shop.PostAsync("/api/orders", Order("""  "adjustments":[{"kind":"shipping","amount":1},{"kind":"other","amount":1}]  """), Clerk)).Status.ShouldBe(HttpStatusCode.Created);
        (await shop.PostAsync("/api/orders", Order("""  "adjustments":[{"kind":"discount","amount":-1}]  """))).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_same_key_with_other_adjustments_or_metadata_is_refused_and_with_the_same_replayed()
    {
        await using var shop = await TestShop.StartAsync();
        var order = Order("""  "adjustments":[{"kind":"tax","amount":1,"label":"VAT"}],"metadata":{"a":"1","b":"2"}  """);
        var first = await shop.PostAsync("/api/orders", order, headers: ("Idempotency-Key", "k"));

        var again = await shop.PostAsync("/api/orders", Order("""  "metadata":{"b":"2","a":"1"},"adjustments":[{"label":"VAT","kind":"tax","amount":1.00}]  """), headers: ("Idempotency-Key", "k"));

        again.Json["order_id"]!.GetValue<string>().ShouldBe(first.Json["order_id"]!.GetValue<string>());
        foreach (var other in new[] { order.Replace("VAT", "MwSt", StringComparison.Ordinal), order.Replace("\"2\"", "\"3\"", StringComparison.Ordinal) })
        {
            (await shop.PostAsync("/api/orders", other, headers: ("Idempotency-Key", "k"))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        }
    }

    [Fact]
    public async Task The_first_unknown_book_is_named_before_its_adjustments()
    {
        await using var shop = await TestShop.StartAsync();

        var answer = await shop.PostAsync("/api/orders", Order("""  "adjustments":[{"kind":"tax","amount":1}]  """).Replace(TestShop.Odyssey, "9780316769488", StringComparison.Ordinal));

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "unknown_book");
    }

    private static string Order(string members) =>
        $$"""{"customer_id":"cust-1","items":[{"isbn":"{{TestShop.Odyssey}}","quantity":1},{"isbn":"{{TestShop.Martian}}","quantity":1}],"payment":{"card_number":"{{TestShop.GoodCard}}"},{{members}}}""";
}
