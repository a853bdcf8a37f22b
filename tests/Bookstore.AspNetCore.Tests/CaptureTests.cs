namespace Bookstore.AspNetCore;

/// <summary>Captures over the wire, in a shop that captures when it is told to.</summary>
public sealed class CaptureTests
{
    [Fact]
    public async Task A_part_is_captured_once_and_sent_again_with_its_key_answers_the_same()
    {
        await using var shop = await StartAsync();
        var id = await PlaceAsync(shop);

        var captured = await CaptureAsync(shop, id, """{"amount":5.00}""", "c-1");
        var again = await CaptureAsync(shop, id, """{"amount":5.00}""", "c-1");
        var other = await CaptureAsync(shop, id, """{"amount":6.00}""", "c-1");
        var second = await CaptureAsync(shop, id, "{}", "c-2");

        captured.Status.ShouldBe(HttpStatusCode.OK, captured.Text);
        captured.Json["payment_status"]!.GetValue<string>().ShouldBe("captured");
        again.Text.ShouldBe(captured.Text);
        again.Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
        other.ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        second.ShouldBeProblem(HttpStatusCode.Conflict, "payment_not_capturable")["order_id"]!.GetValue<string>().ShouldBe(id);
    }

    [Theory]
    [InlineData("""{"amount":0}""")]
    [InlineData("""{"amount":-1}""")]
    [InlineData("""{"amount":1.005}""")]
    [InlineData("""{"amount":"5"}""")]
    [InlineData("""{"amount":79228162514264337593543950335}""")]
    public async Task An_amount_that_is_none_is_refused_and_nothing_is_captured(string body)
    {
        await using var shop = await StartAsync();
        var id = await PlaceAsync(shop);

        var refused = await CaptureAsync(shop, id, body, "c-1");

        refused.Status.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Conflict);
        refused.Json["code"]!.GetValue<string>().ShouldBeOneOf("invalid_order", "payment_not_capturable");
        (await shop.GetAsync($"/api/orders/{id}")).Json["payment_status"]!.GetValue<string>().ShouldBe("authorized");
        (await CaptureAsync(shop, id, "{}", "c-1")).Status.ShouldBe(HttpStatusCode.OK, "the key was not used up");
    }

    [Fact]
    public async Task More_than_is_held_is_refused()
    {
        await using var shop = await StartAsync();

        (await CaptureAsync(shop, await PlaceAsync(shop), """{"amount":9.51}""", "c-1")).ShouldBeProblem(HttpStatusCode.Conflict, "payment_not_capturable");
    }

    [Fact]
    public async Task An_order_of_another_version_is_not_captured()
    {
        await using var shop = await StartAsync();
        var id = await PlaceAsync(shop);

        (await shop.PostAsync($"/api/orders/{id}/capture", "{}", TestShop.Key, ("If-Match", "\"99\""))).ShouldBeProblem(HttpStatusCode.PreconditionFailed, "precondition_failed");
        (await shop.PostAsync($"/api/orders/{Guid.NewGuid()}/capture", "{}")).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
        (await shop.PostAsync($"/api/orders/{id}/capture", "{}", TestShop.ReaderKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<string> PlaceAsync(TestShop shop) => (await shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey))).Json["order_id"]!.GetValue<string>();

    private static Task<Answer> CaptureAsync(TestShop shop, string id, string body, string key) => shop.PostAsync($"/api/orders/{id}/capture", body, TestShop.Key, ("Idempotency-Key", key));

    private static Task<TestShop> StartAsync() => TestShop.StartAsync(services => services.Configure<BookstoreOptions>(options => options.CapturePolicy = CapturePolicy.Manual));
}
