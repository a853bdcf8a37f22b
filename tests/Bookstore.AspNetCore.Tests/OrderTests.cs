namespace Bookstore.AspNetCore;

/// <summary>Orders over the wire.</summary>
public sealed class OrderTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task An_order_is_placed_and_read_back()
    {
        var placed = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, 2));

        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        var id = placed.Json["order_id"]!.GetValue<string>();
        placed.Text.ShouldBe($$"""{"order_id":"{{id}}","status":"created","total":19.00,"currency":"USD"}""");
        placed.Headers.Location!.OriginalString.ShouldBe($"/api/orders/{id}");

        var read = await Shop.GetAsync(placed.Headers.Location.OriginalString);
        read.Status.ShouldBe(HttpStatusCode.OK);
        var order = read.Json;
        order["order_id"]!.GetValue<string>().ShouldBe(id);
        order["customer_id"]!.GetValue<string>().ShouldBe("cust-1");
        order["items"]!.ToJsonString().ShouldBe("""[{"isbn":"9780140449136","quantity":2,"unit_price":9.50,"ordered":2,"cancelled":0,"dispatched":0,"returned":0,"allocated":0.00}]""");
        order["total"]!.ToJsonString().ShouldBe("19.00");
        order["status"]!.GetValue<string>().ShouldBe("created");
        order["payment_tx_id"]!.GetValue<string>().ShouldNotBeEmpty();
        order["created_at"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        order["updated_at"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");

        await Shop.CapturedAsync(id);
        var settled = await Shop.GetAsync($"/api/orders/{id}");
        (await Shop.GetAsync($"/api/orders/{id}", TestShop.Key, ("If-None-Match", settled.Headers.ETag!.ToString()))).Status.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_same_book_twice_is_one_line_in_any_form_of_its_ISBN()
    {
        var answer = await Shop.PostAsync("/api/orders", """{"customer_id":"c","items":[{"isbn":"9780140449136","quantity":1},{"isbn":"0-14-044913-2","quantity":2}],"payment":{"card_number":"4111111111111111"}}""");

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
        var order = await Shop.GetAsync(answer.Headers.Location!.OriginalString);
        order.Json["items"]!.ToJsonString().ShouldBe("""[{"isbn":"9780140449136","quantity":3,"unit_price":9.50,"ordered":3,"cancelled":0,"dispatched":0,"returned":0,"allocated":0.00}]""");
    }

    [Fact]
    public async Task Unknown_members_are_ignored()
    {
        var answer = await Shop.PostAsync("/api/orders", """{"note":{"a":[1,{"b":null}]},"customer_id":"c","items":[{"isbn":"9780140449136","quantity":1,"gift":true}],"payment":{"card_number":"4111111111111111","cvv":"123"}}""");

        answer.Status.ShouldBe(HttpStatusCode.Created, answer.Text);
    }

    [Theory]
    [InlineData("""{"card_number":"4000000000000002"}""")]
    [InlineData("""{"card_number":"4000000000009995"}""")]
    [InlineData("""{"card_number":""}""")]
    [InlineData("""{"card_number":null}""")]
    [InlineData("""{"expiry":"12/30"}""")]
    [InlineData("""{}""")]
    [InlineData("null")]
    public async Task A_declined_payment_leaves_a_rejected_order_and_its_stock_free(string payment)
    {
        var before = await StockAsync(TestShop.Odyssey);

        var answer = await Shop.PostAsync("/api/orders", $$"""{"customer_id":"c","items":[{"isbn":"9780140449136","quantity":1}],"payment":{{payment}}}""");

        var problem = answer.ShouldBeProblem(HttpStatusCode.PaymentRequired, "payment_declined");
        var order = await Shop.GetAsync($"/api/orders/{problem["order_id"]!.GetValue<string>()}");
        order.Json["status"]!.GetValue<string>().ShouldBe("rejected");
        order.Json["payment_status"]!.GetValue<string>().ShouldBe("declined");
        (await StockAsync(TestShop.Odyssey)).ShouldBe(before);
    }

    [Fact]
    public async Task An_order_without_any_payment_is_declined() =>
        (await Shop.PostAsync("/api/orders", """{"customer_id":"c","items":[{"isbn":"9780140449136","quantity":1}]}"""))
            .ShouldBeProblem(HttpStatusCode.PaymentRequired, "payment_declined");

    [Fact]
    public async Task An_answer_that_was_lost_is_pending_and_then_created()
    {
        await using var shop = await TestShop.StartAsync(services => services.Configure<BookstoreOptions>(options => options.RecoveryGrace = TimeSpan.FromSeconds(1)));

        var answer = await shop.PostAsync("/api/orders", Bodies.Order(card: "4000000000000341"));

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        answer.Json["status"]!.GetValue<string>().ShouldBe("pending");
        var path = answer.Headers.Location!.OriginalString;
        await TestShop.EventuallyAsync(async () => (await shop.GetAsync(path)).Json["status"]!.GetValue<string>() == "created");
    }

    [Fact]
    public async Task A_gateway_that_failed_leaves_a_pending_order_that_is_rejected()
    {
        await using var shop = await TestShop.StartAsync(services => services.Configure<BookstoreOptions>(options =>
        {
            options.GatewayTimeout = TimeSpan.FromMilliseconds(100);
            options.RecoveryGrace = TimeSpan.FromSeconds(1);
            options.PollInterval = TimeSpan.FromMilliseconds(100);
        }));

        var answer = await shop.PostAsync("/api/orders", Bodies.Order(card: "4000000000000119"), TestShop.Key, ("Idempotency-Key", "k"));

        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.Text);
        var path = answer.Headers.Location!.OriginalString;
        await TestShop.EventuallyAsync(async () => (await shop.GetAsync(path)).Json["status"]!.GetValue<string>() == "rejected");
        (await shop.PostAsync(path + "/cancel", null)).ShouldBeProblem(HttpStatusCode.Conflict, "order_not_cancellable");
        (await shop.PostAsync("/api/orders", Bodies.Order(card: "4000000000000119"), TestShop.Key, ("Idempotency-Key", "k"))).ShouldBeProblem(HttpStatusCode.PaymentRequired, "payment_declined");
        (await shop.GetAsync($"/api/books/{TestShop.Martian}")).Json["stock"]!.GetValue<int>().ShouldBe(10);
    }

    [Fact]
    public async Task Too_few_copies_are_a_conflict_that_writes_nothing()
    {
        var answer = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Algorithms, 4, customer: "greedy"));

        var problem = answer.ShouldBeProblem(HttpStatusCode.Conflict, "insufficient_stock");
        problem["isbn"]!.GetValue<string>().ShouldBe(TestShop.Algorithms);
        problem["available"]!.GetValue<int>().ShouldBe(3);
        (await Shop.GetAsync("/api/orders?customer_id=greedy")).Json.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_expected_total_must_be_the_total()
    {
        var wrong = await Shop.PostAsync("/api/orders", """{"customer_id":"exact","items":[{"isbn":"9780140449136","quantity":1}],"payment":{"card_number":"4111111111111111"},"expected_total":9.49}""");
        var problem = wrong.ShouldBeProblem(HttpStatusCode.Conflict, "total_changed");
        problem["total"]!.ToJsonString().ShouldBe("9.50");
        problem["currency"]!.GetValue<string>().ShouldBe("USD");
        (await Shop.GetAsync("/api/orders?customer_id=exact")).Json.AsArray().ShouldBeEmpty();

        var right = await Shop.PostAsync("/api/orders", """{"customer_id":"exact","items":[{"isbn":"9780140449136","quantity":1}],"payment":{"card_number":"4111111111111111"},"expected_total":9.5}""");
        right.Status.ShouldBe(HttpStatusCode.Created, right.Text);
    }

    [Theory]
    [InlineData("9780441013593")]
    [InlineData("0000000000")]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task A_book_that_is_not_in_the_catalogue_is_unknown(string isbn)
    {
        var answer = await Shop.PostAsync("/api/orders", $$$"""{"customer_id":"c","items":[{"isbn":"9780140449136","quantity":1},{"isbn":"{{{isbn}}}","quantity":1}],"payment":{"card_number":"4111111111111111"}}""");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "unknown_book");
        answer.ShouldBlame("/items/1/isbn");
    }

    [Fact]
    public async Task Prices_in_two_currencies_make_no_order()
    {
        (await Shop.PutAsync("/api/books/9780553293357", Bodies.Book(more: ""","currency":"EUR" """))).Status.ShouldBe(HttpStatusCode.Created);
        await Shop.PostAsync("/api/books/9780553293357/stock", """{"quantity":5,"reason":"r"}""");

        var answer = await Shop.PostAsync("/api/orders", """{"customer_id":"c","items":[{"isbn":"9780140449136","quantity":1},{"isbn":"9780553293357","quantity":1}],"payment":{"card_number":"4111111111111111"}}""");

        answer.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
    }

    [Theory]
    [InlineData("019ab1c2-7d3e-7f00-8a4b-5c6d7e8f9a0b")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("nonsense")]
    public async Task What_is_no_order_is_not_found(string id)
    {
        (await Shop.GetAsync($"/api/orders/{id}")).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
        (await Shop.PostAsync($"/api/orders/{id}/cancel", null)).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
    }

    [Fact]
    public async Task Cancelling_puts_the_stock_back_and_the_money_follows()
    {
        var before = await StockAsync(TestShop.Martian);
        var id = await Shop.OrderAsync(TestShop.Martian, 2);
        (await StockAsync(TestShop.Martian)).ShouldBe(before - 2);

        var cancelled = await Shop.PostAsync($"/api/orders/{id}/cancel/", null);
        cancelled.Status.ShouldBe(HttpStatusCode.OK, cancelled.Text);
        cancelled.Json["status"]!.GetValue<string>().ShouldBe("cancelled");
        (await StockAsync(TestShop.Martian)).ShouldBe(before);
        (await Shop.PostAsync($"/api/orders/{id}/cancel", "{}")).Status.ShouldBe(HttpStatusCode.OK);
        await TestShop.EventuallyAsync(async () => (await Shop.GetAsync($"/api/orders/{id}")).Json["payment_status"]!.GetValue<string>() is "voided" or "refunded");
    }

    [Fact]
    public async Task An_order_that_costs_nothing_needs_no_payment()
    {
        await using var shop = await TestShop.StartAsync();
        await shop.StockAsync(TestShop.Odyssey, "The Odyssey", "Homer", 0m, 1);

        var placed = await shop.PostAsync("/api/orders", $$"""{"customer_id":"c","items":[{"isbn":"{{TestShop.Odyssey}}","quantity":2}]}""");

        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        placed.Json["payment_status"]!.GetValue<string>().ShouldBe("not_required");
        var path = placed.Headers.Location!.OriginalString;
        (await shop.GetAsync(path)).Json["payment_status"]!.GetValue<string>().ShouldBe("not_required");
        (await shop.PostAsync(path + "/cancel", null)).Json["payment_status"]!.GetValue<string>().ShouldBe("not_required");
    }

    [Fact]
    public async Task A_pending_order_can_be_cancelled_and_is_rejected_then()
    {
        await using var shop = await TestShop.StartAsync();
        var body = Bodies.Order(TestShop.Algorithms, 3, "4000000000000119");
        var placed = await shop.PostAsync("/api/orders", body, TestShop.Key, ("Idempotency-Key", "k"));
        placed.Status.ShouldBe(HttpStatusCode.Accepted, placed.Text);
        var path = placed.Headers.Location!.OriginalString;

        var cancelled = await shop.PostAsync(path + "/cancel", null, TestShop.Key, ("Idempotency-Key", "c"));

        cancelled.Status.ShouldBe(HttpStatusCode.OK, cancelled.Text);
        cancelled.Json["status"]!.GetValue<string>().ShouldBe("rejected");
        (await shop.GetAsync($"/api/books/{TestShop.Algorithms}")).Json["stock"]!.GetValue<int>().ShouldBe(3);
        await TestShop.EventuallyAsync(async () => (await shop.GetAsync(path)).Json["payment_status"]!.GetValue<string>() == "voided");
        (await shop.PostAsync(path + "/cancel", null, TestShop.Key, ("Idempotency-Key", "c"))).Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await shop.PostAsync(path + "/cancel", null)).Status.ShouldBe(HttpStatusCode.OK);
        var resent = await shop.PostAsync("/api/orders", body, TestShop.Key, ("Idempotency-Key", "k"));
        resent.ShouldBeProblem(HttpStatusCode.PaymentRequired, "payment_declined");
        resent.Json["detail"]!.GetValue<string>().ShouldContain("was cancelled");
    }

    [Fact]
    public async Task A_rejected_order_cannot_be_cancelled()
    {
        var declined = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: "4000000000000002"));

        (await Shop.PostAsync($"/api/orders/{declined.Json["order_id"]!.GetValue<string>()}/cancel", null))
            .ShouldBeProblem(HttpStatusCode.Conflict, "order_not_cancellable");
    }

    private async Task<int> StockAsync(string isbn) => (await Shop.GetAsync($"/api/books/{isbn}")).Json["stock"]!.GetValue<int>();
}
