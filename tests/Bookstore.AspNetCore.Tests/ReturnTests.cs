namespace Bookstore.AspNetCore;

/// <summary>Returns over HTTP, and what they are refused for.</summary>
public sealed class ReturnTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    private ReturnDesk Desk => new(Shop);

    [Fact]
    public async Task Copies_come_back_and_what_came_is_paid_back()
    {
        var order = await Desk.DeliveredAsync(3);

        var made = await Desk.ReturnAsync(order, """{"items":[{"isbn":"0-14-044913-2","quantity":2,"reason":"torn"},{"isbn":"9780140449136","quantity":1,"reason":"other"}],"note":"photo 17"}""");

        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        var id = ReturnDesk.IdOf(made);
        (made.Header("Location"), made.Header("Cache-Control"), made.Header("X-Content-Type-Options"), made.Header("ETag")).ShouldBe(($"/api/returns/{id}", "no-store", "nosniff", "\"1\""));
        made.Json.AsObject().Select(static member => member.Key).ShouldBe(["return_id", "order_id", "kind", "items", "status", "note", "refund_ids", "created_at", "updated_at"]);
        (made.Json["order_id"]!.GetValue<string>(), made.Json["kind"]!.GetValue<string>(), made.Json["status"]!.GetValue<string>(), made.Json["note"]!.GetValue<string>()).ShouldBe((order, "return", "requested", "photo 17"));
        made.Json["items"]!.ToJsonString().ShouldBe("""[{"isbn":"9780140449136","quantity":3,"reason":"torn"}]""");

        (await Desk.MoveAsync(id, "approve")).Json["status"]!.GetValue<string>().ShouldBe("approved");
        var received = await Desk.MoveAsync(id, "receive", """{"items":[{"isbn":"9780140449136","received":2,"sellable":1}]}""");
        received.Status.ShouldBe(HttpStatusCode.OK, received.Text);
        received.Json["items"]!.ToJsonString().ShouldBe("""[{"isbn":"9780140449136","quantity":3,"reason":"torn","received":2,"sellable":1}]""");
        var refund = (await Shop.GetAsync($"/api/refunds/{received.Json["refund_ids"]!.AsArray().Single()!.GetValue<string>()}")).Json;
        (refund["amount"]!.GetValue<decimal>(), refund["reason"]!.GetValue<string>()).ShouldBe((19.00m, "items_returned"));
        (await Shop.GetAsync($"/api/orders/{order}")).Json["items"]![0]!["returned"]!.GetValue<int>().ShouldBe(2);
        var movements = (await Shop.GetAsync("/api/books/9780140449136/movements?limit=2")).Json.AsArray();
        movements.Select(static movement => (movement!["kind"]!.GetValue<string>(), movement["on_hand_change"]!.GetValue<int>())).ShouldBe([("adjusted", -1), ("returned", 2)]);
        movements[0]!["reference"]!.GetValue<string>().ShouldBe(id);

        (await Desk.MoveAsync(id, "complete")).Json["status"]!.GetValue<string>().ShouldBe("completed");
        var read = await Shop.GetAsync($"/api/returns/{id}");
        (read.Header("ETag"), read.Header("Cache-Control")).ShouldBe(("\"4\"", "no-store"));
        (await Shop.GetAsync($"/api/returns/{id}", headers: ("If-None-Match", "\"4\""))).Status.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("returns", ReturnDesk.One)]
    [InlineData("withdrawal", "{}")]
    public async Task A_return_is_made_only_of_the_order_that_was_read(string kind, string body)
    {
        var order = await Desk.DeliveredAsync(1);
        var tag = (await Shop.GetAsync($"/api/orders/{order}")).Header("ETag")!;

        (await Shop.PostAsync($"/api/orders/{order}/{kind}", body, TestShop.Key, ("Idempotency-Key", Guid.NewGuid().ToString()), ("If-Match", "\"999\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await Shop.PostAsync($"/api/orders/{order}/{kind}", body, TestShop.Key, ("Idempotency-Key", Guid.NewGuid().ToString()), ("If-Match", "nothing"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Shop.GetAsync($"/api/orders/{order}/returns")).Json.AsArray().ShouldBeEmpty();

        var key = Guid.NewGuid().ToString();
        (await Shop.PostAsync($"/api/orders/{order}/{kind}", body, TestShop.Key, ("Idempotency-Key", key), ("If-Match", tag))).Status.ShouldBe(HttpStatusCode.Created);
        (await Shop.PostAsync($"/api/orders/{order}/{kind}", body, TestShop.Key, ("Idempotency-Key", key), ("If-Match", tag))).Header("Idempotency-Replayed").ShouldBe("true");
    }

    [Fact]
    public async Task What_was_not_delivered_and_what_another_return_has_is_refused()
    {
        var undelivered = await Desk.CapturedAsync(1);
        (await Desk.ReturnAsync(undelivered, ReturnDesk.One)).ShouldBeProblem(HttpStatusCode.Conflict, "return_exceeds_delivered");
        var order = await Desk.DeliveredAsync(1);
        var two = await Task.WhenAll(Desk.ReturnAsync(order, ReturnDesk.One), Desk.ReturnAsync(order, ReturnDesk.One));

        two.Select(static answer => answer.Status).ShouldBe([HttpStatusCode.Created, HttpStatusCode.Conflict], ignoreOrder: true);
        var refused = two.Single(static answer => answer.Status == HttpStatusCode.Conflict);
        refused.ShouldBeProblem(HttpStatusCode.Conflict, "return_exceeds_delivered");
        refused.Json["isbn"]!.GetValue<string>().ShouldBe("9780140449136");
    }

    [Fact]
    public async Task Without_a_key_nothing_is_returned()
    {
        var order = await Desk.DeliveredAsync(1);
        (await Shop.PostAsync($"/api/orders/{order}/returns", ReturnDesk.One)).ShouldBeProblem(HttpStatusCode.BadRequest, "idempotency_key_required");
        (await Shop.PostAsync($"/api/orders/{order}/withdrawal", "{}")).ShouldBeProblem(HttpStatusCode.BadRequest, "idempotency_key_required");
        (await Shop.PostAsync($"/api/orders/{order}/returns", ReturnDesk.One, headers: ("Idempotency-Key", "a b"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_return");
        (await Shop.GetAsync($"/api/orders/{order}/returns")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task The_same_key_is_answered_with_the_first_return_and_another_body_is_refused()
    {
        var order = await Desk.DeliveredAsync(2);
        var first = await Desk.ReturnAsync(order, ReturnDesk.One, "k-1");
        var again = await Desk.ReturnAsync(order, """{"items":[{"quantity":1,"isbn":"0140449132"}]}""", "k-1");

        (again.Status, again.Header("Idempotency-Replayed"), ReturnDesk.IdOf(again)).ShouldBe((HttpStatusCode.Created, "true", ReturnDesk.IdOf(first)));
        (await Desk.ReturnAsync(order, """{"items":[{"isbn":"9780140449136","quantity":2}]}""", "k-1")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        (await Desk.ReturnAsync(order, """{"items":[{"isbn":"9780140449136","quantity":2}]}""", "k-2")).ShouldBeProblem(HttpStatusCode.Conflict, "return_exceeds_delivered");
        (await Desk.ReturnAsync(order, ReturnDesk.One, "k-2")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{}""", "/items")]
    [InlineData("""{"items":[]}""", "/items")]
    [InlineData("""{"items":[{"isbn":"9780140449136"}]}""", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":0}]}""", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":"1"}]}""", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":10000},{"isbn":"9780140449136","quantity":1}]}""", "/items/1/quantity")]
    [InlineData("""{"items":[{"isbn":"no book","quantity":1}]}""", "/items/0/isbn")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":1},{"isbn":"9780262033848","quantity":1}]}""", "/items/1/isbn")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":1,"reason":""}]}""", "/items/0/reason")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":1,"reason":" "}]}""", "/items/0/reason")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":1}],"note":7}""", "/note")]
    public async Task What_is_wrong_with_a_return_is_named_and_nothing_is_written(string body, string pointer)
    {
        var order = await Desk.DeliveredAsync(1);

        var answer = await Desk.ReturnAsync(order, body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_return");
        answer.ShouldBlame(pointer);
        (await Shop.GetAsync($"/api/orders/{order}/returns")).Text.ShouldBe("[]");
    }
}
