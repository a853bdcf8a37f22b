namespace Bookstore.AspNetCore;

/// <summary>Returns and withdrawals over HTTP.</summary>
public sealed class ReturnTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string One = """{"items":[{"isbn":"9780140449136","quantity":1}]}""";

    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task Copies_come_back_and_what_came_is_paid_back()
    {
        var order = await DeliveredAsync(3);

        var made = await ReturnAsync(order, """{"items":[{"isbn":"0-14-044913-2","quantity":2,"reason":"torn"},{"isbn":"9780140449136","quantity":1,"reason":"other"}],"note":"photo 17"}""");

        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        var id = IdOf(made);
        (made.Header("Location"), made.Header("Cache-Control"), made.Header("X-Content-Type-Options"), made.Header("ETag")).ShouldBe(($"/api/returns/{id}", "no-store", "nosniff", "\"1\""));
        made.Json.AsObject().Select(static member => member.Key).ShouldBe(["return_id", "order_id", "kind", "items", "status", "note", "refund_ids", "created_at", "updated_at"]);
        (made.Json["order_id"]!.GetValue<string>(), made.Json["kind"]!.GetValue<string>(), made.Json["status"]!.GetValue<string>(), made.Json["note"]!.GetValue<string>()).ShouldBe((order, "return", "requested", "photo 17"));
        made.Json["items"]!.ToJsonString().ShouldBe("""[{"isbn":"9780140449136","quantity":3,"reason":"torn"}]""");

        (await MoveAsync(id, "approve")).Json["status"]!.GetValue<string>().ShouldBe("approved");
        var received = await MoveAsync(id, "receive", """{"items":[{"isbn":"9780140449136","received":2,"sellable":1}]}""");
        received.Status.ShouldBe(HttpStatusCode.OK, received.Text);
        received.Json["items"]!.ToJsonString().ShouldBe("""[{"isbn":"9780140449136","quantity":3,"reason":"torn","received":2,"sellable":1}]""");
        var refund = (await Shop.GetAsync($"/api/refunds/{received.Json["refund_ids"]!.AsArray().Single()!.GetValue<string>()}")).Json;
        (refund["amount"]!.GetValue<decimal>(), refund["reason"]!.GetValue<string>()).ShouldBe((19.00m, "items_returned"));
        (await Shop.GetAsync($"/api/orders/{order}")).Json["items"]![0]!["returned"]!.GetValue<int>().ShouldBe(2);
        var movements = (await Shop.GetAsync("/api/books/9780140449136/movements?limit=2")).Json.AsArray();
        movements.Select(static movement => (movement!["kind"]!.GetValue<string>(), movement["on_hand_change"]!.GetValue<int>())).ShouldBe([("adjusted", -1), ("returned", 2)]);
        movements[0]!["reference"]!.GetValue<string>().ShouldBe(id);

        (await MoveAsync(id, "complete")).Json["status"]!.GetValue<string>().ShouldBe("completed");
        var read = await Shop.GetAsync($"/api/returns/{id}");
        (read.Header("ETag"), read.Header("Cache-Control")).ShouldBe(("\"4\"", "no-store"));
        (await Shop.GetAsync($"/api/returns/{id}", headers: ("If-None-Match", "\"4\""))).Status.ShouldBe(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("returns", One)]
    [InlineData("withdrawal", "{}")]
    public async Task A_return_is_made_only_of_the_order_that_was_read(string kind, string body)
    {
        var order = await DeliveredAsync(1);
        var tag = (await Shop.GetAsync($"/api/orders/{order}")).Header("ETag")!;

        (await Shop.PostAsync($"/api/orders/{order}/{kind}", body, TestShop.Key, ("Idempotency-Key", Guid.NewGuid().ToString()), ("If-Match", "\"999\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await Shop.PostAsync($"/api/orders/{order}/{kind}", body, TestShop.Key, ("Idempotency-Key", Guid.NewGuid().ToString()), ("If-Match", "nothing"))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await Shop.GetAsync($"/api/orders/{order}/returns")).Json.AsArray().ShouldBeEmpty();

        var key = Guid.NewGuid().ToString();
        (await Shop.PostAsync($"/api/orders/{order}/{kind}", body, TestShop.Key, ("Idempotency-Key", key), ("If-Match", tag))).Status.ShouldBe(HttpStatusCode.Created);
        (await Shop.PostAsync($"/api/orders/{order}/{kind}", body, TestShop.Key, ("Idempotency-Key", key), ("If-Match", tag))).Header("Idempotency-Replayed").ShouldBe("true");
    }

    [Fact]
    public async Task A_withdrawal_is_answered_with_a_receipt()
    {
        var order = await DeliveredAsync(2);

        var made = await WithdrawAsync(order, """{"statement":"I withdraw."}""");

        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        made.Header("Location").ShouldBe($"/api/returns/{IdOf(made)}");
        (made.Json["kind"]!.GetValue<string>(), made.Json["status"]!.GetValue<string>()).ShouldBe(("withdrawal", "approved"));
        var receipt = made.Json["receipt"]!;
        (receipt["content"]!.GetValue<string>(), receipt["late"]!.GetValue<bool>()).ShouldBe(($"Withdrawal from order {order}: 2 x 9780140449136.\nI withdraw.", false));
        receipt["received_at"]!.GetValue<string>().ShouldBe(made.Json["created_at"]!.GetValue<string>());
        var again = await WithdrawAsync(order, "{}");
        (again.Status, again.Json["items"]!.AsArray().Count, again.Json["status"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Created, 0, "requested"));
    }

    [Fact]
    public async Task A_late_withdrawal_and_one_before_the_goods_have_come_are_accepted()
    {
        await using var shop = await TestShop.StartAsync(static services => services.Configure<BookstoreOptions>(static options => options.Returns.WithdrawalPeriod = TimeSpan.FromSeconds(1)));
        var order = await shop.OrderAsync(TestShop.Odyssey);
        var early = await shop.PostAsync($"/api/orders/{order}/withdrawal", "{}", headers: ("Idempotency-Key", "early"));
        (early.Status, early.Json["receipt"]!["late"]!.GetValue<bool>(), early.Json["attention"]!["reason"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Created, false, "not_delivered"));
        await MoveAsync(shop, IdOf(early), "cancel");
        await DeliverAsync(shop, order);
        var delivered = TimeProvider.System.GetTimestamp();
        await TestShop.EventuallyAsync(() => Task.FromResult(TimeProvider.System.GetElapsedTime(delivered) > TimeSpan.FromSeconds(1.1)));

        var late = await shop.PostAsync($"/api/orders/{order}/withdrawal", "{}", headers: ("Idempotency-Key", "late"));

        (late.Status, late.Json["receipt"]!["late"]!.GetValue<bool>(), late.Json["status"]!.GetValue<string>()).ShouldBe((HttpStatusCode.Created, true, "requested"));
    }

    [Fact]
    public async Task Copies_of_a_withdrawal_do_not_leave_the_house_and_it_is_listed_as_work()
    {
        var order = await CapturedAsync(1);
        var delivery = (await Shop.PostAsync("/api/delivery", $$"""{"order_id":"{{order}}","address":"1 Main St"}""")).Json["delivery_id"]!.GetValue<string>();
        var withdrawn = IdOf(await WithdrawAsync(order, "{}"));

        var refused = await Shop.PostAsync($"/api/delivery/{delivery}/status", """{"status":"dispatched"}""");

        refused.ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        refused.Json["detail"]!.GetValue<string>().ShouldContain("withdrawn");
        var work = (await Shop.GetAsync("/api/work?kind=return")).Json.AsArray().Single(item => item!["work_id"]!.GetValue<string>() == withdrawn)!;
        (work["order_id"]!.GetValue<string>(), work["state"]!.GetValue<string>(), work["attention"]!["reason"]!.GetValue<string>()).ShouldBe((order, "attention", "not_delivered"));
        (await Shop.GetAsync("/api/work")).Json.AsArray().Select(static item => item!["work_id"]!.GetValue<string>()).ShouldContain(withdrawn);
        (await Shop.PostAsync($"/api/work/{withdrawn}/retry", null)).ShouldBeProblem(HttpStatusCode.Conflict, "not_resolvable");

        await MoveAsync(withdrawn, "cancel");
        (await Shop.PostAsync($"/api/delivery/{delivery}/status", """{"status":"dispatched"}""")).Status.ShouldBe(HttpStatusCode.OK);
        (await Shop.GetAsync("/api/work?kind=return")).Json.AsArray().ShouldNotContain(item => item!["work_id"]!.GetValue<string>() == withdrawn);
    }

    [Fact]
    public async Task What_was_not_delivered_and_what_another_return_has_is_refused()
    {
        var undelivered = await CapturedAsync(1);
        (await ReturnAsync(undelivered, One)).ShouldBeProblem(HttpStatusCode.Conflict, "return_exceeds_delivered");
        var order = await DeliveredAsync(1);
        var two = await Task.WhenAll(ReturnAsync(order, One), ReturnAsync(order, One));

        two.Select(static answer => answer.Status).ShouldBe([HttpStatusCode.Created, HttpStatusCode.Conflict], ignoreOrder: true);
        var refused = two.Single(static answer => answer.Status == HttpStatusCode.Conflict);
        refused.ShouldBeProblem(HttpStatusCode.Conflict, "return_exceeds_delivered");
        refused.Json["isbn"]!.GetValue<string>().ShouldBe("9780140449136");
    }

    [Fact]
    public async Task Without_a_key_nothing_is_returned()
    {
        var order = await DeliveredAsync(1);
        (await Shop.PostAsync($"/api/orders/{order}/returns", One)).ShouldBeProblem(HttpStatusCode.BadRequest, "idempotency_key_required");
        (await Shop.PostAsync($"/api/orders/{order}/withdrawal", "{}")).ShouldBeProblem(HttpStatusCode.BadRequest, "idempotency_key_required");
        (await Shop.PostAsync($"/api/orders/{order}/returns", One, headers: ("Idempotency-Key", "a b"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_return");
        (await Shop.GetAsync($"/api/orders/{order}/returns")).Text.ShouldBe("[]");
    }

    [Fact]
    public async Task The_same_key_is_answered_with_the_first_return_and_another_body_is_refused()
    {
        var order = await DeliveredAsync(2);
        var first = await ReturnAsync(order, One, "k-1");
        var again = await ReturnAsync(order, """{"items":[{"quantity":1,"isbn":"0140449132"}]}""", "k-1");

        (again.Status, again.Header("Idempotency-Replayed"), IdOf(again)).ShouldBe((HttpStatusCode.Created, "true", IdOf(first)));
        (await ReturnAsync(order, """{"items":[{"isbn":"9780140449136","quantity":2}]}""", "k-1")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        (await ReturnAsync(order, """{"items":[{"isbn":"9780140449136","quantity":2}]}""", "k-2")).ShouldBeProblem(HttpStatusCode.Conflict, "return_exceeds_delivered");
        (await ReturnAsync(order, One, "k-2")).Status.ShouldBe(HttpStatusCode.Created);
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
        var order = await DeliveredAsync(1);

        var answer = await ReturnAsync(order, body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_return");
        answer.ShouldBlame(pointer);
        (await Shop.GetAsync($"/api/orders/{order}/returns")).Text.ShouldBe("[]");
    }

    [Theory]
    [InlineData("receive", """{}""", "/items")]
    [InlineData("receive", """{"items":[{"isbn":"9780140449136","received":-1,"sellable":0}]}""", "/items/0/received")]
    [InlineData("receive", """{"items":[{"isbn":"9780140449136","received":1}]}""", "/items/0/sellable")]
    [InlineData("receive", """{"items":[{"isbn":"9780140449136","received":1,"sellable":2}]}""", "/items/0/sellable")]
    [InlineData("receive", """{"items":[{"isbn":"9780262033848","received":1,"sellable":1}]}""", "/items/0/isbn")]
    [InlineData("reject", """{}""", "/reason")]
    [InlineData("reject", """{"reason":" "}""", "/reason")]
    public async Task What_is_wrong_with_a_move_is_named_and_nothing_changes(string move, string body, string pointer)
    {
        var id = IdOf(await ReturnAsync(await DeliveredAsync(1), One));
        if (move == "receive")
        {
            await MoveAsync(id, "approve");
        }

        var answer = await MoveAsync(id, move, body);

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_return");
        answer.ShouldBlame(pointer);
    }

    [Fact]
    public async Task Moves_that_cannot_be_are_refused_and_the_same_move_again_changes_nothing()
    {
        var id = IdOf(await ReturnAsync(await DeliveredAsync(1), One));
        (await MoveAsync(id, "complete")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await MoveAsync(id, "receive", """{"items":[]}""")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await MoveAsync(id, "reject", """{"reason":"worn"}""")).Json["rejection_reason"]!.GetValue<string>().ShouldBe("worn");
        (await MoveAsync(id, "reject", """{"reason":"worn"}""")).Header("ETag").ShouldBe("\"2\"");
        (await MoveAsync(id, "approve")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await MoveAsync(id, "cancel")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await MoveAsync(Guid.NewGuid().ToString(), "approve")).ShouldBeProblem(HttpStatusCode.NotFound, "return_not_found");
    }

    [Fact]
    public async Task A_return_is_moved_only_from_the_version_that_was_read()
    {
        var id = IdOf(await ReturnAsync(await DeliveredAsync(1), One));

        (await Shop.PostAsync($"/api/returns/{id}/approve", null, headers: ("If-Match", "\"2\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await Shop.PostAsync($"/api/returns/{id}/approve", null, headers: ("If-Match", "broken"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_return");
        (await Shop.PostAsync($"/api/returns/{id}/approve", null, headers: ("If-Match", "\"1\""))).Status.ShouldBe(HttpStatusCode.OK);
        (await Shop.PostAsync($"/api/returns/{id}/receive", """{"items":[]}""", headers: ("If-Match", "\"1\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Fact]
    public async Task Returns_are_listed_by_order_and_by_status_page_by_page()
    {
        await using var shop = await TestShop.StartAsync();
        var order = await shop.OrderAsync(TestShop.Odyssey, 3);
        await DeliverAsync(shop, order);
        var ids = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            ids.Add(IdOf(await shop.PostAsync($"/api/orders/{order}/returns", One, headers: ("Idempotency-Key", $"k-{number}"))));
        }

        await MoveAsync(shop, ids[1], "approve");
        var page = await shop.GetAsync($"/api/orders/{order}/returns?limit=2");
        (Ids(page).SequenceEqual(ids.Take(2)), page.Header("Cache-Control")).ShouldBe((true, "no-store"));
        Ids(await shop.GetAsync(page.Header("Link")!.Split('<', '>')[1])).ShouldBe([ids[2]]);
        Ids(await shop.GetAsync("/api/returns")).ShouldBe([ids[2], ids[1], ids[0]]);
        Ids(await shop.GetAsync("/api/returns?status=approved")).ShouldBe([ids[1]]);
        (await shop.GetAsync("/api/returns?status=lost")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        (await shop.GetAsync("/api/returns?page=2")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_query");
        (await shop.GetAsync($"/api/orders/{Guid.NewGuid()}/returns")).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
    }

    [Fact]
    public async Task Reading_and_making_returns_take_roles_of_their_own()
    {
        await using var shop = await TestShop.StartAsync(options: static options =>
        {
            TestShop.AddClient(options, "clerk", "clerk-key", BookstoreRoles.OrdersWrite, BookstoreRoles.RefundsWrite, BookstoreRoles.ReturnsRead);
            TestShop.AddClient(options, "desk", "desk-key", BookstoreRoles.ReturnsWrite);
        });
        var order = await shop.OrderAsync(TestShop.Odyssey);
        var path = $"/api/orders/{order}/returns";

        foreach (var write in new[] { path, $"/api/orders/{order}/withdrawal", $"/api/returns/{order}/approve", $"/api/returns/{order}/reject", $"/api/returns/{order}/receive", $"/api/returns/{order}/complete", $"/api/returns/{order}/cancel" })
        {
            (await shop.PostAsync(write, "{}", "clerk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        }

        (await shop.GetAsync(path, "clerk-key")).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync("/api/returns", "clerk-key")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var read in new[] { path, "/api/returns", $"/api/returns/{order}" })
        {
            (await shop.GetAsync(read, "desk-key")).ShouldBeProblem(HttpStatusCode.Forbidden, "forbidden");
        }

        (await shop.PostAsync($"/api/orders/{order}/withdrawal", "{}", "desk-key", ("Idempotency-Key", "k"))).Status.ShouldBe(HttpStatusCode.Created);
        (await shop.GetAsync("/api/returns", null)).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
    }

    private static string IdOf(Answer answer) => (answer.Json["return_id"] ?? throw new InvalidOperationException(answer.Text)).GetValue<string>();

    private static IEnumerable<string> Ids(Answer answer) => answer.Json.AsArray().Select(static known => known!["return_id"]!.GetValue<string>());

    private async Task<string> CapturedAsync(int quantity)
    {
        await Shop.StockAsync(TestShop.Odyssey, "The Odyssey", "Homer", 9.50m, quantity);
        var placed = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, quantity, TestShop.GoodCard));
        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        var id = placed.Json["order_id"]!.GetValue<string>();
        await Shop.CapturedAsync(id);
        return id;
    }

    private async Task<string> DeliveredAsync(int quantity)
    {
        var order = await CapturedAsync(quantity);
        await DeliverAsync(Shop, order);
        return order;
    }

    private static async Task DeliverAsync(TestShop shop, string order)
    {
        await shop.CapturedAsync(order);
        var delivery = (await shop.PostAsync("/api/delivery", $$"""{"order_id":"{{order}}","address":"1 Main St"}""")).Json["delivery_id"]!.GetValue<string>();
        foreach (var status in new[] { "dispatched", "delivered" })
        {
            var moved = await shop.PostAsync($"/api/delivery/{delivery}/status", $$"""{"status":"{{status}}"}""");
            moved.Status.ShouldBe(HttpStatusCode.OK, moved.Text);
        }
    }

    private Task<Answer> ReturnAsync(string order, string body, string? key = null) => Shop.PostAsync($"/api/orders/{order}/returns", body, headers: ("Idempotency-Key", key ?? Guid.NewGuid().ToString()));

    private Task<Answer> WithdrawAsync(string order, string body) => Shop.PostAsync($"/api/orders/{order}/withdrawal", body, headers: ("Idempotency-Key", Guid.NewGuid().ToString()));

    private Task<Answer> MoveAsync(string id, string move, string? body = null) => MoveAsync(Shop, id, move, body);

    private static Task<Answer> MoveAsync(TestShop shop, string id, string move, string? body = null) => shop.PostAsync($"/api/returns/{id}/{move}", body);
}
