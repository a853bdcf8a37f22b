namespace Bookstore.AspNetCore;

/// <summary>Orders that are paid again over the wire, after their capture was refused.</summary>
public sealed class PayAgainTests
{
    private const string Good = """{"payment":{"card_number":"4242424242424242","expiry":"12/30"}}""";
    private const string Declined = """{"payment":{"card_number":"4000000000000002","expiry":"12/30"}}""";

    [Fact]
    public async Task After_a_refused_capture_another_card_pays_and_the_same_key_answers_the_same()
    {
        await using var shop = await StartAsync();
        var id = await FailAsync(shop);

        var paid = await PayAsync(shop, id, Good, "p-1");
        var again = await PayAsync(shop, id, Good, "p-1");
        var other = await PayAsync(shop, id, Declined, "p-1");
        var second = await PayAsync(shop, id, Good, "p-2");

        paid.Status.ShouldBe(HttpStatusCode.OK, paid.Text);
        paid.Json["payment_status"]!.GetValue<string>().ShouldBe("authorized");
        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        again.Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
        other.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        second.ShouldBeProblem(HttpStatusCode.Conflict, "payment_not_retryable")["order_id"]!.GetValue<string>().ShouldBe(id);
        (await shop.PostAsync($"/api/orders/{id}/capture", "{}")).Json["payment_status"]!.GetValue<string>().ShouldBe("captured");
    }

    [Fact]
    public async Task A_declined_card_is_402_also_when_another_one_paid_since()
    {
        await using var shop = await StartAsync();
        var id = await FailAsync(shop);

        var declined = await PayAsync(shop, id, Declined, "p-1");
        (await shop.GetAsync($"/api/orders/{id}")).Json["payment_status"]!.GetValue<string>().ShouldBe("capture_failed");
        var needing = (await shop.GetAsync("/api/orders?attention=true")).Json.AsArray().ShouldHaveSingleItem();
        var paid = await PayAsync(shop, id, Good, "p-2");
        var again = await PayAsync(shop, id, Declined, "p-1");

        declined.ShouldBeProblem(HttpStatusCode.PaymentRequired, "payment_declined")["order_id"]!.GetValue<string>().ShouldBe(id);
        needing!["attention"]!["code"]!.GetValue<string>().ShouldBe("card_declined");
        paid.Status.ShouldBe(HttpStatusCode.OK, paid.Text);
        paid.Json.AsObject().ContainsKey("attention").ShouldBeFalse();
        again.ShouldBeProblem(HttpStatusCode.PaymentRequired, "payment_declined");
        again.Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
    }

    [Fact]
    public async Task A_customer_who_has_to_act_gets_the_step_once()
    {
        await using var shop = await StartAsync();
        var id = await FailAsync(shop);

        var waiting = await PayAsync(shop, id, """{"payment":{"card_number":"4000002760003184","expiry":"12/30"}}""", "p-1");
        var read = await shop.GetAsync($"/api/orders/{id}");

        waiting.Status.ShouldBe(HttpStatusCode.Accepted, waiting.Text);
        waiting.Json["payment_status"]!.GetValue<string>().ShouldBe("action_required");
        waiting.Json["action"]!["client_secret"]!.GetValue<string>().ShouldNotBeEmpty();
        waiting.Json["action"]!.AsObject().ContainsKey("expires_at").ShouldBeTrue();
        read.Json.AsObject().ContainsKey("action").ShouldBeFalse();
    }

    [Fact]
    public async Task What_did_not_fail_is_refused()
    {
        await using var shop = await StartAsync();
        var held = await PlaceAsync(shop, "4242424242424242");

        (await PayAsync(shop, held, Good, "p-1")).ShouldBeProblem(HttpStatusCode.Conflict, "payment_not_retryable");
        (await PayAsync(shop, Guid.NewGuid().ToString(), Good, "p-1")).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
        (await PayAsync(shop, "none", Good, "p-1")).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
        (await shop.PostAsync($"/api/orders/{held}/payment", Good, TestShop.ReaderKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await shop.PostAsync($"/api/orders/{await FailAsync(shop)}/payment", Good, TestShop.Key, ("If-Match", "\"99\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"payment":null}""")]
    [InlineData("""{"payment":"4242424242424242"}""")]
    [InlineData("""{"payment":{"card_number":"4242424242424242","token":"tok_1"}}""")]
    public async Task A_body_without_one_payment_is_refused_and_nothing_is_authorized(string body)
    {
        await using var shop = await StartAsync();
        var id = await FailAsync(shop);

        (await PayAsync(shop, id, body, "p-1")).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_order");
        (await PayAsync(shop, id, Good, "p-1")).Status.ShouldBe(HttpStatusCode.OK, "the key was not used up");
    }

    private static async Task<string> FailAsync(TestShop shop)
    {
        var id = await PlaceAsync(shop, "4000000000001976");
        (await shop.PostAsync($"/api/orders/{id}/capture", "{}")).Json["payment_status"]!.GetValue<string>().ShouldBe("capture_failed");
        return id;
    }

    private static async Task<string> PlaceAsync(TestShop shop, string card)
    {
        var placed = await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: card));
        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        return placed.Json["order_id"]!.GetValue<string>();
    }

    private static Task<Answer> PayAsync(TestShop shop, string id, string body, string key) => shop.PostAsync($"/api/orders/{id}/payment", body, TestShop.Key, ("Idempotency-Key", key));

    private static Task<TestShop> StartAsync() => TestShop.StartAsync(services => services.Configure<BookstoreOptions>(options => options.CapturePolicy = CapturePolicy.Manual));
}
