using Bookstore.Support;

namespace Bookstore.AspNetCore;

/// <summary>A person settles over the wire what the server cannot: once, with a role of its own, and with what was done on record.</summary>
public sealed class WorkTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string CaptureRefused = "4000000000001976";
    private const string RefundRefused = "4000000000005126";

    private TestShop Shop => fixture.Shop;

    [Fact]
    public async Task A_refused_capture_is_made_again_and_the_same_key_repeats_nothing()
    {
        var id = await PlaceAsync(CaptureRefused);
        await UntilAsync(id, "capture_failed");

        var retried = await Shop.PostAsync($"/api/work/{id}/retry", null, TestShop.Key, ("Idempotency-Key", "retry-1" + id));

        retried.Status.ShouldBe(HttpStatusCode.Accepted, retried.Text);
        retried.Json.ToJsonString().ShouldBe($$"""{"work_id":"{{id}}","kind":"payment","state":"due","order_id":"{{id}}"}""");
        await UntilAsync(id, "capture_failed");
        var since = await SinceAsync(id);
        var again = await Shop.PostAsync($"/api/work/{id}/retry", null, TestShop.Key, ("Idempotency-Key", "retry-1" + id));
        again.Status.ShouldBe(HttpStatusCode.Accepted);
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        (await SinceAsync(id)).ShouldBe(since);
        (await Shop.PostAsync($"/api/work/{id}/give-up", GiveUp("capture_refused"), TestShop.Key, ("Idempotency-Key", "retry-1" + id)))
            .ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    public async Task A_capture_that_is_given_up_cancels_its_order_and_the_reason_stays()
    {
        var id = await PlaceAsync(CaptureRefused);
        await UntilAsync(id, "capture_failed");

        (await Shop.PostAsync($"/api/work/{id}/give-up", GiveUp("refund_refused"))).ShouldBeProblem(HttpStatusCode.Conflict, "attention_changed");
        var given = await Shop.PostAsync($"/api/work/{id}/give-up", GiveUp("capture_refused"));

        given.Status.ShouldBe(HttpStatusCode.OK, given.Text);
        given.Json["state"]!.GetValue<string>().ShouldBe("settled");
        var order = (await Shop.GetAsync($"/api/orders/{id}")).Json;
        order["status"]!.GetValue<string>().ShouldBe("cancelled");
        order["resolution"]!["kind"]!.GetValue<string>().ShouldBe("given_up");
        order["resolution"]!["action"]!.GetValue<string>().ShouldBe("capture");
        order["resolution"]!["note"]!.GetValue<string>().ShouldBe("no answer");
        order["resolution"]!["at"]!.GetValue<string>().ShouldEndWith("Z");
        order.AsObject().ContainsKey("attention").ShouldBeFalse();
    }

    [Fact]
    public async Task A_refund_that_was_made_another_way_is_recorded_with_its_reference()
    {
        var id = await PlaceAsync(RefundRefused);
        await Shop.CapturedAsync(id);
        await Shop.PostAsync($"/api/orders/{id}/cancel", null);
        await UntilAsync(id, "refund_failed");

        var done = await Shop.PostAsync($"/api/work/{id}/done", """{"attention":"refund_refused","reference":"SEPA 4711"}""");

        done.Status.ShouldBe(HttpStatusCode.OK, done.Text);
        var order = (await Shop.GetAsync($"/api/orders/{id}")).Json;
        order["payment_status"]!.GetValue<string>().ShouldBe("refunded");
        order["resolution"]!["kind"]!.GetValue<string>().ShouldBe("marked_done");
        order["resolution"]!["action"]!.GetValue<string>().ShouldBe("refund");
        order["resolution"]!["note"]!.GetValue<string>().ShouldBe("SEPA 4711");
        (await Shop.PostAsync($"/api/work/{id}/retry", null)).ShouldBeProblem(HttpStatusCode.NotFound, "work_not_found");
    }

    [Fact]
    public async Task A_refused_refund_is_work_under_its_own_id_and_is_retried_and_given_up_by_it()
    {
        var id = await PlaceAsync(RefundRefused);
        await Shop.CapturedAsync(id);
        await Shop.PostAsync($"/api/orders/{id}/cancel", null);
        await UntilAsync(id, "refund_failed");

        var item = (await Shop.GetAsync("/api/work?kind=refund&state=attention")).Json.AsArray().Single(work => work!["order_id"]!.GetValue<string>() == id)!;
        item.AsObject().Select(static member => member.Key).ShouldBe(["work_id", "kind", "state", "order_id", "refund_id", "gateway", "attempts", "last_error", "action", "attention"]);
        var refund = item["refund_id"]!.GetValue<string>();
        (item["work_id"]!.GetValue<string>(), item["kind"]!.GetValue<string>(), item["last_error"]!.GetValue<string>()).ShouldBe((refund, "refund", "expired_or_canceled_card"));
        (await Shop.GetAsync("/api/work?kind=payment&state=attention")).Json.AsArray().ShouldNotContain(work => work!["order_id"]!.GetValue<string>() == id);

        var retried = await Shop.PostAsync($"/api/work/{refund}/retry", null, TestShop.Key, ("Idempotency-Key", "retry-1" + refund));
        retried.Status.ShouldBe(HttpStatusCode.Accepted, retried.Text);
        retried.Json.ToJsonString().ShouldBe($$"""{"work_id":"{{refund}}","kind":"refund","state":"due","order_id":"{{id}}"}""");
        (await Shop.PostAsync($"/api/work/{refund}/retry", null, TestShop.Key, ("Idempotency-Key", "retry-1" + refund))).Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        await UntilAsync(id, "refund_failed");

        (await Shop.PostAsync($"/api/work/{refund}/give-up", GiveUp("outcome_unknown"))).ShouldBeProblem(HttpStatusCode.Conflict, "attention_changed");
        (await Shop.PostAsync($"/api/work/{refund}/done", """{"attention":"refund_refused"}""")).ShouldBlame("/reference");
        var given = await Shop.PostAsync($"/api/work/{refund}/give-up", GiveUp("refund_refused"));
        given.Status.ShouldBe(HttpStatusCode.OK, given.Text);
        given.Json["state"]!.GetValue<string>().ShouldBe("settled");
        (await Shop.PostAsync($"/api/work/{refund}/retry", null)).ShouldBeProblem(HttpStatusCode.NotFound, "work_not_found");
    }

    [Theory]
    [InlineData("""{"reference":"x"}""", "/attention")]
    [InlineData("""{"attention":"refund_refused"}""", "/reference")]
    [InlineData("""{"attention":"booking_refused","reference":"x"}""", "/attention")]
    [InlineData("""{"attention":"refund_refused","reference":""}""", "/reference")]
    public async Task A_resolution_that_says_too_little_is_refused(string body, string pointer)
    {
        var id = await PlaceAsync(TestShop.GoodCard);

        var refused = await Shop.PostAsync($"/api/work/{id}/done", body);

        refused.ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_resolution");
        refused.ShouldBlame(pointer);
    }

    [Theory]
    [InlineData("retry", null)]
    [InlineData("done", """{"attention":"refund_refused","reference":"x"}""")]
    [InlineData("give-up", """{"attention":"refund_refused","reason":"x"}""")]
    public async Task What_needs_no_person_is_no_work(string action, string? body)
    {
        foreach (var id in new[] { "1", Guid.NewGuid().ToString() })
        {
            (await Shop.PostAsync($"/api/work/{id}/{action}", body)).ShouldBeProblem(HttpStatusCode.NotFound, "work_not_found");
        }
    }

    [Fact]
    public async Task A_refused_booking_is_settled_by_hand_repeated_or_given_up()
    {
        await using var shop = await TestShop.StartAsync(services => services.AddSingleton<ICourier>(new RecordingCourier { Name = "picky", Refusal = "address_not_served" }));
        var done = await RefusedAsync(shop);

        (await shop.PostAsync($"/api/work/{done}/done", """{"attention":"booking_refused"}""")).ShouldBlame("/reference");
        (await shop.PostAsync($"/api/work/{done}/done", $$"""{"attention":"booking_refused","reference":"{{new string('x', 101)}}"}""")).ShouldBlame("/reference");
        (await shop.PostAsync($"/api/work/{done}/done", """{"attention":"outcome_unknown","reference":"1Z999"}""")).ShouldBeProblem(HttpStatusCode.Conflict, "attention_changed");
        var settled = await shop.PostAsync($"/api/work/{done}/done", """{"attention":"booking_refused","reference":"1Z999"}""");

        settled.Status.ShouldBe(HttpStatusCode.OK, settled.Text);
        settled.Json["kind"]!.GetValue<string>().ShouldBe("courier");
        settled.Json["delivery_id"]!.GetValue<string>().ShouldBe(done);
        var delivery = (await shop.GetAsync($"/api/delivery/{done}")).Json;
        delivery["status"]!.GetValue<string>().ShouldBe("scheduled");
        delivery["tracking_number"]!.GetValue<string>().ShouldBe("1Z999");

        var retried = await RefusedAsync(shop);
        (await shop.PostAsync($"/api/work/{retried}/retry", null)).Status.ShouldBe(HttpStatusCode.Accepted);
        await NeedsAPersonAsync(shop, retried);
        (await shop.PostAsync($"/api/work/{retried}/give-up", GiveUp("booking_refused"))).Status.ShouldBe(HttpStatusCode.OK);
        (await shop.GetAsync($"/api/delivery/{retried}")).Json.AsObject().ContainsKey("attention").ShouldBeFalse();
    }

    [Fact]
    public async Task A_pending_order_is_resumed_and_any_other_is_not()
    {
        // The gateway authorized it and the answer was lost.
        var placed = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, card: "4000000000000341"));
        placed.Status.ShouldBe(HttpStatusCode.Accepted, placed.Text);
        var id = placed.Json["order_id"]!.GetValue<string>();

        var resumed = await Shop.PostAsync($"/api/orders/{id}/resume", null);

        resumed.Status.ShouldBe(HttpStatusCode.OK, resumed.Text);
        resumed.Json["status"]!.GetValue<string>().ShouldBe("created");
        (await Shop.PostAsync($"/api/orders/{id}/resume", null)).ShouldBeProblem(HttpStatusCode.Conflict, "order_not_pending")["order_id"]!.GetValue<string>().ShouldBe(id);
        (await Shop.PostAsync($"/api/orders/{Guid.NewGuid()}/resume", null)).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
        (await Shop.PostAsync("/api/orders/1/resume", null)).ShouldBeProblem(HttpStatusCode.NotFound, "order_not_found");
    }

    [Fact]
    public async Task A_move_with_the_same_key_is_answered_as_the_first_time()
    {
        var order = await Shop.OrderAsync(TestShop.Odyssey);
        await Shop.CapturedAsync(order);
        var id = (await Shop.PostAsync("/api/delivery", Bodies.Delivery(order))).Json["delivery_id"]!.GetValue<string>();
        Task<Answer> MoveAsync(string status, string key) => Shop.PostAsync($"/api/delivery/{id}/status", $$"""{"status":"{{status}}"}""", TestShop.Key, ("Idempotency-Key", key + id));

        (await MoveAsync("dispatched", "a")).Status.ShouldBe(HttpStatusCode.OK);
        (await MoveAsync("delivered", "b")).Status.ShouldBe(HttpStatusCode.OK);
        var again = await MoveAsync("dispatched", "a");

        again.Status.ShouldBe(HttpStatusCode.OK, again.Text);
        again.Headers.GetValues("Idempotency-Replayed").ShouldBe(["true"]);
        again.Json["status"]!.GetValue<string>().ShouldBe("dispatched");
        (await MoveAsync("returned", "a")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        (await MoveAsync("dispatched", "c")).ShouldBeProblem(HttpStatusCode.Conflict, "invalid_transition");
        (await Shop.PostAsync($"/api/delivery/{id}/status", """{"status":"lost"}""", TestShop.Key, ("Idempotency-Key", "no key"))).ShouldBeProblem(HttpStatusCode.BadRequest, "invalid_delivery");
    }

    private static string GiveUp(string attention) => $$"""{"attention":"{{attention}}","reason":"no answer"}""";

    private static async Task<string> RefusedAsync(TestShop shop)
    {
        var placed = await shop.PostAsync("/api/delivery", Bodies.Delivery(await shop.OrderAsync(TestShop.Odyssey), ",\"courier\":\"picky\""));
        var id = placed.Json["delivery_id"]!.GetValue<string>();
        await NeedsAPersonAsync(shop, id);
        return id;
    }

    private static async Task NeedsAPersonAsync(TestShop shop, string delivery) =>
        await TestShop.EventuallyAsync(async () => (await shop.GetAsync($"/api/delivery/{delivery}")).Json["attention"] is not null);

    private async Task<string> PlaceAsync(string card)
    {
        var placed = await Shop.PostAsync("/api/orders", Bodies.Order(TestShop.Odyssey, 1, card));
        placed.Status.ShouldBe(HttpStatusCode.Created, placed.Text);
        return placed.Json["order_id"]!.GetValue<string>();
    }

    private async Task UntilAsync(string id, string paymentStatus) => await TestShop.EventuallyAsync(async () =>
        (await Shop.GetAsync($"/api/orders/{id}")).Json is { } order && order["payment_status"]!.GetValue<string>() == paymentStatus && order["attention"] is not null);

    private async Task<string> SinceAsync(string id) => (await Shop.GetAsync($"/api/orders/{id}")).Json["attention"]!["since"]!.GetValue<string>();
}
