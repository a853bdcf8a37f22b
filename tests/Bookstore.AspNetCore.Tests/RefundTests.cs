namespace Bookstore.AspNetCore;

/// <summary>Refunds over HTTP.</summary>
public sealed class RefundTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Clerk = "clerk-key";

    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task A_refund_is_on_record_at_once_and_is_made_in_the_background()
    {
        var order = await CapturedAsync(TestShop.Odyssey, 3);

        var made = await RefundAsync(order, """{"items":[{"isbn":"0-14-044913-2","quantity":1},{"isbn":"9780140449136","quantity":1}],"reason":"damaged","note":"photo 17"}""");

        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        var id = made.Json["refund_id"]!.GetValue<string>();
        made.Header("Location").ShouldBe($"/api/refunds/{id}");
        made.Header("Cache-Control").ShouldBe("no-store");
        made.Header("X-Content-Type-Options").ShouldBe("nosniff");
        made.Header("ETag").ShouldNotBeNull();
        var body = made.Json.AsObject();
        (body["order_id"]!.GetValue<string>(), body["amount"]!.GetValue<decimal>(), body["currency"]!.GetValue<string>(), body["status"]!.GetValue<string>()).ShouldBe((order, 19.00m, "USD", "pending"));
        (body["reason"]!.GetValue<string>(), body["note"]!.GetValue<string>()).ShouldBe(("damaged", "photo 17"));
        body["items"]!.ToJsonString().ShouldBe("""[{"isbn":"9780140449136","quantity":2}]""");
        body.Select(static member => member.Key).ShouldNotContain("failure_code");

        await SettledAsync(id);
        var read = await Shop.GetAsync($"/api/refunds/{id}");
        (read.Json["status"]!.GetValue<string>(), read.Header("Cache-Control")).ShouldBe(("succeeded", "no-store"));
        (await Shop.GetAsync($"/api/refunds/{id}", headers: ("If-None-Match", read.Header("ETag")!))).Status.ShouldBe(HttpStatusCode.NotModified);
        read.Header("ETag").ShouldNotBe(made.Header("ETag"));
        await ShouldBeAsync(order, "partially_refunded", 28.50m, 19.00m, 9.50m);
    }

    [Fact]
    public async Task Several_refunds_give_everything_back_and_are_listed_page_by_page()
    {
        var order = await CapturedAsync(TestShop.Odyssey, 2);
        (await Shop.GetAsync($"/api/orders/{order}/refunds")).Text.ShouldBe("[]");
        var first = await MakeAsync(order, """{"amount":5.5,"reason":"late"}""");
        var second = await MakeAsync(order, """{"reason":"goodwill"}""");
        await SettledAsync(first);
        await SettledAsync(second);

        await ShouldBeAsync(order, "refunded", 19.00m, 19.00m, 0m);
        var page = await Shop.GetAsync($"/api/orders/{order}/refunds?limit=1");
        page.Json[0]!["refund_id"]!.GetValue<string>().ShouldBe(first);
        page.Header("Cache-Control").ShouldBe("no-store");
        var next = page.Header("Link")!.Split('<', '>')[1];
        var rest = await Shop.GetAsync(next);
        rest.Json.AsArray().Select(static refund => (refund!["refund_id"]!.GetValue<string>(), refund["amount"]!.GetValue<decimal>())).ShouldBe([(second, 13.50m)]);
        var other = await CapturedAsync(TestShop.Odyssey, 1);
        (await Shop.GetAsync(next.Replace(order, other, StringComparison.Ordinal))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        (await Shop.GetAsync($"/api/orders/{order}/refunds?page=2")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
    }

    [Fact]
    public async Task An_order_tells_what_is_captured_refunded_and_left_from_the_start()
    {
        await using var shop = await TestShop.StartAsync(static services => services.Configure<BookstoreOptions>(static options => options.BackgroundWork = false));
        var id = await shop.OrderAsync(TestShop.Odyssey);

        var order = (await shop.GetAsync($"/api/orders/{id}")).Json;

        (order["captured"]!.GetValue<decimal>(), order["refunded"]!.GetValue<decimal>(), order["refundable"]!.GetValue<decimal>()).ShouldBe((0m, 0m, 0m));
        var refused = await shop.PostAsync($"/api/orders/{id}/refunds", """{"amount":1,"reason":"late"}""", headers: ("Idempotency-Key", "k"));
        refused.ShouldBeProblem(HttpStatusCode.Conflict, "order_not_refundable");
        refused.Json["detail"]!.GetValue<string>().ShouldContain("authorized");
        (await shop.PostAsync($"/api/orders/{id}/refunds", """{"amount":1.001,"reason":"late"}""", headers: ("Idempotency-Key", "k"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_refund");
    }

    [Fact]
    public async Task Without_a_key_no_money_moves()
    {
        var order = await CapturedAsync(TestShop.Odyssey, 1);

        (await Shop.PostAsync($"/api/orders/{order}/refunds", """{"reason":"late"}""")).ShouldBeProblem(HttpStatusCode.BadRequest, "idempotency_key_required");
        (await Shop.PostAsync($"/api/orders/{order}/refunds", "not json")).ShouldBeProblem(HttpStatusCode.BadRequest, "idempotency_key_required");
        (await Shop.PostAsync($"/api/orders/{order}/refunds", """{"reason":"late"}""", headers: ("Idempotency-Key", "a b"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_refund");
        (await Shop.GetAsync($"/api/orders/{order}/refunds")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task The_same_key_is_answered_with_the_first_refund_and_another_body_is_refused()
    {
        var order = await CapturedAsync(TestShop.Odyssey, 2);
        var key = Guid.NewGuid().ToString();
        var first = await RefundAsync(order, """{"amount":5,"reason":"late"}""", key);
        await SettledAsync(first.Json["refund_id"]!.GetValue<string>());

        var again = await RefundAsync(order, """{"reason":"late","amount":5.00}""", key);

        (again.Status, again.Header("Idempotency-Replayed"), again.Header("Location")).ShouldBe((HttpStatusCode.Created, "true", first.Header("Location")));
        first.Header("Idempotency-Replayed").ShouldBeNull();
        again.Json["refund_id"]!.GetValue<string>().ShouldBe(first.Json["refund_id"]!.GetValue<string>());
        foreach (var other in new[] { """{"amount":6,"reason":"late"}""", """{"amount":5,"reason":"later"}""", """{"amount":5,"reason":"late","note":"n"}""", """{"reason":"late"}""" })
        {
            (await RefundAsync(order, other, key)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        }

        (await Shop.GetAsync($"/api/orders/{order}/refunds")).Json.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_that_changed_nothing_does_not_use_the_key_up()
    {
        var order = await CapturedAsync(TestShop.Odyssey, 1);

        (await RefundAsync(order, """{"amount":9.51,"reason":"late"}""", "reusable")).ShouldBeProblem(HttpStatusCode.Conflict, "refund_exceeds_captured");
        (await RefundAsync(order, """{"amount":9.50,"reason":"late"}""", "reusable")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"amount":0,"reason":"r"}""", "/amount")]
    [InlineData("""{"amount":-1,"reason":"r"}""", "/amount")]
    [InlineData("""{"amount":1.001,"reason":"r"}""", "/amount")]
    [InlineData("""{"amount":1e300,"reason":"r"}""", "/amount")]
    [InlineData("""{"amount":79228162514264337593543950335,"reason":"r"}""", "/amount")]
    [InlineData("""{"amount":"1","reason":"r"}""", "/amount")]
    [InlineData("""{"amount":1,"shipping":true,"reason":"r"}""", "/amount")]
    [InlineData("""{"amount":1,"items":[{"isbn":"9780140449136","quantity":1}],"reason":"r"}""", "/amount")]
    [InlineData("""{"items":[],"reason":"r"}""", "/items")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":0}],"reason":"r"}""", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":3}],"reason":"r"}""", "/items/0/quantity")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":1},{"isbn":"9780262033848","quantity":1}],"reason":"r"}""", "/items/1/isbn")]
    [InlineData("""{"items":[{"isbn":"9780140449136","quantity":10000},{"isbn":"9780140449136","quantity":1}],"reason":"r"}""", "/items/1/quantity")]
    [InlineData("""{"items":[{"isbn":"no book","quantity":1}],"reason":"r"}""", "/items/0/isbn")]
    [InlineData("""{"items":[{"quantity":1}],"reason":"r"}""", "/items/0/isbn")]
    [InlineData("""{"shipping":true,"reason":"r"}""", "/shipping")]
    [InlineData("""{"shipping":"yes","reason":"r"}""", "/shipping")]
    [InlineData("""{"amount":1}""", "/reason")]
    [InlineData("""{"amount":1,"reason":""}""", "/reason")]
    [InlineData("""{"amount":1,"reason":" "}""", "/reason")]
    [InlineData("""{"amount":1,"reason":"\u0000"}""", "/reason")]
    public async Task What_is_wrong_with_a_refund_is_named_and_nothing_is_given_back(string body, string pointer)
    {
        var order = await CapturedAsync(TestShop.Odyssey, 2);

        var answer = await RefundAsync(order, body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_refund");
        answer.ShouldBlame(pointer);
        (await Shop.GetAsync($"/api/orders/{order}/refunds")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task Texts_are_counted_to_the_last_character()
    {
        var order = await CapturedAsync(TestShop.Odyssey, 1);

        (await RefundAsync(order, $$"""{"amount":1,"reason":"{{new string('r', 101)}}"}""")).ShouldBlame("/reason");
        (await RefundAsync(order, $$"""{"amount":1,"reason":"r","note":"{{new string('n', 501)}}"}""")).ShouldBlame("/note");
        (await RefundAsync(order, $$"""{"amount":1,"reason":"{{new string('r', 100)}}","note":"{{new string('n', 500)}}"}""")).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task More_than_is_left_is_refused_with_what_is_left()
    {
        var order = await CapturedAsync(TestShop.Odyssey, 2);
        await MakeAsync(order, """{"items":[{"isbn":"9780140449136","quantity":1}],"reason":"r"}""");

        foreach (var body in new[] { """{"amount":9.51,"reason":"r"}""", """{"amount":90071992547409.91,"reason":"r"}""", """{"items":[{"isbn":"9780140449136","quantity":2}],"reason":"r"}""" })
        {
            var refused = await RefundAsync(order, body);
            refused.ShouldBeProblem(HttpStatusCode.Conflict, "refund_exceeds_captured");
            (refused.Json["refundable"]!.GetValue<decimal>(), refused.Json["currency"]!.GetValue<string>()).ShouldBe((9.50m, "USD"));
        }
    }

    [Fact]
    public async Task One_that_the_gateway_refuses_for_good_is_seen_at_the_refund_and_at_the_order()
    {
        var order = await CapturedAsync(TestShop.Odyssey, 1, "4000000000005126");
        var id = await MakeAsync(order, """{"reason":"r"}""");

        await SettledAsync(id);

        var refund = (await Shop.GetAsync($"/api/refunds/{id}")).Json;
        (refund["status"]!.GetValue<string>(), refund["failure_code"]!.GetValue<string>()).ShouldBe(("failed", "expired_or_canceled_card"));
        refund["attention"]!["reason"]!.GetValue<string>().ShouldBe("refund_refused");
        await ShouldBeAsync(order, "refund_failed", 9.50m, 0m, 9.50m);
    }

    [Fact]
    public async Task A_refund_is_made_only_of_the_version_that_was_read()
    {
        var order = await CapturedAsync(TestShop.Odyssey, 1);
        var tag = (await Shop.GetAsync($"/api/orders/{order}")).Header("ETag")!;

        (await RefundAsync(order, """{"amount":1,"reason":"r"}""", null, ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await RefundAsync(order, """{"amount":1,"reason":"r"}""", null, ("If-Match", "broken"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_refund");
        (await RefundAsync(order, """{"amount":1,"reason":"r"}""", null, ("If-Match", tag))).Status.ShouldBe(HttpStatusCode.Created);
        (await RefundAsync(order, """{"amount":1,"reason":"r"}""", null, ("If-Match", tag))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task Reading_and_making_refunds_take_roles_of_their_own()
    {
        await using var shop = await TestShop.StartAsync(options: static options =>
        {
            TestShop.AddClient(options, "clerk", Clerk, BookstoreRoles.OrdersWrite, BookstoreRoles.OrdersRead, BookstoreRoles.RefundsRead);
            TestShop.AddClient(options, "till", "till-key", BookstoreRoles.RefundsWrite);
        });
        var order = await shop.OrderAsync(TestShop.Odyssey);
        await shop.CapturedAsync(order);
        var path = $"/api/orders/{order}/refunds";

        (await shop.PostAsync(path, """{"reason":"r"}""", Clerk)).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.GetAsync(path, Clerk)).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync(path, "till-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        var made = await shop.PostAsync(path, """{"reason":"r"}""", "till-key", ("Idempotency-Key", "k"));
        made.Status.ShouldBe(HttpStatusCode.Created);
        (await shop.GetAsync(made.Header("Location")!, "till-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        (await shop.GetAsync(made.Header("Location")!, null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task An_order_that_is_not_there_has_no_refunds()
    {
        var path = $"/api/orders/{Guid.NewGuid()}/refunds";

        (await Shop.GetAsync(path)).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
        (await Shop.PostAsync(path, """{"reason":"r"}""", headers: ("Idempotency-Key", "k"))).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
        (await Shop.SendAsync(HttpMethod.Delete, path, null)).ShouldBeProblem(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }

    private async Task<string> CapturedAsync(string isbn, int quantity, string? card = null)
    {
        await Shop.StockAsync(isbn, "The Odyssey", "Homer", 9.50m, quantity);
        var placed = await Shop.PostAsync("/api/orders", Bodies.Order(isbn, quantity, card ?? TestShop.GoodCard));
        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        var id = placed.Json["order_id"]!.GetValue<string>();
        await Shop.CapturedAsync(id);
        return id;
    }

    private Task<Answer> RefundAsync(string order, string body, string? key = null, params (string Name, string Value)[] headers) =>
        Shop.PostAsync($"/api/orders/{order}/refunds", body, headers: [("Idempotency-Key", key ?? Guid.NewGuid().ToString()), .. headers]);

    private async Task<string> MakeAsync(string order, string body)
    {
        var made = await RefundAsync(order, body);
        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        return made.Json["refund_id"]!.GetValue<string>();
    }

    private Task SettledAsync(string refund) => TestShop.EventuallyAsync(async () =>
    {
        await Shop.App.Services.GetRequiredService<IBookstoreMaintenance>().RunOnceAsync();
        return (await Shop.GetAsync($"/api/refunds/{refund}")).Json["status"]!.GetValue<string>() != "pending";
    });

    private async Task ShouldBeAsync(string id, string paymentStatus, decimal captured, decimal refunded, decimal refundable)
    {
        JsonNode order = (await Shop.GetAsync($"/api/orders/{id}")).Json;
        (order["payment_status"]!.GetValue<string>(), order["captured"]!.GetValue<decimal>(), order["refunded"]!.GetValue<decimal>(), order["refundable"]!.GetValue<decimal>())
            .ShouldBe((paymentStatus, captured, refunded, refundable));
    }
}
