namespace Bookstore.AspNetCore;

/// <summary>A request that is sent again under its key has one effect and one answer.</summary>
public sealed class IdempotencyTests
{
    private static readonly (string, string) Key = ("Idempotency-Key", "key-1");

    [Fact]
    public async Task An_order_sent_again_is_the_same_order()
    {
        await using var shop = await TestShop.StartAsync();

        var first = await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, Key);
        var again = await shop.PostAsync("/api/orders/", Bodies.Order(), TestShop.Key, Key);

        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        again.Status.ShouldBe(HttpStatusCode.Created);
        again.Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
        again.Text.ShouldBe(first.Text);
        (await shop.GetAsync("/api/orders")).Json.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_order_stays_201_after_it_was_cancelled()
    {
        await using var shop = await TestShop.StartAsync();
        var first = await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, Key);
        await shop.PostAsync($"{first.Headers.Location!.OriginalString}/cancel", null);

        var again = await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, Key);

        again.Status.ShouldBe(HttpStatusCode.Created);
        again.Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task Another_body_under_the_same_key_is_refused()
    {
        await using var shop = await TestShop.StartAsync();
        await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, Key);

        (await shop.PostAsync("/api/orders", Bodies.Order(quantity: 2), TestShop.Key, Key)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        (await shop.PostAsync("/api/orders", Bodies.Order(card: "4242424242424242"), TestShop.Key, Key)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task A_key_belongs_to_its_client()
    {
        await using var shop = await TestShop.StartAsync();
        var mine = await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, Key);

        var theirs = await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.OtherKey, Key);

        theirs.Status.ShouldBe(HttpStatusCode.Created);
        theirs.Json["order_id"]!.GetValue<string>().ShouldNotBe(mine.Json["order_id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_refusal_that_changed_nothing_does_not_use_the_key_up()
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.PostAsync("/api/orders", "{}", TestShop.Key, Key)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Algorithms, 4), TestShop.Key, Key)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Algorithms, 3), TestShop.Key, Key)).Status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_declined_payment_uses_the_key_up()
    {
        await using var shop = await TestShop.StartAsync();
        var declined = Bodies.Order(card: "4000000000000002");

        var first = await shop.PostAsync("/api/orders", declined, TestShop.Key, Key);
        var again = await shop.PostAsync("/api/orders", declined, TestShop.Key, Key);

        first.ShouldBeProblem(HttpStatusCode.PaymentRequired, "payment_declined");
        var problem = again.ShouldBeProblem(HttpStatusCode.PaymentRequired, "payment_declined");
        problem["order_id"]!.GetValue<string>().ShouldBe(first.Json["order_id"]!.GetValue<string>());
        again.Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
        (await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, Key)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task Stock_sent_again_comes_in_once()
    {
        await using var shop = await TestShop.StartAsync();
        const string Path = $"/api/books/{TestShop.Martian}/stock";
        const string Body = """{"quantity":5,"reason":"r"}""";

        var first = await shop.PostAsync(Path, Body, TestShop.Key, Key);
        await shop.PostAsync(Path, """{"quantity":1,"reason":"r"}""");
        var again = await shop.PostAsync("/api/books/0-14-312755-1/stock", Body, TestShop.Key, Key);

        again.Text.ShouldBe(first.Text);
        again.Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
        (await shop.PostAsync(Path, """{"quantity":-5,"reason":"r"}""", TestShop.Key, Key)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        (await shop.GetAsync($"/api/books/{TestShop.Martian}")).Json["stock"]!.GetValue<int>().ShouldBe(16);
    }

    [Fact]
    public async Task Cancellations_and_deliveries_sent_again_answer_the_same()
    {
        await using var shop = await TestShop.StartAsync();
        var order = await shop.OrderAsync();
        var delivery = await shop.PostAsync("/api/delivery", Bodies.Delivery(order), TestShop.Key, Key);
        var deliveryAgain = await shop.PostAsync("/api/delivery", Bodies.Delivery(order), TestShop.Key, Key);
        deliveryAgain.Status.ShouldBe(HttpStatusCode.Created);
        deliveryAgain.Text.ShouldBe(delivery.Text);
        deliveryAgain.Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
        (await shop.PostAsync("/api/delivery", Bodies.Delivery(order).Replace("123", "321", StringComparison.Ordinal), TestShop.Key, Key))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");

        (await shop.PostAsync($"/api/orders/{order}/cancel", null, TestShop.Key, Key)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        (string, string) key = ("Idempotency-Key", "key-2");
        var cancelled = await shop.PostAsync($"/api/orders/{order}/cancel", null, TestShop.Key, key);
        await shop.App.Services.GetRequiredService<IBookstoreMaintenance>().RunOnceAsync();
        var cancelledAgain = await shop.PostAsync($"/api/orders/{order}/cancel", null, TestShop.Key, key);
        cancelled.Status.ShouldBe(HttpStatusCode.OK, cancelled.Text);
        cancelledAgain.Text.ShouldBe(cancelled.Text);
        cancelledAgain.Status.ShouldBe(HttpStatusCode.OK);
        cancelledAgain.Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
    }

    [Fact]
    public async Task One_key_in_fifty_parallel_requests_is_one_order()
    {
        await using var shop = await TestShop.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, Key)));

        foreach (var answer in answers)
        {
            answer.Status.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.Conflict);
            if (answer.Status == HttpStatusCode.Conflict)
            {
                answer.ShouldBeProblem(HttpStatusCode.Conflict, "idempotency_in_progress");
            }
        }

        answers.Where(answer => answer.Status == HttpStatusCode.Created).Select(answer => answer.Json["order_id"]!.GetValue<string>()).Distinct().Count().ShouldBe(1);
        (await shop.GetAsync("/api/orders")).Json.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("tab\there")]
    [InlineData("übung")]
    public async Task What_is_no_key_is_refused(string key)
    {
        await using var shop = await TestShop.StartAsync();
        (string, string) header = ("Idempotency-Key", key);

        (await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, header)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        (await shop.PostAsync("/api/orders/1/cancel", null, TestShop.Key, header)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        (await shop.PostAsync("/api/delivery", Bodies.Delivery("1"), TestShop.Key, header)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_delivery");
        (await shop.PostAsync($"/api/books/{TestShop.Martian}/stock", """{"quantity":1,"reason":"r"}""", TestShop.Key, header)).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_stock");
    }

    [Fact]
    public async Task A_key_may_have_255_characters_and_not_one_more()
    {
        await using var shop = await TestShop.StartAsync();

        (await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, ("Idempotency-Key", new string('~', 256)))).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await shop.PostAsync("/api/orders", Bodies.Order(), TestShop.Key, ("Idempotency-Key", new string('~', 255)))).Status.ShouldBe(HttpStatusCode.Created);
    }
}
